"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import { blockRefusal } from "@/lib/services/stations/block-refusal";
import { dismissRefusal } from "@/lib/services/stations/dismiss-refusal";

/** Blocks who was refused, or lets it try again. */
export async function decideBlock(decision: {
  readonly id: number;
  readonly blocked: boolean;
}): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await blockRefusal(ctx, decision);
    return null;
  });
}

/** Takes all that was refused of one charger off the list, until it happens anew. */
export async function dismissRefusals(ids: readonly number[]): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    for (const id of ids) await dismissRefusal(ctx, { id });
    return null;
  });
}
