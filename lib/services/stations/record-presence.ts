import type { ClockOffset } from "@/lib/domain/clock-offset";
import type { PingFigures } from "@/lib/domain/ping-figures";
import type { ServiceContext } from "../context";

export type Presence = {
  readonly stationId: number;
  readonly seenAt: Date;
  /** When it last said anything in OCPP; null leaves what is stored. */
  readonly messageAt: Date | null;
};

/** Writes when stations were last heard, many in one statement. Losing the last seconds in a crash is harmless. */
export async function recordPresence(ctx: ServiceContext, seen: readonly Presence[]): Promise<void> {
  if (seen.length === 0) return;
  await ctx.db.$executeRaw`
    UPDATE station SET last_seen_at = t.seen_at, last_message_at = COALESCE(t.message_at, last_message_at)
    FROM unnest(${seen.map((entry) => entry.stationId)}::int[],
      ${seen.map((entry) => entry.seenAt.toISOString())}::timestamptz[],
      ${seen.map((entry) => entry.messageAt?.toISOString() ?? null)}::timestamptz[]) AS t(id, seen_at, message_at)
    WHERE station.id = t.id`;
}

/** What is known of the line to a station, as of now. */
export type LineFigures = {
  readonly stationId: number;
  readonly epoch: number;
  readonly pings: PingFigures | null;
  readonly clock: ClockOffset | null;
};

/** Writes ping times to connections and clock offsets to stations, many in one statement. What is null stays. */
export async function recordLineFigures(ctx: ServiceContext, figures: readonly LineFigures[]): Promise<void> {
  if (figures.length === 0) return;
  await ctx.db.$executeRaw`
    WITH input AS (
      SELECT * FROM unnest(${figures.map(({ stationId }) => stationId)}::int[], ${figures.map(({ epoch }) => epoch)}::int[],
        ${figures.map(({ pings }) => pings?.lastMs ?? null)}::int[],
        ${figures.map(({ pings }) => pings?.medianMs ?? null)}::int[],
        ${figures.map(({ pings }) => pings?.maxMs ?? null)}::int[],
        ${figures.map(({ clock }) => clock?.offsetMs ?? null)}::int[],
        ${figures.map(({ clock }) => clock?.checkedAt.toISOString() ?? null)}::timestamptz[])
        AS t(station_id, epoch, last_ms, median_ms, max_ms, offset_ms, checked_at)
    ), pinged AS (
      UPDATE connection c SET ping_last_ms = i.last_ms, ping_median_ms = i.median_ms, ping_max_ms = i.max_ms
      FROM input i WHERE c.station_id = i.station_id AND c.epoch = i.epoch AND i.last_ms IS NOT NULL
    )
    UPDATE station s SET clock_offset_ms = i.offset_ms, clock_checked_at = i.checked_at
    FROM input i WHERE s.id = i.station_id AND i.offset_ms IS NOT NULL`;
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
