import type { Authorization } from "@/lib/domain/token";
import type { ServiceContext, Tx } from "@/lib/services/context";
import { isDataError } from "@/lib/services/data-error";
import { type MessageRow, recordMessages } from "@/lib/services/messages/record-messages";
import { type ChangeOutcome, changeSessions, type SessionChange } from "@/lib/services/sessions/change-session";
import { type LiveFigures, type MeterRow, recordMeterValues } from "@/lib/services/sessions/record-meter-values";
import { type SessionStart, type StartOutcome, startSessions } from "@/lib/services/sessions/start-session";
import {
  type CertificateRequestRow,
  recordCertificateRequests,
} from "@/lib/services/stations/record-certificate-requests";
import { type DeviationRow, recordDeviations } from "@/lib/services/stations/record-deviations";
import { type OccupancyRow, recordOccupancies } from "@/lib/services/stations/record-occupancies";
import { type ReportRow, recordReports } from "@/lib/services/stations/record-reports";
import { recordSecurityEvents, type SecurityEventRow } from "@/lib/services/stations/record-security-events";
import { recordStatuses, type StatusRow } from "@/lib/services/stations/record-statuses";
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
  /** After a commit that announced something. */
  readonly onAnnounced: () => void;
};

const ITEMS_MAX = 500;

/** The group commits of one gateway: one statement serves many stations, and each answer waits for its own batch. */
export function createLanes(deps: LaneDeps): Lanes {
  const { ctx } = deps;
  const options = (lane: string) => ({
    itemsMax: ITEMS_MAX,
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
    frames: createLane<FrameRows, void>({ ...options("frames"), flush: (items) => storeFrames(deps, items) }),
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

async function storeFrames(deps: LaneDeps, items: readonly FrameRows[]): Promise<readonly void[]> {
  const logs = items.flatMap(({ log }) => (log === null ? [] : [log]));
  if (items.every(isLogAlone)) await recordMessages(deps.ctx.db, logs);
  else {
    const figures = await deps.ctx.db.$transaction(
      async (tx) => {
        const moved = await storeEffects(tx, items, deps.ctx.now());
        await recordMessages(tx, logs);
        return moved;
      },
      { timeout: 15_000, maxWait: 5_000 },
    );
    if (figures.length > 0) deps.onFigures(figures);
    if (items.some(announces)) deps.onAnnounced();
  }
  return items.map(() => undefined);
}

const isLogAlone = (item: FrameRows): boolean => Object.keys(item).every((name) => name === "log");

/** Readings go the way of the figures, deviations go nowhere. */
const UNANNOUNCED: ReadonlySet<string> = new Set<keyof FrameRows>(["log", "meters", "deviations"]);
const announces = (item: FrameRows): boolean => Object.keys(item).some((name) => !UNANNOUNCED.has(name));

async function storeEffects(tx: Tx, items: readonly FrameRows[], now: Date): Promise<readonly LiveFigures[]> {
  const told = <Row>(pick: (item: FrameRows) => Row | undefined): readonly Row[] =>
    items.flatMap((item): Row[] => {
      const row = pick(item);
      return row === undefined ? [] : [row];
    });
  await recordStatuses(
    tx,
    told(({ status }) => status),
    now,
  );
  await recordOccupancies(
    tx,
    told(({ occupancy }) => occupancy),
    now,
  );
  await recordReports(
    tx,
    told(({ report }) => report),
    now,
  );
  await recordSecurityEvents(
    tx,
    told(({ securityEvent }) => securityEvent),
    now,
  );
  await recordCertificateRequests(
    tx,
    told(({ certificateRequest }) => certificateRequest),
    now,
  );
  const moved = await recordMeterValues(
    tx,
    items.flatMap(({ meters = [] }) => meters),
  );
  await recordDeviations(
    tx,
    items.flatMap(({ deviations = [] }) => deviations),
  );
  return moved;
}
