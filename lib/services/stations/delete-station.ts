import type { Station } from "@/lib/db/generated/client";
import { inTransaction, requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { readConnectivity } from "./connectivity";
import { findStationOrThrow } from "./find-station";

/**
 * Removes a station. Refused while it is connected: block it first. What it charged stays in the books: the
 * station's row then stays as well, out of every list and under a name that frees its identity for another.
 */
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
    if (sessions > 0) await retire(tx, locked, ctx.now());
    else await tx.station.delete({ where: { id: locked.id } });
    await tx.handshakeRefusal.deleteMany({ where: { identity } });
    await announce({ type: "StationListed", identity });
    await audit("DeleteStation", `station:${identity}`, { sessionsKept: sessions });
  });
}

async function retire(tx: Tx, { id, identity }: Station, now: Date): Promise<void> {
  const name = `${identity} (removed ${now.toISOString().slice(0, 10)}, ${id})`;
  await tx.station.update({
    where: { id },
    data: {
      identity: name,
      identityKey: name.toLowerCase(),
      removedAt: now,
      isBlocked: true,
      passwordHash: null,
      passwordHashNext: null,
      rev: { increment: 1 },
    },
  });
}
