"use client";

import { useTranslations } from "next-intl";
import type { BulkCommand, BulkOutcome, BulkRowView } from "@/lib/domain/bulk-job";
import { LEFT_OUT_REASONS } from "@/lib/domain/bulk-job";

/** What a job asks for, in words. */
export function useJobName(): (command: BulkCommand) => string {
  const t = useTranslations("bulk.name");
  return (command) => {
    switch (command.type) {
      case "Reset":
        return t(command.when === "Now" ? "resetNow" : "resetWhenIdle");
      case "ChangeAvailability":
        return t(command.operational === "Operative" ? "operative" : "inoperative");
      case "TriggerMessage":
        return t("trigger", { message: command.message });
    }
  };
}

/** Why a charger's row is as it is: the command's own words, or the reason. */
export function useRowDetail(): (row: BulkRowView) => string {
  const t = useTranslations("bulk");
  const states = useTranslations("bulk.state");
  return ({ commandState, detail, outcome }) => {
    const reason = LEFT_OUT_REASONS.find((known) => known === detail);
    if (outcome === "LeftOut" && reason !== undefined) return t(`reason.${reason}`);
    const told = commandState === null ? "" : states(commandState);
    return [told, detail ?? ""].filter((part) => part !== "").join(": ");
  };
}

export const OUTCOME_LOOKS: Readonly<Record<BulkOutcome, string>> = {
  Waiting: "bg-off-soft text-off-ink",
  UnderWay: "bg-energy-soft text-energy-ink",
  Done: "bg-ready-soft text-ready-ink",
  Failed: "bg-fault-soft text-fault-ink",
  LeftOut: "bg-warn-soft text-warn-ink",
  Stopped: "bg-off-soft text-off-ink",
};
