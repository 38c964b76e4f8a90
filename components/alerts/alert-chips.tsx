"use client";

import { BellOff, Check, CircleAlert, Eye, Info, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { Severity } from "@/lib/domain/alerts/alert-rule";
import { type AlertGroup, type AlertView, groupOf } from "@/lib/domain/alerts/alert-view";

type Look = readonly [tone: string, icon: LucideIcon];

const SEVERITY: Readonly<Record<Severity, Look>> = {
  Critical: ["bg-fault-soft text-fault-ink", OctagonAlert],
  Warning: ["bg-warn-soft text-warn-ink", TriangleAlert],
  Info: ["bg-off-soft text-off-ink", Info],
};

const GROUP: Readonly<Record<AlertGroup, Look>> = {
  Open: ["bg-fault-soft text-fault-ink", CircleAlert],
  Acknowledged: ["bg-energy-soft text-energy-ink", Eye],
  Silenced: ["bg-off-soft text-off-ink", BellOff],
  Resolved: ["bg-ready-soft text-ready-ink", Check],
};

export function SeverityChip({ severity }: { readonly severity: Severity }) {
  const t = useTranslations("alerts");
  return <Chip look={SEVERITY[severity]} word={t(`severity.${severity}`)} />;
}

export function AlertStateChip({ alert }: { readonly alert: AlertView }) {
  const t = useTranslations("alerts");
  const group = groupOf(alert);
  return <Chip look={GROUP[group]} word={t(`group.${group}`)} state={group} />;
}

/** Colour, shape and word together. */
function Chip({
  look: [tone, Icon],
  word,
  state,
}: {
  readonly look: Look;
  readonly word: string;
  readonly state?: string;
}) {
  return (
    <span
      data-alert-state={state}
      className={classNames(
        "inline-flex min-h-6 items-center gap-1.5 rounded-md px-2 text-xs font-medium whitespace-nowrap",
        tone,
      )}
    >
      <Icon aria-hidden className="size-3 shrink-0" strokeWidth={2.25} />
      {word}
    </span>
  );
}
