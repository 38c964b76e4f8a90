import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Command, Prisma, Station } from "@/lib/db/generated/client";
import { permissionFor } from "@/lib/domain/command-permission";
import type { CommandView } from "@/lib/domain/command-view";
import type { OcppAddress } from "@/lib/domain/connection-url";
import { type AskableCommand, mayWaitForConnection, type StationCommand } from "@/lib/domain/station-command";
import { isSameRequest, withProfileId } from "../charging/profile-id";
import { CHANNELS, inTransaction, requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { requireNoCampaign } from "../rollout/updates-by-hand";
import { readConnectivity } from "../stations/connectivity";
import { findStationOrThrow } from "../stations/find-station";
import { isUniqueViolation } from "../unique-violation";
import { insertUpload } from "../uploads/insert-upload";
import { locatedLog, sameAsAsked } from "../uploads/upload-address";
import { sessionNamed } from "./claim-commands";
import { COMMAND_OPTIONS, stationCommandSchema, toAskedCommand } from "./command-fields";
import { requireSendable } from "./command-rules";
import { toCommandView } from "./command-view";
import { keepRequest } from "./keep-request";
import { setsPassword } from "./password-command";
import { redacted } from "./redacted";

const requestCommandInput = z.strictObject({
  identity: z.string().min(1).max(255),
  command: stationCommandSchema,
  idempotencyKey: z.string().min(1).max(255).optional(),
  ...COMMAND_OPTIONS,
});

type Wanted = z.output<typeof requestCommandInput> & {
  readonly asked: AskableCommand;
  readonly address: OcppAddress | null;
};

/**
 * Asks a station for something. Safe to repeat with the same `id` or `idempotencyKey`: the first
 * command is answered again, never a second one made.
 * `address`: how stations reach us; without it a log needs a location of its own.
 */
export async function requestCommand(
  ctx: ServiceContext,
  input: z.input<typeof requestCommandInput>,
  { address = null }: { readonly address?: OcppAddress | null } = {},
): Promise<CommandView> {
  requirePermission(ctx, "command");
  const parsed = parseInput(requestCommandInput, input);
  const wanted = { ...parsed, asked: toAskedCommand(parsed.command), address };
  requirePermission(ctx, permissionFor(wanted.asked));

  const earlier = await findEarlier(ctx, wanted);
  if (earlier !== null) return earlier;
  try {
    return await insertCommand(ctx, wanted);
  } catch (error) {
    const winner = isUniqueViolation(error) ? await findEarlier(ctx, wanted) : null;
    if (winner === null) throw error;
    return winner;
  }
}

async function findEarlier(ctx: ServiceContext, wanted: Wanted): Promise<CommandView | null> {
  const { id, idempotencyKey, asked } = wanted;
  const same: Prisma.CommandWhereInput[] = [
    ...(id === undefined ? [] : [{ id }]),
    ...(idempotencyKey === undefined ? [] : [{ requestedById: ctx.actor.id, idempotencyKey }]),
  ];
  if (same.length === 0) return null;
  const row = await ctx.db.command.findFirst({
    where: { OR: same },
    include: { station: { select: { identity: true } }, upload: { select: { isOurs: true } } },
  });
  if (row === null) return null;
  const isSame =
    row.requestedById === ctx.actor.id &&
    row.station.identity === wanted.identity &&
    isSameRequest(row.request, sameAsAsked(asked, row));
  if (!isSame) throw new ServiceError("Conflict", "This id or key was used for another command.");
  return toCommandView(row, row.station.identity);
}

async function insertCommand(ctx: ServiceContext, wanted: Wanted): Promise<CommandView> {
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const station = await findStationOrThrow(tx, wanted.identity);
    if (station.isBlocked) throw new ServiceError("Conflict", `${station.identity} is blocked.`);
    const located = locatedLog(wanted.asked, wanted.address, station);
    const command = await withProfileId(tx, station.id, located);
    if (setsPassword(command)) requireNoPassword(station);
    const sessionId = sessionNamed(command);
    if (sessionId !== null) await requireLiveSession(tx, station, sessionId);
    await requireSendable(tx, { stationId: station.id, command, now: ctx.now() });
    await requireNoCampaign(tx, station, command);

    const row = await tx.command.create({ data: await toRow(ctx, tx, { station, wanted, command }) });
    await keepRequest(tx, row, command);
    const view = toCommandView(row, station.identity);
    await announce({ type: "CommandChanged", command: view });
    if (command.type === "GetLog") {
      const isOurs = wanted.asked.type === "GetLog" && wanted.asked.location === undefined;
      await insertUpload({ tx, announce }, { row, identity: station.identity, log: command.log, isOurs });
    }
    await audit("RequestCommand", `station:${station.identity}`, toAuditDetails(row));
    if (row.state === "Pending") await tx.$executeRaw`SELECT pg_notify(${CHANNELS.command}, ${String(station.id)})`;
    return view;
  });
}

type Order = { readonly station: Station; readonly wanted: Wanted; readonly command: StationCommand };

async function toRow(ctx: ServiceContext, tx: Tx, order: Order): Promise<Prisma.CommandUncheckedCreateInput> {
  const { station, wanted, command } = order;
  const now = ctx.now();
  const waits = wanted.waitUntilConnected === true && mayWaitForConnection(command.type);
  const isConnected = (await readConnectivity(tx, [station], now))(station).state === "Connected";
  const expiresInSeconds = wanted.expiresInSeconds ?? (waits ? 3_600 : 60);
  return {
    id: wanted.id ?? randomUUID(),
    stationId: station.id,
    name: command.type,
    // A parsed command holds nothing but JSON.
    request: JSON.parse(JSON.stringify(command)),
    idempotencyKey: wanted.idempotencyKey ?? null,
    requestedByKind: ctx.actor.kind,
    requestedById: ctx.actor.id,
    requestedBy: ctx.actor.name,
    createdAt: now,
    expiresAt: new Date(now.getTime() + expiresInSeconds * 1000),
    ...(isConnected || waits ? { state: "Pending" } : { state: "NotConnected", settledAt: now }),
  };
}

async function requireLiveSession(tx: Tx, station: Station, sessionId: number): Promise<void> {
  const session = await tx.chargingSession.findUnique({ where: { id: sessionId } });
  if (session === null || session.stationId !== station.id) {
    throw new ServiceError("NotFound", `${station.identity} has no session ${sessionId}.`, "sessionId");
  }
  if (session.phase !== "Active") {
    throw new ServiceError("Conflict", `Session ${sessionId} has already ended.`, "sessionId");
  }
}

/** Told a password that is not in the books, a station that signs in by one would be shut out for good. */
function requireNoPassword({ identity, passwordHash, passwordHashNext }: Station): void {
  if (passwordHash === null && passwordHashNext === null) return;
  throw new ServiceError(
    "Conflict",
    `${identity} signs in by its password: a new one is given by rotating it, not as a setting.`,
  );
}

function toAuditDetails(row: Command): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify({ commandId: row.id, request: redacted(row.request), state: row.state }));
}
