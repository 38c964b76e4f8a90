import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { forgetIdempotentRequests } from "@/lib/services/idempotency/forget-requests";
import { keepPartitions } from "@/lib/services/messages/keep-partitions";
import { closeOrphanedConnections } from "@/lib/services/stations/close-connection";
import type { Metrics } from "../metrics";
import { startLoop } from "./loop";

type Round = () => Promise<void>;

export type BackgroundDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly gatewayId: string;
  readonly rounds: {
    readonly presence: Round;
    readonly commands: Round;
    readonly connections: Round;
    readonly refusals: Round;
    /** What time or a session's end does to profiles and reservations. */
    readonly books: Round;
  };
  readonly takeLead: Round;
  readonly forgetAnswers: () => void;
  readonly onAnnounced: () => void;
};

const HOUR_MS = 3_600_000;

/** Everything the gateway does by the clock. Each loop is on its own: one that fails is told, and holds up no other. */
export function startBackground(deps: BackgroundDeps): { readonly stop: () => Promise<void> } {
  const { ctx, log, metrics, rounds } = deps;
  const loop = (name: string, everyMs: number, round: Round) => startLoop({ name, everyMs, round, log, metrics });
  const loops = [
    loop("presence", 2_000, rounds.presence),
    loop("leadership", 2_000, deps.takeLead),
    loop("commands", 1_000, rounds.commands),
    loop("connections", 5_000, rounds.connections),
    loop("orphans", 5_000, async () => {
      if ((await closeOrphanedConnections(ctx, deps.gatewayId)) > 0) deps.onAnnounced();
    }),
    loop("refusals", 1_000, rounds.refusals),
    loop("books", 1_000, rounds.books),
    loop("partitions", HOUR_MS, () => keepPartitions(ctx)),
    loop("idempotency", HOUR_MS, () => forgetIdempotentRequests(ctx)),
    loop("answers", 600_000, async () => deps.forgetAnswers()),
  ];
  return { stop: async () => void (await Promise.all(loops.map((started) => started.stop()))) };
}
