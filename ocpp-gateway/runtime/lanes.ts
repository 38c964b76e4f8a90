import type { Authorization } from "@/lib/domain/token";
import type { ServiceContext } from "@/lib/services/context";
import { isDataError } from "@/lib/services/data-error";
import type { MessageRow } from "@/lib/services/messages/message-parts";
import { storeFrames } from "@/lib/services/messages/store-frames";
import { type ChangeOutcome, changeSessions, type SessionChange } from "@/lib/services/sessions/change-session";
import type { LiveFigures, MeterRow } from "@/lib/services/sessions/meter-parts";
import { type SessionStart, type StartOutcome, startSessions } from "@/lib/services/sessions/start-session";
import type { OccupancyRow } from "@/lib/services/stations/occupancy-parts";
import type { StatusRow } from "@/lib/services/stations/status-parts";
import { type AuthorizationAsk, authorizeTokens } from "@/lib/services/tokens/authorize-token";
import type { Metrics } from "../metrics";
import { createLane, type Lane } from "./group-commit";

/** What one frame leaves behind beside the ledger, its log row included. */
export type FrameRows = FrameEffect & { readonly log: MessageRow | null };

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
  const statuses = items.flatMap(({ status }) => (status === undefined ? [] : [status]));
  const occupancies = items.flatMap(({ occupancy }) => (occupancy === undefined ? [] : [occupancy]));
  const figures = await storeFrames(deps.ctx, {
    messages: items.flatMap(({ log }) => (log === null ? [] : [log])),
    statuses,
    occupancies,
    meters: items.flatMap((item) => item.meters ?? []),
  });
  if (figures.length > 0) deps.onFigures(figures);
  if (statuses.length + occupancies.length > 0) deps.onAnnounced();
  return items.map(() => undefined);
}
