/**
 * A decision while it is made: what was changed so far is seen by what is decided next. Lives for one call of
 * `decide` or `steer` and is never kept.
 */
import type { CampaignChange } from "./campaign-change";
import type { AttemptFacts, CampaignFacts, CampaignSnapshot, JobFacts, WaveFacts } from "./campaign-snapshot";
import { isJobActive, isJobOver, isWaveOpen, type JobReason, rankOf } from "./campaign-states";
import { type VersionMatcher, versionMatcher } from "./version-match";
import type { WindowSpan } from "./windows";

type Setting<T extends CampaignChange["type"]> =
  Extract<CampaignChange, { readonly type: T }> extends {
    readonly set: infer S;
  }
    ? S
    : never;
export type JobSet = Setting<"Job">;

export type Draft = {
  readonly now: number;
  readonly snapshot: CampaignSnapshot;
  readonly changes: CampaignChange[];
  readonly isTarget: VersionMatcher;
  /** Failures in this decision that show the image to be wrong for everybody. */
  readonly artifactFailures: { readonly jobId: string; readonly reason: JobReason }[];
  campaign: CampaignFacts;
  readonly waves: Map<number, WaveFacts>;
  /** In the order of the snapshot. */
  readonly jobs: Map<string, JobFacts>;
  /** Attempts begun, and downloads that failed, in this decision. */
  starts: number;
  downloadFailures: number;
  /** Jobs for which something was ordered in this decision that has to be waited for: a question, a drain. */
  readonly ordered: Set<string>;
  /** The window that is open now, by zone. */
  readonly windows: Map<string, WindowSpan | null>;
};

export const beginDraft = (snapshot: CampaignSnapshot, now: number): Draft => ({
  now,
  snapshot,
  changes: [],
  isTarget: versionMatcher(snapshot.campaign.release),
  artifactFailures: [],
  campaign: snapshot.campaign,
  waves: new Map(snapshot.waves.map((wave) => [wave.index, wave])),
  jobs: new Map(snapshot.jobs.map((job) => [job.id, job])),
  starts: 0,
  downloadFailures: 0,
  ordered: new Set(),
  windows: new Map(),
});

/** A job as it is by now. */
export function jobOf(draft: Draft, id: string): JobFacts {
  const job = draft.jobs.get(id);
  if (job === undefined) throw new Error(`no job ${id} in this decision`);
  return job;
}

export function setCampaign(draft: Draft, set: Setting<"Campaign">, cause: string): void {
  draft.changes.push({ type: "Campaign", set, cause });
  const { pauseEvidence: _, finishedAt: __, ...facts } = set;
  draft.campaign = { ...draft.campaign, ...facts };
}

export function setWave(draft: Draft, index: number, { set, cause }: { set: Setting<"Wave">; cause: string }): void {
  draft.changes.push({ type: "Wave", index, set, cause });
  const wave = draft.waves.get(index);
  const { verdict: _, closedAt: __, ...facts } = set;
  if (wave !== undefined) draft.waves.set(index, { ...wave, ...facts });
}

/** A new status counts in its wave at once. A job that is over is never moved again. */
export function setJob(draft: Draft, id: string, { set, cause }: { set: JobSet; cause: string }): void {
  const job = jobOf(draft, id);
  if (set.status !== undefined && isJobOver(job.status)) throw new Error(`job ${id} is over: ${job.status}`);
  const leavesQueue = set.status !== undefined && set.status !== "Ready" && job.blockedBy !== null;
  const whole: JobSet = leavesQueue ? { ...set, blockedBy: null } : set;
  draft.changes.push({ type: "Job", jobId: id, set: whole, cause });
  const { seenVersion: _, isVerified: __, evidence: ___, ...facts } = whole;
  const next: JobFacts = { ...job, ...facts, statusAt: set.status === undefined ? job.statusAt : draft.now };
  draft.jobs.set(id, next);
  if (set.status !== undefined) count(draft, job, next);
}

