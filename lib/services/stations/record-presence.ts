import type { ServiceContext } from "../context";

export type Presence = { readonly stationId: number; readonly seenAt: Date };

/** Writes when stations were last heard, many in one statement. Losing the last seconds in a crash is harmless. */
export async function recordPresence(ctx: ServiceContext, seen: readonly Presence[]): Promise<void> {
  if (seen.length === 0) return;
  await ctx.db.$executeRaw`
    UPDATE station SET last_seen_at = t.seen_at
    FROM unnest(${seen.map((entry) => entry.stationId)}::int[],
      ${seen.map((entry) => entry.seenAt.toISOString())}::timestamptz[]) AS t(id, seen_at)
    WHERE station.id = t.id`;
}

/** The gateway's own sign of life, by which every page knows whether what it holds is live. Re-creates its row. */
export async function beat(ctx: ServiceContext, gatewayId: string): Promise<void> {
  const now = ctx.now();
  await ctx.db.gateway.upsert({
    where: { id: gatewayId },
    create: { id: gatewayId, startedAt: now, beatAt: now },
    update: { beatAt: now, stoppedAt: null },
  });
}

/** Says that the gateway stopped on purpose, so that nobody waits for its beat to grow old. */
export async function recordGatewayStopped(ctx: ServiceContext, gatewayId: string): Promise<void> {
  await ctx.db.gateway.updateMany({ where: { id: gatewayId }, data: { stoppedAt: ctx.now() } });
}
