"use client";

import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { FirmwareFields } from "./firmware-fields";
import type { SavedPlan, SavePlan } from "./plan";
import { PlanFrame } from "./plan-frame";
import { usePlan } from "./use-plan";

type Props = {
  readonly plan: SavedPlan;
  readonly save: SavePlan;
  readonly releases: readonly ReleaseView[];
};

export function FirmwareStep({ plan: saved, save, releases }: Props) {
  const plan = usePlan(saved, save);
  return (
    <PlanFrame step="firmware" campaignId={saved.id} status={saved.status} plan={plan}>
      <FirmwareFields draft={plan.draft} change={plan.change} releases={releases} fault={plan.fault} />
    </PlanFrame>
  );
}
