import type { Log } from "@/lib/log";
import { forgetAlerts } from "@/lib/services/alerts/forget-alerts";
import { sendBulkCommands } from "@/lib/services/bulk/send-bulk-commands";
import { endSessionProfiles } from "@/lib/services/charging/end-session-profiles";
import type { ServiceContext } from "@/lib/services/context";
import { forgetIdempotentRequests } from "@/lib/services/idempotency/forget-requests";
import { syncBehindLists } from "@/lib/services/local-lists/sync-behind-lists";
import { keepPartitions } from "@/lib/services/messages/keep-partitions";
import { keepReleases } from "@/lib/services/releases/keep-releases";
import { settleReservations } from "@/lib/services/reservations/settle-reservations";
import { stopRefusedSessions } from "@/lib/services/sessions/stop-refused-sessions";
import { stopSpentSessions } from "@/lib/services/sessions/stop-spent-sessions";
import { askForBoots } from "@/lib/services/stations/ask-for-boots";
import { askForStatuses } from "@/lib/services/stations/ask-for-statuses";
import { closeOrphanedConnections } from "@/lib/services/stations/close-connection";
import { forgetFiles } from "@/lib/services/uploads/forget-files";
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
    readonly alerts: Round;
    readonly alertDeliveries: Round;
  };
  readonly takeLead: Round;
  readonly retention: Round;
  readonly forgetAnswers: () => void;
  readonly onAnnounced: () => void;
  readonly isLeader: () => boolean;
  readonly keepFilesDays: number;
};

const HOUR_MS = 3_600_000;
/** A blocked card is to reach a site's next charger well within a minute. */
const CARD_LISTS_EVERY_MS = 3_000;
const RELEASES_EVERY_MS = 60_000;
/** "Offline" is a matter of minutes: what is found a few seconds late is found in time. */
const ALERTS_EVERY_MS = 10_000;
/** A car draws some 50 Wh in this time: limits need no more. */
const ENERGY_LIMITS_EVERY_MS = 2_000;

/** Everything the gateway does by the clock. Each loop is on its own: one that fails is told, and holds up no other. */
export function startBackground(deps: BackgroundDeps): { readonly stop: () => Promise<void> } {
  const { ctx, log, metrics, rounds } = deps;
  const loop = (name: string, everyMs: number, round: Round) => startLoop({ name, everyMs, round, log, metrics });
  /** A round that says how much it changed, so that it is told at once. */
  const telling = (name: string, everyMs: number, work: (gatewayId: string) => Promise<number>) =>
    loop(name, everyMs, async () => {
      if ((await work(deps.gatewayId)) > 0) deps.onAnnounced();
    });
  const loops = [
    loop("presence", 2_000, rounds.presence),
    loop("leadership", 2_000, deps.takeLead),
    loop("commands", 1_000, rounds.commands),
    loop("connections", 5_000, rounds.connections),
    telling("orphans", 5_000, (gatewayId) => closeOrphanedConnections(ctx, gatewayId)),
    telling("boots", 5_000, (gatewayId) => askForBoots(ctx, gatewayId)),
    telling("statuses", 10_000, (gatewayId) => askForStatuses(ctx, gatewayId)),
    telling("refused-sessions", 10_000, (gatewayId) => stopRefusedSessions(ctx, gatewayId)),
    loop("refusals", 1_000, rounds.refusals),
    // What time or a session's end does to profiles and reservations.
    loop("books", 1_000, async () => {
      if (deps.isLeader() && (await endSessionProfiles(ctx)) + (await settleReservations(ctx)) > 0) deps.onAnnounced();
    }),
    loop("card-lists", CARD_LISTS_EVERY_MS, async () => {
      if (deps.isLeader() && (await syncBehindLists(ctx)) > 0) deps.onAnnounced();
    }),
    loop("energy-limits", ENERGY_LIMITS_EVERY_MS, async () => {
      if (deps.isLeader() && (await stopSpentSessions(ctx)) > 0) deps.onAnnounced();
    }),
    loop("alerts", ALERTS_EVERY_MS, rounds.alerts),
    loop("alert-deliveries", 2_000, async () => {
      if (deps.isLeader()) await rounds.alertDeliveries();
    }),
    loop("old-alerts", HOUR_MS, async () => {
      if (deps.isLeader()) await forgetAlerts(ctx);
    }),
    // One second of each job's pace.
    loop("bulk", 1_000, async () => {
      if (deps.isLeader() && (await sendBulkCommands(ctx)) > 0) deps.onAnnounced();
    }),
    loop("partitions", HOUR_MS, () => keepPartitions(ctx)),
    loop("retention", 5_000, deps.retention),
    loop("idempotency", HOUR_MS, () => forgetIdempotentRequests(ctx)),
    loop("files", HOUR_MS, async () => {
      if (deps.isLeader()) await forgetFiles(ctx, { keepDays: deps.keepFilesDays });
    }),
    loop("releases", RELEASES_EVERY_MS, async () => {
      if (deps.isLeader() && (await keepReleases(ctx)) > 0) deps.onAnnounced();
    }),
    loop("answers", 600_000, async () => deps.forgetAnswers()),
  ];
  return { stop: async () => void (await Promise.all(loops.map((started) => started.stop()))) };
}
