"use client";

import { Check, Minus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReleaseCheck } from "@/lib/domain/firmware/release-view";

type Result = ReleaseCheck["result"];

const MARKS = {
  Passed: [Check, "text-ready-ink"],
  Failed: [X, "text-fault-ink"],
  Skipped: [Minus, "text-ink-3"],
} as const satisfies Readonly<Record<Result, unknown>>;

type Props = { readonly checks: readonly ReleaseCheck[]; readonly isSigned: boolean };

/** Of a signed image nothing is left out but what an earlier failure made pointless. */
const wordOf = (result: Result, isSigned: boolean): Result | "NotReached" =>
  result === "Skipped" && isSigned ? "NotReached" : result;

/** What was looked at in an image and what came of it, one line each. */
export function ReleaseChecks({ checks, isSigned }: Props) {
  const t = useTranslations("firmware.check");
  return (
    <ul className="flex flex-col gap-2.5">
      {checks.map(({ check, result, found }) => {
        const [Icon, tone] = MARKS[result];
        return (
          <li key={check} className="flex items-start gap-2.5" data-check={check} data-check-result={result}>
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${tone}`} strokeWidth={2.25} />
            <div className="min-w-0">
              <p className={result === "Failed" ? "font-medium text-fault-ink" : undefined}>
                {t(`${check}.${wordOf(result, isSigned)}`)}
              </p>
              {found === null ? null : <p className="text-sm wrap-anywhere text-ink-3">{found}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** The same at a glance, for a list: a mark for each check, with its words on hover. */
export function ChecksAtAGlance({ checks, isSigned }: Props) {
  const t = useTranslations("firmware.check");
  if (checks.length === 0) return <span className="text-ink-3">—</span>;
  const text = checks.map(({ check, result }) => t(`${check}.${wordOf(result, isSigned)}`)).join(" · ");
  return (
    <span role="img" aria-label={text} title={text} className="inline-flex gap-1">
      {checks.map(({ check, result }) => {
        const [Icon, tone] = MARKS[result];
        return <Icon key={check} aria-hidden className={`size-3.5 ${tone}`} strokeWidth={2.5} />;
      })}
    </span>
  );
}
