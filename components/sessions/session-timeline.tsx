"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/time/time";
import { JsonText } from "@/components/ui/json-text";
import type { JournalEntry } from "@/lib/domain/session-journal";

const NAMED = ["Started", "Updated", "Ended", "LostStop", "ClosedByOperator", "Resolved"] as const;

/** What the charger said of the session, in the order we heard it; where its clock says another time, both are shown. */
export function SessionTimeline({ journal }: { readonly journal: readonly JournalEntry[] }) {
  const t = useTranslations("journal");
  if (journal.length === 0) return <p className="px-4 py-6 text-center text-sm text-ink-2">{t("none")}</p>;
  return (
    <ol className="divide-y">
      {journal.map((entry) => (
        <li key={entry.key}>
          <details className="group">
            <summary className="flex min-h-9 flex-wrap items-center gap-x-3 px-4 py-1.5 text-sm hover:bg-sunken max-md:min-h-11">
              <ChevronRight
                aria-hidden
                className="size-3.5 shrink-0 text-ink-3 transition-transform group-open:rotate-90"
              />
              <span className="min-w-18 shrink-0 text-xs whitespace-nowrap text-ink-3">
                <Instant at={entry.at} precise />
              </span>
              <span className="font-medium">
                <EntryName kind={entry.kind} />
              </span>
              <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{trigger(entry)}</span>
              <Late entry={entry} />
            </summary>
            <div className="px-4 pt-1.5 pb-3">
              <JsonText text={JSON.stringify(entry.details)} />
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}

function EntryName({ kind }: { readonly kind: string }) {
  const t = useTranslations("journal");
  const known = NAMED.find((name) => name === kind);
  return known === undefined ? kind : t(known);
}

const LATE_MS = 60_000;

function Late({ entry }: { readonly entry: JournalEntry }) {
  const t = useTranslations("journal");
  if (Date.parse(entry.receivedAt) - Date.parse(entry.at) < LATE_MS) return null;
  return (
    <span className="text-xs text-warn-ink">
      {t("received")} <Instant at={entry.receivedAt} precise />
    </span>
  );
}

function trigger({ details }: JournalEntry): string {
  if (typeof details !== "object" || details === null || Array.isArray(details)) return "";
  const told = new Map(Object.entries(details));
  return ["trigger", "chargingState", "reason", "by"]
    .map((name) => told.get(name))
    .filter((value) => typeof value === "string")
    .join(" · ");
}
