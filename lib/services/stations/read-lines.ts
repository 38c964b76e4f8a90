import type { Database } from "@/lib/db/client";
import { isUnstable } from "@/lib/domain/stability";
import { readConnectivity } from "./connectivity";
import { countReconnects, unstableSince } from "./count-reconnects";
import type { Line, StationRow } from "./station-view";

/** How the lines to several stations stand, with one look at the gateways and one at the connections. */
export async function readLines(
  db: Pick<Database, "gateway" | "$queryRaw">,
  stations: readonly StationRow[],
  now: Date,
): Promise<(station: StationRow) => Line> {
  const ids = stations.map(({ id }) => id);
  const [connectivityOf, reconnects] = [
    await readConnectivity(db, stations, now),
    await countReconnects(db, ids, unstableSince(now)),
  ];
  return (station) => ({
    connectivity: connectivityOf(station),
    isUnstable: isUnstable(reconnects.get(station.id) ?? 0),
  });
}
