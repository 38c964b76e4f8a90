import type { Station } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { isStorable } from "../storable";

/** The row behind an identity, exactly as it is spelt. */
export async function findStationOrThrow(db: Pick<Tx, "station">, identity: string): Promise<Station> {
  const row = isStorable(identity) ? await db.station.findUnique({ where: { identity } }) : null;
  if (row === null) throw new ServiceError("NotFound", `There is no charger with the identity ${identity}.`);
  return row;
}
