import { z } from "zod";
import type { Connection, ConnectorChange, Gateway, Station } from "@/lib/db/generated/client";
import { type HeldState, type StateHistory, type Stretch, toSpans } from "@/lib/domain/state-history";
import {
  CONNECTOR_STATUSES,
  type ConnectorAddress,
  type ConnectorStatus,
  OCCUPANCIES,
  type Occupancy,
} from "@/lib/domain/station";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { instantSchema } from "../instant";
import { parseInput } from "../parse-input";
import { aliveSince } from "./connectivity";
import { findStationOrThrow } from "./find-station";

export const readStateHistoryInput = z.object({
  /** From when; without it the last 24 hours. */
  from: instantSchema.optional(),
  /** Until when; without it, or later than now, until now. */
  to: instantSchema.optional(),
});

const DAY_MS = 86_400_000;
const DAYS_MAX = 31;
/** What is looked at at once; a charger that flaps worse than this has its past cut. */
const ROWS_MAX = 5_000;
/** How far behind the window's end the change is looked for that says what held before it. */
const NEXT_ROWS_MAX = 500;

/** What each connector of a station was doing when, as far as it was known then. Connector 0/0 is the station itself. */
export async function readStateHistory(
  ctx: ServiceContext,
  identity: string,
  input: z.input<typeof readStateHistoryInput> = {},
): Promise<StateHistory> {
  requirePermission(ctx, "read");
  const now = ctx.now();
  const window = toWindow(parseInput(readStateHistoryInput, input), now);
  const station = await findStationOrThrow(ctx.db, identity);
  const [changes, lines] = await Promise.all([readChanges(ctx, station, window), readLines(ctx, station, window, now)]);
  const cutAt = latest(changes.cutAt, lines.cutAt);
  const seen = cutAt === null ? window : { from: Math.min(cutAt, window.to), to: window.to };
  const awake = clipped(lines.awake, seen);
  return {
    identity,
    from: iso(window.from),
    to: iso(window.to),
    cutAt: cutAt === null ? null : iso(cutAt),
    connectors: changes.connectors.map(({ evse, connector, states }) => ({
      evse,
      connector,
      spans: toSpans({ ...lines, awake, states }, window),
    })),
  };
}

const iso = (at: number): string => new Date(at).toISOString();
const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);
const clipped = (stretches: readonly Stretch[], { from, to }: Stretch): readonly Stretch[] =>
  stretches.map((one) => ({ from: Math.max(one.from, from), to: Math.min(one.to, to) }));

function toWindow(wanted: z.output<typeof readStateHistoryInput>, now: Date): Stretch {
  const to = Math.min(wanted.to === undefined ? now.getTime() : Date.parse(wanted.to), now.getTime());
  const from = wanted.from === undefined ? to - DAY_MS : Date.parse(wanted.from);
  if (from >= to) throw new ServiceError("Invalid", "It ends before it begins.", "to");
  if (to - from > DAYS_MAX * DAY_MS) {
    throw new ServiceError("Invalid", `At most ${DAYS_MAX} days are read at once.`, "from");
  }
  return { from, to };
}

type Changes = {
  readonly connectors: readonly (ConnectorAddress & { readonly states: readonly HeldState[] })[];
  readonly cutAt: number | null;
};

