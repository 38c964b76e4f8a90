/**
 * Who is sent to now (J2): every gate, then the limits, then the station is taken out of service where the campaign
 * wants that, then it is asked whether it updates already. One that is being drained or asked keeps its place.
 */
import { ask, learnNoTrigger, quietOf } from "./ask";
import type { JobFacts } from "./campaign-snapshot";
import type { Blocker } from "./campaign-states";
import { type Draft, jobOf, restore, setBlocked, setJob } from "./draft";
import { drainsOf, isDrainLost, isIdle, stationBlocker, windowBlocker } from "./gates";
import { updateFamily } from "./job-waiting";
import { isLastUsable, type Limits, limitBlocker, limitsOf, takePlace } from "./limits";

export function dispatch(draft: Draft): void {
  const ready = [...draft.jobs.values()].filter(({ status }) => status === "Ready");
  if (ready.length === 0) return;
  const limits = limitsOf(draft);
  const prepared = new Set(ready.filter((job) => isPrepared(job, draft.now)));
  for (const job of prepared) dispatchOne(draft, job, limits);
  for (const job of ready) if (!prepared.has(job)) dispatchOne(draft, job, limits);
}

/** Something was begun for it that would be lost if another took its place. */
function isPrepared(job: JobFacts, now: number): boolean {
  const quiet = quietOf(job, now);
  return drainsOf(job).length > 0 || (job.ask !== null && (quiet === "Asked" || quiet === "Quiet"));
}

function dispatchOne(draft: Draft, job: JobFacts, limits: Limits): void {
  const own = stationBlocker(draft, job) ?? windowBlocker(draft, job) ?? pauseBlocker(draft);
  if (own !== null) {
    restore(draft, job);
    return setBlocked(draft, jobOf(draft, job.id), own);
  }
  const idle = standstill(draft, job) ?? limitBlocker(draft, job, limits);
  if (idle !== null) return queue(draft, job, idle);
  takePlace(job, limits);
  const wait = preparation(draft, job);
  if (wait === null) send(draft, job);
  else setBlocked(draft, jobOf(draft, job.id), wait);
}

function pauseBlocker({ snapshot, campaign }: Draft): Blocker | null {
  if (snapshot.isKilled) return "KillSwitch";
  return campaign.status === "Running" ? null : "CampaignPaused";
}

const QUEUES: ReadonlySet<Blocker | null> = new Set<Blocker>([
  "InFlightLimit",
  "SiteLimit",
  "LastUsable",
  "Rate",
  "Bandwidth",
]);

/** Which of the shared limits it is changes all the time: thousands of rows are not written for that. */
function queue(draft: Draft, job: JobFacts, limit: Blocker): void {
  if (limit === "LastUsable") restore(draft, job);
  if (isComingBack(jobOf(draft, job.id))) return setBlocked(draft, jobOf(draft, job.id), "Draining");
  const isShown = QUEUES.has(limit) && QUEUES.has(job.blockedBy);
  if (isShown && !isLastUsable(draft, job)) return;
  setBlocked(draft, jobOf(draft, job.id), limit);
}

/** What has to pass by itself: it takes no place meanwhile. */
function standstill(draft: Draft, job: JobFacts): Blocker | null {
  if (draft.ordered.has(job.id)) return null;
  if (isDrainLost(draft, job)) restore(draft, job);
  // Of a try that is over, or of an order that was lost: back in service first.
  if (isComingBack(jobOf(draft, job.id))) return "Draining";
  if (isLastUsable(draft, job)) return "LastUsable";
  const quiet = quietOf(job, draft.now);
  if (quiet === "Busy") return "StationBusyUpdating";
  return quiet === "Silent" ? "Asking" : null;
}

const isComingBack = (job: JobFacts): boolean => drainsOf(job).some(({ isDue }) => isDue);

/** What has to be done, or waited for, before it is sent to; null = nothing. It keeps its place. */
function preparation(draft: Draft, job: JobFacts): Blocker | null {
  if (draft.ordered.has(job.id)) return job.blockedBy ?? "Asking";
  if (draft.campaign.spec.sessionPolicy === "Drain") {
    const drains = drainsOf(job);
    if (drains.length === 0) {
      draft.ordered.add(job.id);
      draft.changes.push({ type: "Drain", jobId: job.id, stationId: job.stationId });
    }
    const isOut = drains.length > 0 && drains.every(({ isDrained }) => isDrained);
    if (!isOut || !isIdle(job.station)) return "Draining";
  }
  if (quietOf(job, draft.now) === "Quiet") return null;
  if (quietOf(job, draft.now) === "Unknown") ask(draft, job, "FirmwareStatus");
  return "Asking";
}

function send(draft: Draft, job: JobFacts): void {
  const family = updateFamily(draft, job.station);
  if (family === null) return;
  if (job.ask?.state === "NotSupported") learnNoTrigger(draft, job);
  // Before the attempt: a slot is taken in the books first.
  setJob(draft, job.id, {
    set: { status: "Dispatching", attempts: job.attempts + 1, phase: "Sent" },
    cause: "Dispatched",
  });
  draft.changes.push({ type: "OpenAttempt", jobId: job.id, n: job.past.length + 1, isSigned: family.isSigned });
  draft.starts += 1;
}
