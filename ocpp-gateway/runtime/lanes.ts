import type { Authorization } from "@/lib/domain/token";
import type { ServiceContext, Tx } from "@/lib/services/context";
import { isDataError } from "@/lib/services/data-error";
import type { MessageRow } from "@/lib/services/messages/message-parts";
import { storeFrames } from "@/lib/services/messages/store-frames";
import { isPassingError } from "@/lib/services/passing-error";
import { type GivenUpReservation, recordGivenUp } from "@/lib/services/reservations/record-given-up";
import { type ChangeOutcome, changeSessions, type SessionChange } from "@/lib/services/sessions/change-session";
import type { LiveFigures, MeterRow } from "@/lib/services/sessions/meter-parts";
import type { SessionStart } from "@/lib/services/sessions/session-start";
import { type StartOutcome, startSessions } from "@/lib/services/sessions/start-session";
import type { OccupancyRow } from "@/lib/services/stations/occupancy-parts";
import {
  type CertificateRequestRow,
  recordCertificateRequests,
} from "@/lib/services/stations/record-certificate-requests";
import { type DeviationRow, recordDeviations } from "@/lib/services/stations/record-deviations";
import { type ReportRow, recordReports } from "@/lib/services/stations/record-reports";
import { recordSecurityEvents, type SecurityEventRow } from "@/lib/services/stations/record-security-events";
import type { StatusRow } from "@/lib/services/stations/status-parts";
import { type AuthorizationAsk, authorizeTokens } from "@/lib/services/tokens/authorize-token";
import type { Metrics } from "../metrics";
import { createLane, type Lane } from "./group-commit";

/** What one frame leaves behind beside the ledger, its log row included. */
export type FrameRows = FrameEffect & {
  readonly log: MessageRow | null;
  readonly deviations?: readonly DeviationRow[];
};

/** What a frame changes besides the ledger. */
export type FrameEffect = {
  readonly status?: StatusRow;
  readonly occupancy?: OccupancyRow;
  readonly meters?: readonly MeterRow[];
  readonly report?: ReportRow;
  readonly securityEvent?: SecurityEventRow;
  readonly certificateRequest?: CertificateRequestRow;
  readonly reservation?: GivenUpReservation;
};

export type Lanes = {
  readonly frames: Lane<FrameRows, void>;
  readonly authorizations: Lane<AuthorizationAsk, Authorization>;
  readonly starts: Lane<SessionStart, StartOutcome>;
  readonly changes: Lane<SessionChange, ChangeOutcome>;
  readonly drained: () => Promise<void>;
};

type LaneDeps = {
  readonly ctx: ServiceContext;
  readonly metrics: Metrics;
  /** After the commit: newest figures for the live channel. */
  readonly onFigures: (figures: readonly LiveFigures[]) => void;
  /** After the commit: rows of the message log. */
  readonly onLogged: (rows: readonly MessageRow[]) => void;
  /** After a commit that announced something. */
  readonly onAnnounced: () => void;
};

const ITEMS_MAX = 500;

/** The group commits of one gateway: one statement serves many stations, and each answer waits for its own batch. */
export function createLanes(deps: LaneDeps): Lanes {
  const { ctx } = deps;
  const options = (lane: string) => ({
    itemsMax: ITEMS_MAX,
    // A station has one call in the lanes at a time, so two batches never hold rows of the same one.
    flushesMax: 2,
    isPassingError,
    isDataError,
    onFlush: (items: number) => deps.metrics.batches.observe({ lane }, items),
  });
  const announcing = <Item, Outcome>(work: (items: readonly Item[]) => Promise<readonly Outcome[]>) => {
    return async (items: readonly Item[]): Promise<readonly Outcome[]> => {
      const outcomes = await work(items);
      deps.onAnnounced();
      return outcomes;
    };
  };
  const lanes = {
    frames: createLane<FrameRows, void>({ ...options("frames"), flush: (items) => flushFrames(deps, items) }),
    authorizations: createLane<AuthorizationAsk, Authorization>({
      ...options("authorizations"),
      flush: (items) => authorizeTokens(ctx, items),
    }),
    starts: createLane<SessionStart, StartOutcome>({
      ...options("starts"),
      flush: announcing((items: readonly SessionStart[]) => startSessions(ctx, items)),
    }),
    changes: createLane<SessionChange, ChangeOutcome>({
      ...options("changes"),
      flush: announcing((items: readonly SessionChange[]) => changeSessions(ctx, items)),
    }),
  };
  const all = Object.values(lanes);
  return { ...lanes, drained: async () => void (await Promise.all(all.map((lane) => lane.drained()))) };
}

async function flushFrames(deps: LaneDeps, items: readonly FrameRows[]): Promise<readonly void[]> {
  const { db } = deps.ctx;
  const now = deps.ctx.now();
  const frames = {
    messages: items.flatMap(({ log }) => (log === null ? [] : [log])),
    statuses: items.flatMap(({ status }) => (status === undefined ? [] : [status])),
    occupancies: items.flatMap(({ occupancy }) => (occupancy === undefined ? [] : [occupancy])),
    meters: items.flatMap(({ meters = [] }) => meters),
  };
  const figures = items.some(isRare)
    ? await db.$transaction(
        async (tx) => {
          await storeRare(tx, items, now);
          return storeFrames(tx, frames, now);
        },
        { timeout: 15_000, maxWait: 5_000 },
      )
    : await storeFrames(db, frames, now);
  deps.onLogged(frames.messages);
  if (figures.length > 0) deps.onFigures(figures);
  if (items.some(announces)) deps.onAnnounced();
  return items.map(() => undefined);
}

/** What nearly every frame is made of goes in one statement; the rest is rare, and has one of its own each. */
const FREQUENT: ReadonlySet<string> = new Set<keyof FrameRows>(["log", "status", "occupancy", "meters"]);
const isRare = (item: FrameRows): boolean => Object.keys(item).some((name) => !FREQUENT.has(name));

/** Readings go the way of the figures, deviations go nowhere. */
const UNANNOUNCED: ReadonlySet<string> = new Set<keyof FrameRows>(["log", "meters", "deviations"]);
const announces = (item: FrameRows): boolean => Object.keys(item).some((name) => !UNANNOUNCED.has(name));

async function storeRare(tx: Tx, items: readonly FrameRows[], now: Date): Promise<void> {
  const reports = items.flatMap(({ report }) => (report === undefined ? [] : [report]));
  const events = items.flatMap(({ securityEvent }) => (securityEvent === undefined ? [] : [securityEvent]));
  const requests = items.flatMap(({ certificateRequest }) =>
    certificateRequest === undefined ? [] : [certificateRequest],
  );
  const deviations = items.flatMap((item) => item.deviations ?? []);
  await recordReports(tx, reports, now);
  await recordSecurityEvents(tx, events, now);
  await recordCertificateRequests(tx, requests, now);
  await recordGivenUp(
    tx,
    items.flatMap(({ reservation }) => (reservation === undefined ? [] : [reservation])),
    now,
  );
  await recordDeviations(tx, deviations);
}
