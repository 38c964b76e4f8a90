"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { faultOf } from "@/components/form/form-fault";
import { Card } from "@/components/ui/card";
import { SelectField } from "@/components/ui/field";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { DurationUnit } from "../duration-words";
import { DurationField } from "./duration-field";
import { NumberField } from "./number-field";
import type { SpecProps } from "./spec-props";

type NumberKey = "attemptsMax" | "retries" | "reconnectsMax";
type DurationKey =
  | "backoffSeconds"
  | "backoffSecondsMax"
  | "answerSeconds"
  | "firstProgressSeconds"
  | "stallSeconds"
  | "installSeconds"
  | "rebootSeconds"
  | "lostSeconds"
  | "healthSeconds"
  | "pendingSecondsMax"
  | "stragglerSeconds"
  | "retryIntervalSeconds"
  | "approvalSecondsMax";

const GROUPS = ["tries", "timeouts", "health", "waiting"] as const;

const FIELDS: Readonly<Record<(typeof GROUPS)[number], readonly (NumberKey | DurationKey)[]>> = {
  tries: ["attemptsMax", "backoffSeconds", "backoffSecondsMax", "retries", "retryIntervalSeconds"],
  timeouts: ["answerSeconds", "firstProgressSeconds", "stallSeconds", "installSeconds", "rebootSeconds", "lostSeconds"],
  health: ["healthSeconds", "reconnectsMax"],
  waiting: ["pendingSecondsMax", "stragglerSeconds", "approvalSecondsMax"],
};

const isNumberKey = (field: NumberKey | DurationKey): field is NumberKey => !field.includes("Seconds");
const SHORT: ReadonlySet<string> = new Set<keyof CampaignSpec>(["answerSeconds", "retryIntervalSeconds"]);
const SHORT_UNITS: readonly DurationUnit[] = ["seconds", "minutes"];
const LONG_UNITS: readonly DurationUnit[] = ["minutes", "hours", "days"];

/** What few ever change; it opens by itself where something in it is wrong. */
export function AdvancedFields({ spec, fault, set }: SpecProps) {
  const t = useTranslations("firmware.plan.advanced");
  const [isOpen, setOpen] = useState(false);
  const all: readonly string[] = [...GROUPS.flatMap((group) => FIELDS[group]), "driftPolicy"];
  const isWrong = all.some((field) => fault?.field === `spec.${field}`);
  return (
    <Card>
      <details open={isOpen || isWrong} onToggle={(event) => setOpen(event.currentTarget.open)} className="group">
        <summary className="flex min-h-11 items-center gap-2 px-4 py-2 font-semibold text-sm">
          <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
          {t("title")}
        </summary>
        <div className="flex flex-col gap-5 border-t p-4">
          {GROUPS.map((group) => (
            <fieldset key={group}>
              <legend className="mb-2 text-sm font-medium text-ink-2">{t(`group.${group}`)}</legend>
              <div className="grid items-start gap-4 sm:grid-cols-2 lg:grid-cols-3">
                {FIELDS[group].map((field) =>
                  isNumberKey(field) ? (
                    <NumberField
                      key={field}
                      label={t(`field.${field}`)}
                      error={faultOf(fault, `spec.${field}`)}
                      value={spec[field]}
                      min={0}
                      onChange={(value) => set({ [field]: value ?? Number.NaN })}
                    />
                  ) : (
                    <DurationField
                      key={field}
                      label={t(`field.${field}`)}
                      error={faultOf(fault, `spec.${field}`)}
                      seconds={spec[field]}
                      units={SHORT.has(field) ? SHORT_UNITS : LONG_UNITS}
                      onChange={(seconds) => set({ [field]: seconds })}
                    />
                  ),
                )}
                {group === "health" ? (
                  <SelectField
                    label={t("field.driftPolicy")}
                    value={spec.driftPolicy}
                    onChange={({ target }) => set({ driftPolicy: target.value === "Fail" ? "Fail" : "Warn" })}
                  >
                    <option value="Warn">{t("drift.Warn")}</option>
                    <option value="Fail">{t("drift.Fail")}</option>
                  </SelectField>
                ) : null}
              </div>
            </fieldset>
          ))}
        </div>
      </details>
    </Card>
  );
}
