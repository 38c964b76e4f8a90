import { z } from "zod";
import type { RolloutEngine } from "@/lib/db/generated/client";
import type { RolloutsView } from "@/lib/domain/firmware/rollout-view";
import { carryOut } from "../campaigns/steer-campaign";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { lockCampaign } from "./lock-campaign";
import { wakeEngine } from "./wake-engine";

export const stopRolloutsInput = z.strictObject({ reason: z.string().trim().min(1).max(500) });

/**
 * Stops all rollouts at once: with its first commit no campaign begins anything any more, and when it returns nothing
 * that was not sent before is left to be sent. What is under way goes on. Safe to repeat.
 */
export async function stopRollouts(
  ctx: ServiceContext,
  input: z.input<typeof stopRolloutsInput>,
): Promise<RolloutsView> {
  requirePermission(ctx, "control-rollouts");
  const { reason } = parseInput(stopRolloutsInput, input);
  const view = await inTransaction(ctx, async ({ tx, audit, announce }) => {
    const row = await tx.rolloutEngine.update({
      where: { id: 1 },
      data: { stoppedAt: ctx.now(), stoppedBy: ctx.actor.name, stopReason: reason },
    });
    await audit("StopRollouts", "rollouts", { reason });
    await announce({ type: "RolloutsSwitched", isStopped: true, at: ctx.now().toISOString() });
    return toView(row);
  });
  const running = await ctx.db.campaign.findMany({ where: { status: "Running" }, select: { id: true } });
  for (const { id } of running) await stopOne(ctx, id, reason);
  return view;
}

async function stopOne(ctx: ServiceContext, id: string, reason: string): Promise<void> {
  await inTransaction(ctx, async (unit) => {
    const campaign = await lockCampaign(unit.tx, id);
    if (campaign.status !== "Running") return;
    await carryOut(ctx, unit, { campaign, order: { type: "Kill" }, data: { reason } });
  });
}

/** Lets campaigns be resumed and started again; each of them still has to be. Safe to repeat. */
export async function letRolloutsGoOn(ctx: ServiceContext): Promise<RolloutsView> {
  requirePermission(ctx, "control-rollouts");
  return inTransaction(ctx, async ({ tx, audit, announce }) => {
    const before = await tx.rolloutEngine.findUniqueOrThrow({ where: { id: 1 } });
    if (before.stoppedAt === null) return toView(before);
    const row = await tx.rolloutEngine.update({
      where: { id: 1 },
      data: { stoppedAt: null, stoppedBy: null, stopReason: null },
    });
    await audit("LetRolloutsGoOn", "rollouts");
    await announce({ type: "RolloutsSwitched", isStopped: false, at: ctx.now().toISOString() });
    await wakeEngine(tx);
    return toView(row);
  });
}

/** Who carries the campaigns out, and whether all of them stand still. */
export async function readRollouts(ctx: ServiceContext): Promise<RolloutsView> {
  requirePermission(ctx, "read");
  return toView(await ctx.db.rolloutEngine.findUniqueOrThrow({ where: { id: 1 } }));
}

const toView = ({ holder, beatAt, stoppedAt, stoppedBy, stopReason }: RolloutEngine): RolloutsView => ({
  holder,
  beatAt: beatAt?.toISOString() ?? null,
  stoppedAt: stoppedAt?.toISOString() ?? null,
  stoppedBy,
  stopReason,
});
