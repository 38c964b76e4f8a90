import { randomUUID } from "node:crypto";
import type { Prisma, Station, StationLocalList } from "@/lib/db/generated/client";
import type { LocalListView } from "@/lib/domain/local-list-view";
import { toCommandView } from "../commands/command-view";
import { CHANNELS, inTransaction, requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { readConnectivity } from "../stations/connectivity";
import { findStationOrThrow } from "../stations/find-station";
import { lockList } from "./lock-list";
import { openStep, readLocalList } from "./read-local-list";

const FIRST_STEP_SECONDS = 60;

/**
 * Brings a station's own list to what our tokens are now. It begins with the question for the version the station
 * has; every answer leads to the next step by itself. Safe to repeat: while it goes on, nothing new is begun.
 */
export async function syncLocalList(ctx: ServiceContext, identity: string): Promise<LocalListView> {
  requirePermission(ctx, "command");
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const station = await findStationOrThrow(tx, identity);
    await requireConnected(ctx, tx, station);
    const list = await lockList(tx, station.id);
    if ((await openStep(tx, list)) !== null) return;
    const row = await tx.command.create({ data: firstStep(ctx, station.id) });
    await tx.stationLocalList.update({ where: { stationId: station.id }, data: begun(ctx, list, row.id) });
    await announce({ type: "CommandChanged", command: toCommandView(row, station.identity) });
    await audit("SyncLocalList", `station:${station.identity}`, { commandId: row.id });
    await tx.$executeRaw`SELECT pg_notify(${CHANNELS.command}, ${String(station.id)})`;
  });
  return readLocalList(ctx, identity);
}

async function requireConnected(ctx: ServiceContext, tx: Tx, station: Station): Promise<void> {
  if (station.isBlocked) throw new ServiceError("Conflict", `${station.identity} is blocked.`);
  const { state } = (await readConnectivity(tx, [station], ctx.now()))(station);
  if (state !== "Connected") throw new ServiceError("Conflict", `${station.identity} is not connected.`);
}

function firstStep(ctx: ServiceContext, stationId: number): Prisma.CommandUncheckedCreateInput {
  const now = ctx.now();
  const { kind, id, name } = ctx.actor;
  return {
    id: randomUUID(),
    stationId,
    name: "GetLocalListVersion",
    request: { type: "GetLocalListVersion" },
    requestedByKind: kind,
    requestedById: id,
    requestedBy: name,
    createdAt: now,
    expiresAt: new Date(now.getTime() + FIRST_STEP_SECONDS * 1000),
  };
}

/** What a station could not do or failed at is forgotten: it is asked anew. */
const begun = (ctx: ServiceContext, { state }: StationLocalList, stepId: string) => ({
  stepId,
  triedAt: ctx.now(),
  problem: null,
  ...(state === "InSync" ? {} : { state: "Unknown" }),
});
