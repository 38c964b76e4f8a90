"use client";

import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { FAMILIES, type Family, type ShownStatus } from "./shown-status";
import { StatusGlyph } from "./status-glyph";

const TONES: Readonly<Record<Family, string>> = {
  ready: "bg-ready-soft text-ready-ink",
  energy: "bg-energy-soft text-energy-ink",
  occ: "bg-occ-soft text-occ-ink",
  warn: "bg-warn-soft text-warn-ink",
  fault: "bg-fault-soft text-fault-ink",
  off: "bg-off-soft text-off-ink",
};

type Props = {
  readonly status: ShownStatus;
  /** The last thing known before the line broke: hollow, dashed, "was …". */
  readonly isPast?: boolean;
};

/** Colour, shape and word together; never colour alone. */
export function StatusChip({ status, isPast = false }: Props) {
  const t = useTranslations("status");
  return (
    <span
      data-status={status}
      data-past={isPast}
      className={classNames(
        "inline-flex h-6 items-center gap-1.5 rounded-md px-2 text-xs font-medium whitespace-nowrap",
        isPast ? "border border-dashed border-line-strong text-ink-2" : TONES[FAMILIES[status]],
      )}
    >
      <StatusGlyph status={status} />
      {isPast ? t("was", { word: t(status) }) : t(status)}
    </span>
  );
}