function count(draft: Draft, before: JobFacts, after: JobFacts): void {
  const wave = draft.waves.get(before.waveIndex);
  if (wave === undefined) return;
  const active = wave.active + Number(isJobActive(after.status)) - Number(isJobActive(before.status));
  draft.waves.set(wave.index, {
    ...wave,
    active,
    succeeded: wave.succeeded + Number(after.status === "Succeeded"),
    failed: wave.failed + Number(after.status === "Failed"),
    lost: wave.lost + Number(after.status === "Failed" && after.reason === "Lost"),
    skipped: wave.skipped + Number(after.status === "Skipped"),
    expired: wave.expired + Number(after.status === "Expired"),
    cancelled: wave.cancelled + Number(after.status === "Cancelled"),
  });
}

/** Says of a waiting job why it waits; silent where that is known already. */
export function setBlocked(draft: Draft, job: JobFacts, blockedBy: JobFacts["blockedBy"]): void {
  if (job.blockedBy !== blockedBy) setJob(draft, job.id, { set: { blockedBy }, cause: "Blocked" });
}

type AttemptSet = Setting<"Attempt">;

/** Keeps what is new of an open attempt; silent where nothing is. */
export function setAttempt(draft: Draft, job: JobFacts, set: AttemptSet): void {
  const { attempt } = job;
  if (attempt === null || Object.keys(set).length === 0) return;
  draft.changes.push({ type: "Attempt", attemptId: attempt.id, set });
  const { evidence: _, ...facts } = set;
  const reports = attempt.reports.filter(({ id }) => id > (set.heardReportId ?? attempt.heardReportId));
  draft.jobs.set(job.id, { ...jobOf(draft, job.id), attempt: { ...attempt, ...facts, reports } });
}

type Closing = Omit<Extract<CampaignChange, { readonly type: "CloseAttempt" }>, "type" | "attemptId">;

export function closeAttempt(draft: Draft, job: JobFacts, closing: Closing): void {
  if (job.attempt === null) return;
  draft.changes.push({ type: "CloseAttempt", attemptId: job.attempt.id, ...closing });
  const current = jobOf(draft, job.id);
  const past = [...current.past, { outcome: closing.outcome, closedAt: draft.now }];
  const triedAt = job.attempt.command.sentAt === null ? current.station.triedAt : draft.now;
  draft.jobs.set(job.id, { ...current, attempt: null, past, station: { ...current.station, triedAt } });
  if (closing.outcome === "DownloadFailed") draft.downloadFailures += 1;
}

/** What was taken out of service for a job goes back: whatever ended its update. Silent where nothing was. */
export function restore(draft: Draft, job: JobFacts): void {
  const owed = job.station.restores.filter((entry) => entry.jobId === job.id && !entry.isDone && !entry.isDue);
  if (owed.length === 0) return;
  draft.changes.push({ type: "RestoreDue", jobId: job.id, stationId: job.stationId });
  const restores = job.station.restores.map((entry) => (owed.includes(entry) ? { ...entry, isDue: true } : entry));
  const current = jobOf(draft, job.id);
  draft.jobs.set(job.id, { ...current, station: { ...current.station, restores } });
}

type Totals = Pick<WaveFacts, "total" | "active" | "succeeded" | "failed" | "lost" | "expired" | "cancelled"> & {
  /** Not over yet. */
  readonly open: number;
};

/** Over all waves, this decision included. */
export function totalsOf(draft: Draft): Totals {
  const sum = { total: 0, active: 0, succeeded: 0, failed: 0, lost: 0, expired: 0, cancelled: 0, open: 0 };
  for (const wave of draft.waves.values()) {
    sum.total += wave.total;
    sum.active += wave.active;
    sum.succeeded += wave.succeeded;
    sum.failed += wave.failed;
    sum.lost += wave.lost;
    sum.expired += wave.expired;
    sum.cancelled += wave.cancelled;
    sum.open += openOf(wave);
  }
  return sum;
}

/** Jobs of a wave that are not over. */
export const openOf = ({ total, succeeded, failed, skipped, expired, cancelled }: WaveFacts): number =>
  total - succeeded - failed - skipped - expired - cancelled;

/** The one wave that is open, if any. */
export const openWaveOf = (draft: Draft): WaveFacts | null =>
  [...draft.waves.values()].find(({ status }) => isWaveOpen(status)) ?? null;

export const secondsFrom = (at: number, seconds: number): number => at + seconds * 1_000;

/** Does it take up the file server? From the sending to the end of its download. */
export const isDownloading = (attempt: AttemptFacts): boolean =>
  attempt.grant?.completedAt == null && rankOf(attempt.phase) <= rankOf("Downloading");
