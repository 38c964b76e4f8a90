"use client";

import { useFormatter, useMessages } from "next-intl";
import { useInstantText } from "@/components/time/time";
import type { EvidenceFact } from "./evidence-facts";

/** What a verdict was based on, figure by figure. */
export function EvidenceList({ facts }: { readonly facts: readonly EvidenceFact[] }) {
  const nameOf = useEvidenceName();
  const valueOf = useEvidenceValue();
  return (
    <dl className="mt-3 flex flex-wrap gap-x-6 gap-y-2 text-sm" data-testid="evidence">
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt className="text-xs text-ink-2">{nameOf(fact.name)}</dt>
          <dd className="font-medium tabular-nums">{valueOf(fact)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The engine's name of a figure in words; as it is where there are none. */
export function useEvidenceName(): (name: string) => string {
  const words: Readonly<Record<string, string>> = useMessages().campaign.evidence;
  return (name) => words[name] ?? name;
}

export function useEvidenceValue(): (fact: EvidenceFact) => string {
  const format = useFormatter();
  const instantText = useInstantText();
  const words: Readonly<Record<string, string>> = useMessages().campaign.evidenceWord;
  return ({ value }) => {
    switch (value.type) {
      case "Count":
        return format.number(value.count);
      case "Share":
        return format.number(value.share, { style: "percent", maximumFractionDigits: 1 });
      case "Instant":
        return instantText(value.at, "dayMinutes");
      case "Text":
        return words[value.text] ?? value.text;
    }
  };
}
