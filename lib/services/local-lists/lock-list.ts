import type { StationLocalList } from "@/lib/db/generated/client";
import type { Tx } from "../context";

/** The books of a station's list, begun where there are none, and held until the commit: one step at a time. */
export async function lockList(tx: Tx, stationId: number): Promise<StationLocalList> {
  await tx.$executeRaw`INSERT INTO station_local_list (station_id) VALUES (${stationId}) ON CONFLICT DO NOTHING`;
  await tx.$queryRaw`SELECT 1 FROM station_local_list WHERE station_id = ${stationId} FOR UPDATE`;
  return tx.stationLocalList.findUniqueOrThrow({ where: { stationId } });
}
