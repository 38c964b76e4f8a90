import { Prisma } from "@/lib/db/generated/client";
import type { LeftOutReason } from "@/lib/domain/bulk-job";
import type { ServiceContext } from "../context";
import { narrowStations } from "../stations/list-stations";
import { wordedStations } from "../stations/worded-stations";
import type { BulkSelection } from "./bulk-fields";

export type SelectedStation = {
  readonly id: number;
  readonly identity: string;
  readonly isOffline: boolean;
  readonly isCharging: boolean;
  readonly isBlocked: boolean;
};

/** The chargers of a selection by identity, with what a command would meet there. */
export async function selectStations(
  ctx: ServiceContext,
  selection: BulkSelection,
): Promise<readonly SelectedStation[]> {
  const isOfFilter = selection.type === "Filter";
  const wanted = isOfFilter ? { filter: selection.filter } : {};
  const { where, ofStatus } = await narrowStations(ctx, wanted, isOfFilter ? new Date(selection.at) : ctx.now());
  const chosen = isOfFilter ? where : Prisma.sql`s.id = ANY(${[...selection.ids]}::int[])`;
  return ctx.db.$queryRaw<SelectedStation[]>`
    SELECT w.id, w.identity, w.word IN ('Offline', 'NeverConnected') AS "isOffline", w.flags[1] AS "isBlocked",
      EXISTS (SELECT FROM charging_session c WHERE c.station_id = w.id AND c.phase = 'Active') AS "isCharging"
    FROM (${wordedStations({ where: chosen, flags: [Prisma.sql`s.is_blocked`], now: ctx.now() })}) w
    WHERE ${ofStatus} ORDER BY w.identity`;
}

/** Why a charger is left alone; null = it is asked. */
export function leftOutBecause(station: SelectedStation, leavesOutCharging: boolean): LeftOutReason | null {
  if (station.isBlocked) return "Blocked";
  if (station.isOffline) return "Offline";
  return station.isCharging && leavesOutCharging ? "Charging" : null;
}