async function readChanges({ db }: ServiceContext, { id }: Station, window: Stretch): Promise<Changes> {
  const [connectors, newest, next] = await Promise.all([
    db.connector.findMany({ where: { stationId: id }, orderBy: [{ evse: "asc" }, { connector: "asc" }] }),
    db.connectorChange.findMany({
      where: { stationId: id, at: { gte: new Date(window.from), lt: new Date(window.to) } },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: ROWS_MAX + 1,
    }),
    db.connectorChange.findMany({
      where: { stationId: id, at: { gte: new Date(window.to) } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      take: NEXT_ROWS_MAX,
    }),
  ]);
  const isCut = newest.length > ROWS_MAX;
  const inOrder = newest.slice(0, ROWS_MAX).toReversed();
  return {
    cutAt: isCut ? (inOrder[0]?.at.getTime() ?? null) : null,
    connectors: connectors.map(({ evse, connector, ...row }) => {
      const isHere = (change: ConnectorChange): boolean => change.evse === evse && change.connector === connector;
      const present = { ...row, from: (row.changedAt ?? row.receivedAt).getTime() };
      const after = next.find(isHere) ?? null;
      return { evse, connector, states: toStates(inOrder.filter(isHere), { present, after }, window) };
    }),
  };
}

type Raw = { readonly status: string; readonly occupancy: string | null; readonly errorCode: string | null };

/** What held before the first change, between the changes, and after the last one. */
function toStates(
  changes: readonly ConnectorChange[],
  { present, after }: { readonly present: Raw & { readonly from: number }; readonly after: ConnectorChange | null },
  window: Stretch,
): readonly HeldState[] {
  const ended = changes.flatMap((change) => stateBefore(change));
  const last = changes.at(-1);
  if (last !== undefined) return [...ended, { ...known(last), from: last.at.getTime(), to: window.to }];
  if (after !== null) return stateBefore(after);
  return [{ ...known(present), from: present.from, to: Math.max(window.to, present.from) }];
}

function stateBefore({ at, wasStatus, wasOccupancy, wasErrorCode, wasSince }: ConnectorChange): readonly HeldState[] {
  if (wasStatus === null || wasSince === null) return [];
  const was = known({ status: wasStatus, occupancy: wasOccupancy, errorCode: wasErrorCode });
  return [{ ...was, from: wasSince.getTime(), to: at.getTime() }];
}

const known = ({ status, occupancy, errorCode }: Raw): Omit<HeldState, keyof Stretch> => ({
  status: CONNECTOR_STATUSES.find((word): word is ConnectorStatus => word === status) ?? "Unavailable",
  occupancy: OCCUPANCIES.find((word): word is Occupancy => word === occupancy) ?? null,
  errorCode: errorCode === null || errorCode === "" || errorCode === "NoError" ? null : errorCode,
});

type Lines = {
  readonly connected: readonly Stretch[];
  readonly awake: readonly Stretch[];
  readonly firstConnectedAt: number | null;
  readonly cutAt: number | null;
};

/** When the station was connected, and when a gateway was at work at all. */
async function readLines({ db }: ServiceContext, { id }: Station, window: Stretch, now: Date): Promise<Lines> {
  const [from, to] = [new Date(window.from), new Date(window.to)];
  const [rows, first] = await Promise.all([
    db.connection.findMany({
      where: { stationId: id, openedAt: { lt: to }, OR: [{ closedAt: null }, { closedAt: { gt: from } }] },
      orderBy: { openedAt: "desc" },
      take: ROWS_MAX + 1,
    }),
    db.connection.findFirst({ where: { stationId: id }, orderBy: { openedAt: "asc" }, select: { openedAt: true } }),
  ]);
  const gateways = await db.gateway.findMany({
    where: {
      OR: [
        { id: { in: [...new Set(rows.map(({ gatewayId }) => gatewayId))] } },
        { startedAt: { lt: to }, OR: [{ stoppedAt: { gt: from } }, { stoppedAt: null, beatAt: { gt: from } }] },
      ],
    },
  });
  const ends = new Map(gateways.map((gateway) => [gateway.id, endOf(gateway, now)]));
  const shown = rows.slice(0, ROWS_MAX);
  return {
    connected: shown.map((row) => ({ from: row.openedAt.getTime(), to: connectedUntil(row, ends.get(row.gatewayId)) })),
    awake: gateways.map((gateway) => ({ from: gateway.startedAt.getTime(), to: endOf(gateway, now) })),
    firstConnectedAt: first?.openedAt.getTime() ?? null,
    cutAt: rows.length > ROWS_MAX ? (shown.at(-1)?.openedAt.getTime() ?? null) : null,
  };
}

/** Until when a gateway is known to have been at work. */
function endOf({ stoppedAt, beatAt }: Gateway, now: Date): number {
  if (stoppedAt !== null) return stoppedAt.getTime();
  return beatAt >= aliveSince(now) ? now.getTime() : beatAt.getTime();
}

/** A connection lasts no longer than the gateway that held it, whenever its end was written down. */
function connectedUntil({ openedAt, closedAt }: Connection, gatewayEnd: number | undefined): number {
  if (closedAt === null) return gatewayEnd ?? openedAt.getTime();
  return Math.min(closedAt.getTime(), gatewayEnd ?? closedAt.getTime());
}
