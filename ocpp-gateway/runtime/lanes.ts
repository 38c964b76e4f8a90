import type { Authorization } from "@/lib/domain/token";
import type { ServiceContext } from "@/lib/services/context";
import { isDataError } from "@/lib/services/data-error";
import { type MessageRow, recordMessages } from "@/lib/services/messages/record-messages";
import { type ChangeOutcome, changeSessions, type SessionChange } from "@/lib/services/sessions/change-session";
import { type LiveFigures, type MeterRow, recordMeterValues } from "@/lib/services/sessions/record-meter-values";
import { type SessionStart, type StartOutcome, startSessions } from "@/lib/services/sessions/start-session";
import { type DeviationRow, recordDeviations } from "@/lib/services/stations/record-deviations";
import { type OccupancyRow, recordOccupancies } from "@/lib/services/stations/record-occupancies";
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
  const statuses = items.flatMap(({ status }) => (status === undefined ? [] : [status]));
  const occupancies = items.flatMap(({ occupancy }) => (occupancy === undefined ? [] : [occupancy]));
  const meters = items.flatMap((item) => item.meters ?? []);
  const deviations = items.flatMap((item) => item.deviations ?? []);
  const announces = statuses.length + occupancies.length > 0;
  if (!announces && meters.length + deviations.length === 0) await recordMessages(deps.ctx.db, logs);
  else {
    const now = deps.ctx.now();
    const figures = await deps.ctx.db.$transaction(
      async (tx) => {
        await recordStatuses(tx, statuses, now);
        await recordOccupancies(tx, occupancies, now);
        const moved = await recordMeterValues(tx, meters);
        await recordDeviations(tx, deviations);
        await recordMessages(tx, logs);
        return moved;
      },
      { timeout: 15_000, maxWait: 5_000 },
    );
    if (figures.length > 0) deps.onFigures(figures);
    if (announces) deps.onAnnounced();
  }
  return items.map(() => undefined);
}
