/**
 * Who is sent to now (J2): every gate, then the limits, then the station is taken out of service where the campaign
 * wants that, then it is asked whether it updates already. One that is being drained or asked keeps its place.
 */
import { ask, quietOf } from "./ask";
import type { JobFacts } from "./campaign-snapshot";
import type { Blocker } from "./campaign-states";
import { type Draft, jobOf, restore, secondsFrom, setBlocked, setJob } from "./draft";
import { drainsOf, isIdle, stationBlocker, windowBlocker } from "./gates";
import { updateFamily } from "./job-waiting";
import { type Limits, limitBlocker, limitsOf, takePlace } from "./limits";

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
  const limit = limitBlocker(draft, job, limits);
  if (limit !== null) return queue(draft, job, limit);
  const wait = preparation(draft, job);
  if (wait?.holds !== false) takePlace(job, limits);
  if (wait !== null) return setBlocked(draft, jobOf(draft, job.id), wait.blockedBy);
  send(draft, job);
}

function pauseBlocker({ snapshot, campaign }: Draft): Blocker | null {
  if (snapshot.isKilled) return "KillSwitch";
  return campaign.status === "Running" ? null : "CampaignPaused";
}

const QUEUES: ReadonlySet<Blocker | null> = new Set<Blocker>(["InFlightLimit", "Rate", "Bandwidth"]);

/** Which of the shared limits it is changes all the time: thousands of rows are not written for that. */
function queue(draft: Draft, job: JobFacts, limit: Blocker): void {
  if (limit === "LastUsable") restore(draft, job);
  if (QUEUES.has(limit) && QUEUES.has(job.blockedBy)) return;
  setBlocked(draft, jobOf(draft, job.id), limit);
}

type Wait = { readonly blockedBy: Blocker; readonly holds: boolean };

/** What has to be done, or waited for, before it is sent to; null = nothing. */
function preparation(draft: Draft, job: JobFacts): Wait | null {
  if (draft.ordered.has(job.id)) return { blockedBy: job.blockedBy ?? "Asking", holds: true };
  return drain(draft, job) ?? inquire(draft, job);
}

/** An idle station is out of service within that, or did not hear. */
const DRAIN_SECONDS = 300;

function drain(draft: Draft, job: JobFacts): Wait | null {
  if (draft.campaign.spec.sessionPolicy !== "Drain") return null;
  const drains = drainsOf(job);
  // Of a try that is over: back in service first.
  if (drains.some(({ isDue }) => isDue)) return { blockedBy: "Draining", holds: false };
  if (drains.length === 0) {
    draft.ordered.add(job.id);
    draft.changes.push({ type: "Drain", jobId: job.id, stationId: job.stationId });
    return { blockedBy: "Draining", holds: true };
  }
  const isOut = drains.every(({ isDrained }) => isDrained);
  if (isOut && isIdle(job.station)) return null;
  const isOverdue = drains.some(({ orderedAt }) => draft.now >= secondsFrom(orderedAt, DRAIN_SECONDS));
  if (isOut || !isIdle(job.station) || !isOverdue) return { blockedBy: "Draining", holds: true };
  // Nothing charges there, and it is in service still: the order was lost, or refused. Back, and once more.
  restore(draft, job);
  return { blockedBy: "Draining", holds: false };
}

function inquire(draft: Draft, job: JobFacts): Wait | null {
  switch (quietOf(job, draft.now)) {
    case "Quiet":
      return null;
    case "Busy":
      return { blockedBy: "StationBusyUpdating", holds: false };
    case "Asked":
      return { blockedBy: "Asking", holds: true };
    case "Silent":
      return { blockedBy: "Asking", holds: false };
    case "Unknown":
      ask(draft, job, "FirmwareStatus");
      return { blockedBy: "Asking", holds: true };
  }
}

function send(draft: Draft, job: JobFacts): void {
  const family = updateFamily(draft, job.station);
  if (family === null) return;
  if (job.ask?.state === "NotSupported" && job.station.can.statusTrigger !== false) {
    draft.changes.push({ type: "Learn", stationId: job.stationId, statusTrigger: false });
  }
  // Before the attempt: a slot is taken in the books first.
  setJob(draft, job.id, {
    set: { status: "Dispatching", attempts: job.attempts + 1, phase: "Sent" },
    cause: "Dispatched",
  });
  draft.changes.push({ type: "OpenAttempt", jobId: job.id, n: job.past.length + 1, isSigned: family.isSigned });
  draft.starts += 1;
}
