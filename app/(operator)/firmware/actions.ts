"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { RolloutsState } from "@/components/firmware/rollouts-state";
import type { ActionResult } from "@/components/form/action-result";
import { letRolloutsGoOn as letGoOn, readRollouts, stopRollouts as stop } from "@/lib/services/rollout/kill-switch";

/** The kill switch: no campaign sends anything from now on. */
export async function stopRollouts(reason: string): Promise<ActionResult<null>> {
  const result = await attempt(async (ctx) => {
    await stop(ctx, { reason });
    return null;
  });
  if (result.ok) revalidatePath("/firmware", "layout");
  return result;
}

export async function letRolloutsGoOn(): Promise<ActionResult<null>> {
  const result = await attempt(async (ctx) => {
    await letGoOn(ctx);
    return null;
  });
  if (result.ok) revalidatePath("/firmware", "layout");
  return result;
}

/** Who leads the rollouts, and when that was last heard of. */
export async function readRolloutsNow(): Promise<ActionResult<RolloutsState>> {
  return attempt(readRollouts);
}
