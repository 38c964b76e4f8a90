import type { ActionResult } from "@/components/form/action-result";
import type { CampaignSpec, TargetFilter } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignState } from "@/lib/domain/firmware/campaign-states";

/** What a person plans. */
export type PlanDraft = {
  readonly name: string;
  readonly releaseId: string;
  readonly spec: CampaignSpec;
  /** ISO instant; null = as soon as somebody starts it. */
  readonly startAt: string | null;
};

/** A plan as the books have it. */
export type SavedPlan = PlanDraft & {
  readonly id: string;
  readonly rev: number;
  readonly status: CampaignState;
};

export type SavePlan = (id: string, expectedRev: number, draft: PlanDraft) => Promise<ActionResult<{ rev: number }>>;
/** What the first step asks for; all else begins with its default. */
export type NewPlanDraft = Omit<PlanDraft, "spec"> & { readonly targets: TargetFilter };
export type CreatePlan = (draft: NewPlanDraft) => Promise<ActionResult<{ id: string }>>;

/** The campaign that took the same release before; what is planned otherwise is told beside it. */
export type LastCampaign = { readonly id: string; readonly name: string; readonly spec: CampaignSpec };
