import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { readConnectivity } from "./connectivity";
import { findStationOrThrow } from "./find-station";

/** Removes a station with its sessions and commands. Refused while it is connected: block it first. */
export async function deleteStation(ctx: ServiceContext, identity: string): Promise<void> {
  requirePermission(ctx, "manage-stations");
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const station = await findStationOrThrow(tx, identity);
    // The row is locked, so that it cannot connect between the look and the removal.
    await tx.$queryRaw`SELECT id FROM station WHERE id = ${station.id} FOR UPDATE`;
    const locked = await findStationOrThrow(tx, identity);
    const connectivityOf = await readConnectivity(tx, [locked], ctx.now());
    if (connectivityOf(locked).state === "Connected") {
      throw new ServiceError("Conflict", `${identity} is connected. Block it first; that closes its connection.`);
    }
    const sessions = await tx.chargingSession.count({ where: { stationId: locked.id } });
    await tx.station.delete({ where: { id: locked.id } });
    await tx.handshakeRefusal.deleteMany({ where: { identity } });
    await announce({ type: "StationListed", identity });
    await audit("DeleteStation", `station:${identity}`, { sessions });
  });
}
