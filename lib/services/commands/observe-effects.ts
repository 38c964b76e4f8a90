import type { Command, Prisma } from "@/lib/db/generated/client";
import { type Effect, type EffectFacts, effectOf } from "@/lib/domain/command-effect";
import { excessOf } from "@/lib/domain/schedule-proof";
import { CONNECTOR_STATUSES } from "@/lib/domain/station";
import { readInstalled, scheduleOf } from "../charging/read-installed";
import { inTransaction, type ServiceContext, type Tx } from "../context";
import { readLogFacts } from "../uploads/read-log-facts";
import { commandOf } from "./claim-commands";
import { toCommandView } from "./command-view";

type Station = { readonly id: number; readonly identity: string };

/** Waiting for their effect, by their own deadline; `NoAnswer` may still act until then, `Scheduled` at any time. */
const WAITING: Prisma.CommandWhereInput = {
  OR: [{ state: "WaitingForEffect" }, { state: "Scheduled" }, { state: "NoAnswer", effectDeadlineAt: { not: null } }],
};

/**
 * Looks whether the commands of a station that wait for their effect have had it, and settles those that have,
 * or whose time is up. Returns how many go on waiting. Safe to repeat: it reads the books.
 */
export async function observeEffects(ctx: ServiceContext, station: Station): Promise<number> {
  const waiting = await ctx.db.command.findMany({ where: { stationId: station.id, ...WAITING } });
  if (waiting.length === 0) return 0;
  return inTransaction(ctx, async ({ tx, announce }) => {
    let stillWaiting = 0;
    for (const row of waiting) {
      const settled = await settle(ctx, tx, row);
      if (settled === null) stillWaiting += 1;
      else await announce({ type: "CommandChanged", command: toCommandView(settled, station.identity) });
    }
    return stillWaiting;
  });
}

async function settle(ctx: ServiceContext, tx: Tx, row: Command): Promise<Command | null> {
  const now = ctx.now();
  if (row.sentAt === null || row.epoch === null) return null;
  const sent = { command: commandOf(row.request), number: row.number, sentAt: row.sentAt, epoch: row.epoch };
  const effect = effectOf(sent, await readFacts(tx, row));
  const isLate = row.state !== "Scheduled" && row.effectDeadlineAt !== null && row.effectDeadlineAt <= now;
  const change = changeFor(row, effect, isLate);
  if (change === null) return null;
  const { count } = await tx.command.updateMany({
    where: { id: row.id, rev: row.rev },
    data: {
      ...change,
      ...(effect.sessionId === null ? {} : { sessionId: effect.sessionId }),
      settledAt: now,
      rev: { increment: 1 },
    },
  });
  return count === 0 ? null : tx.command.findUniqueOrThrow({ where: { id: row.id } });
}

function changeFor(row: Command, effect: Effect, isLate: boolean): Prisma.CommandUpdateManyMutationInput | null {
  if (effect.isObserved) return { state: "Done", effectDeadlineAt: null };
  const over = { effectDeadlineAt: null, ...refutation(row, effect) };
  if (!isLate && effect.refutedBy === undefined) return null;
  // An unanswered command stays what it is; only the waiting for its effect ends.
  return row.state === "NoAnswer" ? over : { ...over, state: "NoEffect" };
}

const REFUTATIONS: ReadonlyMap<string, string> = new Map([
  ["ChangeSetting", "ReadsBackAs"],
  ["SetChargingProfile", "AllowsMore"],
  ["UpdateFirmware", "UpdateFailed"],
]);

/** What the station said instead, beside the words for it. */
function refutation({ name }: Command, { refutedBy }: Effect): Prisma.CommandUpdateManyMutationInput {
  if (refutedBy === undefined) return {};
  return { errorCode: REFUTATIONS.get(name) ?? "AllowsMore", errorDescription: refutedBy };
}

