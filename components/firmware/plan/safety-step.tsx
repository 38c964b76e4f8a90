"use client";

import { useTranslations } from "next-intl";
import { faultOf } from "@/components/form/form-fault";
import { Card, CardHeader } from "@/components/ui/card";
import { ChoiceField } from "@/components/ui/field";
import { type CampaignSpec, SESSION_POLICIES } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";
import { AdvancedFields } from "./advanced-fields";
import { DurationField } from "./duration-field";
import { NumberField } from "./number-field";
import type { SavedPlan, SavePlan } from "./plan";
import { PlanFrame } from "./plan-frame";
import type { SpecProps } from "./spec-props";
import { UnsignedWarning } from "./unsigned-warning";
import { usePlan } from "./use-plan";
import { WindowsField } from "./windows-field";

type Props = { readonly plan: SavedPlan; readonly save: SavePlan; readonly preview: CampaignPreview | null };

/** Step 4: when, how gently, and what ends it. */
export function SafetyStep({ plan: saved, save, preview }: Props) {
  const t = useTranslations("firmware.plan.safety");
  const plan = usePlan(saved, save);
  const { spec } = plan.draft;
  const props: SpecProps = { spec, fault: plan.fault, set: plan.changeSpec };
  return (
    <PlanFrame step="safety" campaignId={saved.id} status={saved.status} plan={plan}>
      <UnsignedWarning stations={preview?.unsignedTargets ?? 0} />
      <Card>
        <CardHeader title={t("when")} />
        <div className="flex flex-col gap-4 p-4">
          <WindowsField
            windows={spec.windows}
            fault={plan.fault}
            onChange={(windows) => plan.changeSpec({ windows })}
          />
          {preview === null || preview.sitesWithoutWindow.length === 0 || !plan.isSaved ? null : (
            <p className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn-ink">
              {t("tooShort", { sites: preview.sitesWithoutWindow.join(", ") })}
            </p>
          )}
          <DurationField
            className="max-w-xs"
            label={t("windowLeft")}
            hint={t("windowLeftHint")}
            error={faultOf(plan.fault, "spec.windowLeftSecondsMin")}
            seconds={spec.windowLeftSecondsMin}
            onChange={(windowLeftSecondsMin) => plan.changeSpec({ windowLeftSecondsMin })}
          />
        </div>
      </Card>
      <Card>
        <CardHeader title={t("drivers")} />
        <div className="p-4">
          <ChoiceField
            legend={t("sessionPolicy")}
            name="session-policy"
            options={SESSION_POLICIES.map((policy) => ({
              value: policy,
              label: t(`policy.${policy}`),
              hint: t(`policy.${policy}Hint`),
            }))}
            value={spec.sessionPolicy}
            onChange={(value) =>
              plan.changeSpec({ sessionPolicy: SESSION_POLICIES.find((policy) => policy === value) ?? "WaitIdle" })
            }
          />
        </div>
      </Card>
      <Limits {...props} />
      <Card>
        <CardHeader title={t("whenWrong")} />
        <div className="flex flex-col gap-4 p-4">
          <ChoiceField
            legend={t("onError")}
            name="on-error"
            options={(["Pause", "Abort"] as const).map((rule) => ({
              value: rule,
              label: t(`onErrorOf.${rule}`),
              hint: t(`onErrorOf.${rule}Hint`),
            }))}
            value={spec.onError}
            onChange={(value) => plan.changeSpec({ onError: value === "Abort" ? "Abort" : "Pause" })}
          />
          <DurationField
            className="max-w-xs"
            label={t("deadline")}
            hint={t("deadlineHint")}
            error={faultOf(plan.fault, "spec.deadlineSeconds")}
            seconds={spec.deadlineSeconds}
            units={["hours", "days"]}
            onChange={(deadlineSeconds) => plan.changeSpec({ deadlineSeconds })}
          />
        </div>
      </Card>
      <AdvancedFields {...props} />
    </PlanFrame>
  );
}

const LIMITS = [
  "inFlightMax",
  "inFlightPerSiteMax",
  "usablePerSiteMin",
  "startsPerMinute",
  "startsPerMinuteMax",
  "rampAfterSuccesses",
  "downloadsMax",
] as const satisfies readonly (keyof CampaignSpec)[];

function Limits({ spec, fault, set }: SpecProps) {
  const t = useTranslations("firmware.plan.safety");
  return (
    <Card>
      <CardHeader title={t("limits")} />
      <div className="grid items-start gap-4 p-4 sm:grid-cols-2 lg:grid-cols-3">
        {LIMITS.map((field) => (
          <NumberField
            key={field}
            label={t(`limit.${field}`)}
            hint={t(`limit.${field}Hint`)}
            error={faultOf(fault, `spec.${field}`)}
            value={spec[field]}
            min={0}
            onChange={(value) => set({ [field]: value ?? Number.NaN })}
          />
        ))}
        <NumberField
          label={t("limit.megabitsPerSecondMax")}
          hint={t("limit.megabitsPerSecondMaxHint")}
          error={faultOf(fault, "spec.megabitsPerSecondMax")}
          value={spec.megabitsPerSecondMax}
          isWhole={false}
          min={0}
          onChange={(megabitsPerSecondMax) => set({ megabitsPerSecondMax })}
        />
      </div>
    </Card>
  );
}
