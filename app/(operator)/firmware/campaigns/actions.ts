"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { NewPlanDraft, PlanDraft } from "@/components/firmware/plan/plan";
import type { ActionResult } from "@/components/form/action-result";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import { updateCampaign } from "@/lib/services/campaigns/update-campaign";

/** Makes a draft with the defaults of everything that was not asked yet. */
export async function createPlan({ targets, ...plan }: NewPlanDraft): Promise<ActionResult<{ id: string }>> {
  return attempt(async (ctx) => {
    const { id } = await createCampaign(ctx, { ...plan, spec: { targets } });
    return { id };
  });
}

/** Saves a draft as a whole. The page is read again with it: its counts are those of what is saved. */
export async function savePlan(
  id: string,
  expectedRev: number,
  draft: PlanDraft,
): Promise<ActionResult<{ rev: number }>> {
  const result = await attempt(async (ctx) => {
    const { rev } = await updateCampaign(ctx, id, { expectedRev, ...draft });
    return { rev };
  });
  if (result.ok) revalidatePath(`/firmware/campaigns/${id}/edit`, "layout");
  return result;
}

/** Hands the plan in: from here on it is frozen, and somebody else decides. */
export async function submitPlan(id: string, expectedRev: number, comment: string): Promise<ActionResult<null>> {
  const result = await attempt(async (ctx) => {
    await submitCampaign(ctx, id, { expectedRev, ...(comment === "" ? {} : { comment }) });
    return null;
  });
  if (result.ok) revalidatePath("/firmware", "layout");
  return result;
}