async function readFacts(tx: Tx, row: Command): Promise<EffectFacts> {
  const { stationId } = row;
  const sentAt = row.sentAt ?? row.createdAt;
  const station = await tx.station.findUniqueOrThrow({
    where: { id: stationId },
    select: { bootedAt: true, passwordTakenAt: true, connectionEpoch: true, connectors: true, localList: true },
  });
  const sessions = await tx.chargingSession.findMany({
    where: {
      stationId,
      OR: [{ startReceivedAt: { gte: sentAt } }, { endReceivedAt: { gte: sentAt } }, { remoteStartId: row.number }],
    },
  });
  return {
    bootedAt: station.bootedAt,
    passwordTakenAt: station.passwordTakenAt,
    connectionEpoch: station.connectionEpoch,
    connectors: station.connectors.flatMap((connector) => {
      const status = CONNECTOR_STATUSES.find((known) => known === connector.status);
      return status === undefined ? [] : [{ ...connector, status }];
    }),
    sessions,
    actionsReceived: await actionsReceived(tx, row, sentAt),
    log: row.name === "GetLog" ? await readLogFacts(tx, row.id) : null,
    localListVersion: isSince(station.localList?.checkedAt, sentAt) ? (station.localList?.versionKnown ?? null) : null,
    firmwareTold: await firmwareTold(tx, row, sentAt),
    settingRead: await settingRead(tx, row),
    scheduleRead: await scheduleRead(tx, row),
  };
}

const isSince = (at: Date | null | undefined, since: Date): boolean => at !== null && at !== undefined && at >= since;

async function actionsReceived(tx: Tx, row: Command, sentAt: Date): Promise<ReadonlySet<string>> {
  if (row.name !== "TriggerMessage") return new Set();
  const rows = await tx.messageLog.findMany({
    where: { stationId: row.stationId, at: { gte: sentAt }, direction: "In" },
    distinct: ["action"],
    select: { action: true },
  });
  return new Set(rows.flatMap(({ action }) => (action === null ? [] : [action])));
}

/** Reports that name a request are of that one; plain 1.6 names none. */
async function firmwareTold(tx: Tx, row: Command, sentAt: Date): Promise<string | null> {
  if (row.name !== "UpdateFirmware") return null;
  const report = await tx.stationReport.findFirst({
    where: {
      stationId: row.stationId,
      kind: "Firmware",
      receivedAt: { gte: sentAt },
      OR: [{ requestId: null }, { requestId: row.number }],
    },
    orderBy: { id: "desc" },
  });
  return report?.status ?? null;
}

/** The mirror is written in the commit of the answer: what it holds of that moment is what was read back. */
async function settingRead(tx: Tx, row: Command): Promise<EffectFacts["settingRead"]> {
  const command = commandOf(row.request);
  if (command.type !== "ChangeSetting") return null;
  const readBack = await tx.command.findFirst({
    where: { parentId: row.id, name: "GetSettings", state: { in: ["Done", "Rejected"] }, answeredAt: { not: null } },
    orderBy: { number: "desc" },
  });
  if (readBack?.answeredAt == null) return null;
  // So 2.x refuses to tell what is write-only (B06.FR.09).
  if (readBack.state === "Rejected") return { value: null };
  const told = await tx.stationSetting.findFirst({
    where: {
      stationId: row.stationId,
      key: { equals: command.key, mode: "insensitive" },
      readAt: { gte: readBack.answeredAt },
    },
    orderBy: { readAt: "desc" },
  });
  return { value: told?.value ?? null };
}

async function scheduleRead(tx: Tx, row: Command): Promise<EffectFacts["scheduleRead"]> {
  const command = commandOf(row.request);
  if (command.type !== "SetChargingProfile") return null;
  const readBack = await tx.command.findFirst({
    where: { parentId: row.id, name: "GetCompositeSchedule", answeredAt: { not: null } },
    orderBy: { number: "desc" },
  });
  if (readBack === null) return null;
  if (readBack.state !== "Done") return { type: "NotTold" };
  const told = await tx.stationSchedule.findFirst({ where: { stationId: row.stationId, evse: command.evse } });
  const schedule = told === null ? null : scheduleOf(told);
  if (told === null || schedule === null) return { type: "NotTold" };
  const { profiles, sessionOn } = await readInstalled(tx, row.stationId);
  const excess = excessOf({ ...told, schedule }, { profiles, session: sessionOn(command.evse) });
  if (excess === null) return { type: "Within" };
  return { type: "Exceeds", inWords: `${excess.told} ${schedule.unit} > ${excess.expected} ${schedule.unit}` };
}

/** Stations whose commands wait for an effect: what a gateway looks at in every round. */
export async function stationsAwaitingEffects(ctx: ServiceContext): Promise<readonly Station[]> {
  return ctx.db.station.findMany({ where: { commands: { some: WAITING } }, select: { id: true, identity: true } });
}
