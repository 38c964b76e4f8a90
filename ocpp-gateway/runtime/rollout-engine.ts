import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { AttemptFacts } from "@/lib/domain/firmware/campaign-snapshot";
import { isJobActive } from "@/lib/domain/firmware/campaign-states";
import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { countJobs } from "@/lib/services/rollout/count-jobs";
import { createImageProofs } from "@/lib/services/rollout/image-proofs";
import { beat, ROLLOUT_LOCK, takeLead } from "@/lib/services/rollout/lead";
import type { Tick } from "@/lib/services/rollout/tick-campaign";
import { tickCampaigns } from "@/lib/services/rollout/tick-campaigns";
import type { Metrics } from "../metrics";

export type RolloutEngineDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly gatewayId: string;
  /** A session advisory lock on a connection of its own. */
  readonly tryLock: (key: number) => Promise<boolean>;
  readonly onAnnounced: () => void;
  /** Something can go on before the next round is due. */
  readonly onReady: () => void;
};

export type RolloutEngine = {
  readonly round: () => Promise<void>;
  /** Gives up what it does beside its rounds. */
  readonly stop: () => Promise<void>;
};

/** All deadlines of campaigns are counted by our clock; the database's says whether it can be believed. */
const CLOCK_MS_MAX = 5_000;
const COUNT_EVERY_MS = 10_000;

/**
 * The one engine that runs the campaigns, on whichever gateway holds its lock. A round is one step of each campaign;
 * all it knows is in the database, so it may end and begin anywhere.
 */
export function createRolloutEngine(deps: RolloutEngineDeps): RolloutEngine {
  const { ctx, log, metrics, gatewayId } = deps;
  let lead: number | null = null;
  let countedAt = Number.NEGATIVE_INFINITY;
  let isClockTrusted = true;
  const images = createImageProofs(ctx, {
    onFailed: (releaseId, error) =>
      log.error({ release: releaseId, err: error }, "an image could not be hashed before its start; tried again soon"),
    onProved: deps.onReady,
  });

  /** The epoch under which we lead; null while somebody else does. */
  const leading = async (): Promise<number | null> => {
    if (!(await deps.tryLock(ROLLOUT_LOCK))) {
      if (lead !== null) forgetJobs(metrics);
      lead = null;
      return null;
    }
    if (lead !== null) return lead;
    lead = await takeLead(ctx, gatewayId);
    log.info({ epoch: lead }, "this gateway runs the firmware campaigns");
    return lead;
  };

  const round = async (): Promise<void> => {
    const epoch = await leading();
    if (epoch === null) return;
    const alive = await beat(ctx, epoch);
    // The lock was lost and is held again: others may have led meanwhile.
    if (alive === null) {
      lead = null;
      return;
    }
    const isTrusted = Math.abs(alive.clockMs) <= CLOCK_MS_MAX;
    if (isTrusted !== isClockTrusted) tellOfClock(log, alive.clockMs);
    isClockTrusted = isTrusted;
    if (!isTrusted) return;
    const endTimer = metrics.rolloutTickSeconds.startTimer();
    const { isLed, ticks } = await tickCampaigns(ctx, {
      lead: epoch,
      images,
      onFailed: (campaignId, error) => {
        metrics.loopFailures.inc({ loop: "rollouts" });
        log.error({ campaign: campaignId, err: error }, "a campaign could not be looked at; tried again soon");
      },
    });
    endTimer();
    if (!isLed) lead = null;
    for (const tick of ticks) measure(metrics, tick);
    if (ticks.some(({ changes }) => changes.length > 0)) deps.onAnnounced();
    if (performance.now() - countedAt < COUNT_EVERY_MS) return;
    countedAt = performance.now();
    await measureJobs(ctx, metrics);
  };

  return { round, stop: images.stop };
}

function tellOfClock(log: Log, clockMs: number): void {
  if (Math.abs(clockMs) <= CLOCK_MS_MAX) return log.info({ clockMs }, "the clock is right again; campaigns go on");
  log.error({ clockMs }, "this clock and the database's differ too much: campaigns stand still");
}

function measure(metrics: Metrics, { snapshot, changes }: Tick): void {
  const attempts = new Map(
    snapshot.jobs.flatMap(({ attempt, station }) =>
      attempt === null ? [] : [[attempt.id, { attempt, model: station.model ?? "unknown" }]],
    ),
  );
  for (const change of changes) {
    if (change.type === "Job" && change.set.status === "Failed" && change.set.reason === "Lost") {
      metrics.rolloutLost.inc();
    }
    const measured = change.type === "Attempt" ? attempts.get(change.attemptId) : undefined;
    if (change.type === "Attempt" && measured !== undefined) measurePhase(metrics, measured, change.set);
  }
}

function measurePhase(
  metrics: Metrics,
  { attempt, model }: { readonly attempt: AttemptFacts; readonly model: string },
  { phase, progressAt }: Extract<CampaignChange, { readonly type: "Attempt" }>["set"],
): void {
  if (phase === undefined || phase === attempt.phase) return;
  const seconds = ((progressAt ?? attempt.progressAt) - attempt.openedAt) / 1000;
  metrics.rolloutPhaseSeconds.observe({ phase, model }, Math.max(0, seconds));
}

/** Whoever leads now tells them. */
function forgetJobs(metrics: Metrics): void {
  metrics.rolloutJobs.reset();
  metrics.rolloutInFlight.set(0);
  metrics.rolloutUncertain.set(0);
}

async function measureJobs(ctx: ServiceContext, metrics: Metrics): Promise<void> {
  const { byStatus, uncertain } = await countJobs(ctx);
  // A campaign that is over is told no longer.
  metrics.rolloutJobs.reset();
  for (const { campaignId, status, jobs } of byStatus) metrics.rolloutJobs.set({ campaign: campaignId, status }, jobs);
  metrics.rolloutInFlight.set(byStatus.reduce((sum, { status, jobs }) => sum + (isJobActive(status) ? jobs : 0), 0));
  metrics.rolloutUncertain.set(uncertain);
}
