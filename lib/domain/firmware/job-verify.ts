/**
 * An update that its station has installed, or says so: it counts once the new version is seen and the station has
 * been well for a while (J23–J26).
 */
import { ask, isUnwilling } from "./ask";
import type { AttemptFacts, JobFacts } from "./campaign-snapshot";
import { closeAttempt, type Draft, jobOf, restore, secondsFrom, setAttempt, setJob } from "./draft";
import { checkHealth, type HealthCheck } from "./health";
import { sentAtOf } from "./job-dispatching";
import { isLost, lose } from "./job-reconcile";
import { endFailed, failTry } from "./job-retry";

/** How long an answer to "which version do you run" is waited for. */
const ANSWER_SECONDS = 60;
/** What cannot be told at the end of the health time is waited for that long, or as long as a reboot takes. */
const GRACE_SECONDS = 60;

export function stepVerifying(draft: Draft, job: JobFacts): void {
  const { attempt } = job;
  if (attempt === null) return;
  const last = attempt.reports.at(-1);
  if (last !== undefined) setAttempt(draft, job, { heardReportId: last.id });
  if (isLost(draft, job)) return lose(draft, jobOf(draft, job.id));
  // H1: off line is no verdict yet; it comes back, or it is lost.
  if (!job.station.isOnline) return;
  const current = jobOf(draft, job.id);
  if (draft.isTarget(job.station.version)) return stepProved(draft, current, attempt);
  if (job.verifyingAt !== null && isUntold(draft, job)) return stepHealthy(draft, current, attempt);
  stepUnproved(draft, current, attempt);
}

/** It tells no version at all, and the release is content with its word. */
const isUntold = (draft: Draft, { station }: JobFacts): boolean =>
  draft.campaign.release.versionEvidence === "BestEffort" && station.version === null;

function stepProved(draft: Draft, job: JobFacts, attempt: AttemptFacts): void {
  if (job.verifyingAt !== null) return stepHealthy(draft, job, attempt);
  const set = { verifyingAt: draft.now, seenVersion: job.station.version } as const;
  setJob(draft, job.id, { set, cause: "VersionSeen" });
  restore(draft, jobOf(draft, job.id));
  stepHealthy(draft, jobOf(draft, job.id), attempt);
}

/** J25: the old version, so far. */
function stepUnproved(draft: Draft, job: JobFacts, attempt: AttemptFacts): void {
  if (job.verifyingAt !== null) {
    // It ran the new version and went back: bootloaders do, and come again.
    setAttempt(draft, job, { rebootingAt: draft.now });
    return setJob(draft, job.id, { set: { verifyingAt: null }, cause: "OldVersionSeen" });
  }
  const since = attempt.rebootingAt ?? sentAtOf(attempt);
  if (draft.now < secondsFrom(since, draft.campaign.spec.rebootSeconds)) return;
  if (!hasToldVersion(draft, job, since)) return;
  const evidence = { version: job.station.version };
  const failing = { reason: "VersionMismatch", outcome: "VersionMismatch", triesMax: 2, cause: "OldVersion" } as const;
  failTry(draft, job, { ...failing, evidence });
}

/** H2: when the clock of the reboot ends it is asked once, if it has not told its version since. */
function hasToldVersion(draft: Draft, job: JobFacts, since: number): boolean {
  if (job.station.bootedAt !== null && job.station.bootedAt >= since) return true;
  if (job.ask?.what === "Boot" && job.ask.askedAt >= since) {
    return isUnwilling(job.ask) || draft.now >= secondsFrom(job.ask.askedAt, ANSWER_SECONDS);
  }
  ask(draft, job, "Boot");
  return false;
}

/** J24, J26 */
function stepHealthy(draft: Draft, job: JobFacts, attempt: AttemptFacts): void {
  const { spec } = draft.campaign;
  const checks = checkHealth(job, spec, sentAtOf(attempt));
  if (checks.some(({ result }) => result === "Failed")) return endUnhealthy(draft, job, checks);
  // Nobody saw how it did while it, or its gateway, was away: it has to be well in one piece.
  const since = Math.max(job.verifyingAt ?? draft.now, job.station.connectedAt ?? 0);
  if (draft.now < secondsFrom(since, spec.healthSeconds)) return;
  if (checks.some(({ result }) => result === "Unknown")) {
    const isOver = draft.now >= secondsFrom(since, graceSeconds(draft, checks));
    return isOver ? endUnhealthy(draft, job, checks) : undefined;
  }
  succeed(draft, job, checks);
}

function graceSeconds(draft: Draft, checks: readonly HealthCheck[]): number {
  const { healthSeconds, rebootSeconds } = draft.campaign.spec;
  // What is put back late is our own doing: longer than a connector that says nothing.
  const isOurs = checks.every(({ check, result }) => result !== "Unknown" || check === "Availability");
  const isMissing = !isOurs && checks.some(({ found }) => found?.startsWith("Missing") === true);
  return healthSeconds + (isMissing ? Math.min(GRACE_SECONDS, rebootSeconds) : Math.max(GRACE_SECONDS, rebootSeconds));
}

function succeed(draft: Draft, job: JobFacts, checks: readonly HealthCheck[]): void {
  const isVerified = draft.isTarget(job.station.version);
  closeAttempt(draft, job, { outcome: "Ok", evidence: { checks } });
  const warnings = checks.filter(({ result }) => result === "Warned");
  const facts = { isVerified, seenVersion: job.station.version, evidence: { warnings } };
  setJob(draft, job.id, { set: { status: "Succeeded", ...facts }, cause: "Healthy" });
}

function endUnhealthy(draft: Draft, job: JobFacts, checks: readonly HealthCheck[]): void {
  const failed = checks.filter(({ result }) => result === "Failed" || result === "Unknown");
  const evidence = { checks: failed };
  endFailed(draft, job, { reason: "Unhealthy", outcome: "Unhealthy", cause: failed[0]?.check ?? "Health", evidence });
}
