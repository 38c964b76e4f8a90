import { z } from "zod";
import type { Station, StationUpdateLock } from "@/lib/db/generated/client";
import type { UpdateLockView } from "@/lib/domain/firmware/rollout-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { instantSchema } from "../instant";
import { parseInput } from "../parse-input";
import { wakeEngine } from "../rollout/wake-engine";
import { findStationOrThrow } from "./find-station";

export const lockUpdatesInput = z.strictObject({
  reason: z.string().trim().min(1).max(500),
  /** Until then; without it until somebody takes the lock away. */
  until: instantSchema.nullish(),
});

/** Keeps campaigns from beginning an update of a station; one that is under way goes on. Safe to repeat: the last one counts. */
export async function lockUpdates(
  ctx: ServiceContext,
  identity: string,
  input: z.input<typeof lockUpdatesInput>,
): Promise<UpdateLockView> {
  requirePermission(ctx, "steer-campaigns");
  const { reason, until = null } = parseInput(lockUpdatesInput, input);
  const end = until === null ? null : new Date(until);
  if (end !== null && end <= ctx.now()) throw new ServiceError("Invalid", "It would be over already.", "until");
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const station = await findStationOrThrow(tx, identity);
    const data = { reason, byId: ctx.actor.id, by: ctx.actor.name, at: ctx.now(), until: end };
    const row = await tx.stationUpdateLock.upsert({
      where: { stationId: station.id },
      create: { stationId: station.id, ...data },
      update: data,
    });
    await announce({ type: "StationListed", identity });
    await wakeEngine(tx);
    await audit("LockUpdates", `station:${identity}`, { reason, until: end?.toISOString() ?? null });
    return toView(station, row);
  });
}

/** Lets campaigns update a station again. Safe to repeat. */
export async function unlockUpdates(ctx: ServiceContext, identity: string): Promise<void> {
  requirePermission(ctx, "steer-campaigns");
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const station = await findStationOrThrow(tx, identity);
    const { count } = await tx.stationUpdateLock.deleteMany({ where: { stationId: station.id } });
    if (count === 0) return;
    await announce({ type: "StationListed", identity });
    await wakeEngine(tx);
    await audit("UnlockUpdates", `station:${identity}`);
  });
}

/** Who keeps a station from being updated, and why; null where nobody does, or its time is over. */
export async function readUpdateLock(ctx: ServiceContext, identity: string): Promise<UpdateLockView | null> {
  requirePermission(ctx, "read");
  const station = await findStationOrThrow(ctx.db, identity);
  const row = await ctx.db.stationUpdateLock.findUnique({ where: { stationId: station.id } });
  return row === null || (row.until !== null && row.until <= ctx.now()) ? null : toView(station, row);
}

const toView = ({ identity }: Station, { reason, by, at, until }: StationUpdateLock): UpdateLockView => ({
  identity,
  reason,
  by,
  at: at.toISOString(),
  until: until?.toISOString() ?? null,
});
