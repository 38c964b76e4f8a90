"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import type { useSelection } from "./use-selection";

type Props = {
  readonly selection: ReturnType<typeof useSelection>;
  /** How many the filter lets through; null where nobody counted them. */
  readonly total: number | null;
  readonly renderedAt: string;
  /** What can be done with them. */
  readonly children: ReactNode;
};

/** Says what is chosen and what can be done with it, always in sight while something is. */
export function SelectBar({ selection, total, renderedAt, children }: Props) {
  const t = useTranslations("lists.selection");
  const format = useFormatter();
  const chosen = selection.selection;
  if (selection.count === 0) return null;
  return (
    <div
      role="region"
      aria-label={t("label")}
      className="sticky bottom-2 z-20 mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-surface px-3 py-2 shadow-pop max-md:bottom-18"
    >
      <p className="text-sm font-medium tabular-nums">
        {chosen.type === "All"
          ? t.rich("all", { count: format.number(chosen.total), at: () => <Instant at={chosen.at} /> })
          : t("some", { count: chosen.ids.size })}
      </p>
      {chosen.type === "Rows" && total !== null && total > chosen.ids.size && selection.isWhole ? (
        <Button size="small" variant="quiet" onClick={() => selection.chooseAll(total, renderedAt)}>
          {t("chooseAll", { count: format.number(total) })}
        </Button>
      ) : null}
      <span className="flex flex-wrap gap-2 md:ml-auto">{children}</span>
      <Button size="small" variant="quiet" onClick={selection.clear}>
        {t("clear")}
      </Button>
    </div>
  );
}
