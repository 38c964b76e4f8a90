import type { StationDetail } from "@/lib/domain/station-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { livePosition } from "../live-position";
import { isStorable } from "../storable";
import { readLines } from "./read-lines";
import { stationIncludes, toStationDetail } from "./station-view";

/** One charger, and the position its live changes continue from. */
export async function readStation(
  ctx: ServiceContext,
  identity: string,
): Promise<StationDetail & { readonly position: number }> {
  requirePermission(ctx, "read");
  const position = await livePosition(ctx.db);
  const row = isStorable(identity)
    ? await ctx.db.station.findUnique({ where: { identity }, include: stationIncludes })
    : null;
  if (row === null) throw new ServiceError("NotFound", `There is no charger with the identity ${identity}.`);
  const lineOf = await readLines(ctx.db, [row], ctx.now());
  return { ...toStationDetail(row, lineOf(row)), position };
}
