/**
 * What a station told since it was last listened to, folded into its open attempt. Gaps, repeats and a wrong order
 * are normal: a phase is never taken back (I19).
 */

import type { FirmwareStatus } from "../station-message";
import type { AttemptFacts, JobFacts, ReportFacts } from "./campaign-snapshot";
import { type JobReason, type Phase, rankOf } from "./campaign-states";
import { type Draft, jobOf, restore, secondsFrom, setAttempt, setJob } from "./draft";
import { endFailed, failTry } from "./job-retry";

const PHASE_OF: Partial<Record<FirmwareStatus, Phase>> = {
  DownloadScheduled: "DownloadScheduled",
  Downloading: "Downloading",
  DownloadPaused: "Downloading",
  Downloaded: "Downloaded",
  SignatureVerified: "SignatureVerified",
  InstallScheduled: "InstallScheduled",
  Installing: "Installing",
  InstallRebooting: "Rebooting",
  Installed: "Installed",
};
const FAILURES: ReadonlySet<FirmwareStatus> = new Set<FirmwareStatus>([
  "DownloadFailed",
  "InstallationFailed",
  "InvalidSignature",
  "InstallVerificationFailed",
]);

/** Nothing goes on in a station that told this last. */
export const isQuiet = (status: FirmwareStatus): boolean =>
  status === "Idle" || status === "Installed" || FAILURES.has(status);

/**
 * Takes in reports, a boot with the new version and bytes fetched. True where the job was moved by them: to
 * InProgress, to Verifying, or by a failure.
 */
export function hear(draft: Draft, job: JobFacts): boolean {
  const { attempt } = job;
  if (attempt === null || attempt.command.sentAt === null) return false;
  if (isTooEarly(draft, job, attempt)) return false;
  const told = attempt.reports.filter((report) => isOurs(attempt, report));
  const last = attempt.reports.at(-1);
  if (last !== undefined) setAttempt(draft, job, { heardReportId: last.id });
  if (isInstalled(draft, jobOf(draft, job.id), told)) return true;
  const failure = failureOf(told);
  if (failure !== null) fail(draft, jobOf(draft, job.id), failure);
  return failure !== null || advance(draft, jobOf(draft, job.id), told);
}

/** J17 */
function isInstalled(draft: Draft, job: JobFacts, told: readonly ReportFacts[]): boolean {
  const isSeen = job.attempt !== null && hasBootedSince(job, job.attempt) && draft.isTarget(job.station.version);
  const installed = told.findLast(({ status }) => status === "Installed");
  if (!isSeen && installed === undefined) return false;
  verify(draft, job, { cause: isSeen ? "VersionSeen" : "Installed", at: installed?.at ?? draft.now });
  return true;
}

/**
 * Without a number it speaks of the only update that is open (plain 1.6), unless it was on its way before: a station
 * answers the command first. Idle speaks of none.
 */
function isOurs({ command }: AttemptFacts, { status, requestId, at }: ReportFacts): boolean {
  if (status === "Idle" || command.sentAt === null) return false;
  if (requestId !== null) return requestId === command.number;
  return at >= Math.max(command.sentAt, (command.answeredAt ?? command.sentAt) - OVERLAP_MS);
}

/** An answer and what was told right after it are stored side by side: which of them first, is chance. */
const OVERLAP_MS = 1_000;

/** Until the answer came, or is given up, only what carries the number is known to be of this update. */
function isTooEarly(draft: Draft, job: JobFacts, { command, reports }: AttemptFacts): boolean {
  if (command.state !== "Sent" || command.sentAt === null) return false;
  if (draft.now >= secondsFrom(command.sentAt, draft.campaign.spec.answerSeconds)) return false;
  return !reports.some(({ requestId }) => requestId === command.number) && !draft.isTarget(job.station.version);
}

export const hasBootedSince = ({ station: { bootedAt } }: JobFacts, { command: { sentAt } }: AttemptFacts): boolean =>
  bootedAt !== null && sentAt !== null && bootedAt >= sentAt;

/** J17. The health of a station counts from when its new version is seen; on its word alone the reboot clock runs. */
export function verify(draft: Draft, job: JobFacts, { cause, at }: { cause: string; at: number }): void {
  const { station } = job;
  const isProved = draft.isTarget(station.version);
  const isTaken = isProved || (draft.campaign.release.versionEvidence === "BestEffort" && station.version === null);
  setAttempt(draft, job, { phase: "Installed", progressAt: at, reconcilingAt: null, rebootingAt: at });
  const verifyingAt = isTaken ? draft.now : null;
  const seen = isProved ? { seenVersion: station.version } : {};
  setJob(draft, job.id, { set: { status: "Verifying", phase: "Installed", verifyingAt, ...seen }, cause });
  if (isTaken) restore(draft, jobOf(draft, job.id));
}

/** The failure told last. One of the download is none where the station goes on by itself (its own retries). */
function failureOf(told: readonly ReportFacts[]): FirmwareStatus | null {
  const index = told.findLastIndex(({ status }) => FAILURES.has(status));
  const failure = told[index]?.status ?? null;
  return failure === "DownloadFailed" && index < told.length - 1 ? null : failure;
}

/** J15, J16 */
function fail(draft: Draft, job: JobFacts, status: FirmwareStatus): void {
  if (status === "DownloadFailed") {
    return failTry(draft, job, { reason: "DownloadFailed", outcome: "DownloadFailed", cause: status });
  }
  if (status === "InvalidSignature" || status === "InstallVerificationFailed") {
    const reason: JobReason = status;
    draft.artifactFailures.push({ jobId: job.id, reason });
    return endFailed(draft, job, { reason, outcome: "Artifact", cause: status });
  }
  const evidence = { connectorsOut: connectorsOut(job) };
  failTry(draft, job, { reason: "InstallFailed", outcome: "InstallFailed", triesMax: 2, cause: status, evidence });
}

/** Some stations leave their connectors out of service after an install that failed. */
const connectorsOut = ({ station }: JobFacts): readonly string[] =>
  station.connectors
    .filter(({ status }) => status === "Unavailable" || status === "Faulted")
    .map(({ evse, connector }) => `${evse}/${connector}`);

/** J8, J14, J18, J20: a higher rank, more bytes, or a boot with the old version. */
function advance(draft: Draft, job: JobFacts, told: readonly ReportFacts[]): boolean {
  const { attempt } = job;
  if (attempt === null) return false;
  const news = [...told.map(({ status, at }) => ({ phase: PHASE_OF[status] ?? null, at })), ...fetched(attempt)];
  const best = news.reduce((top, one) => (rankOf(one.phase) > rankOf(top.phase) ? one : top), {
    phase: attempt.phase,
    at: attempt.progressAt,
  });
  const isHigher = rankOf(best.phase) > rankOf(attempt.phase);
  const progressAt = Math.max(attempt.progressAt, best.at, bytesAt(attempt));
  setAttempt(draft, job, {
    ...(isHigher && best.phase !== null ? marksOf(attempt, { phase: best.phase, at: best.at }) : {}),
    ...(progressAt > attempt.progressAt ? { progressAt } : {}),
    ...oldBoot(draft, job, attempt),
  });
  const isAlive = told.length > 0 || progressAt > attempt.progressAt;
  return moveOn(draft, jobOf(draft, job.id), { isHigher, isAlive });
}

function moveOn(draft: Draft, job: JobFacts, { isHigher, isAlive }: { isHigher: boolean; isAlive: boolean }): boolean {
  const phase = job.attempt?.phase ?? null;
  if (job.status === "InProgress") {
    if (isHigher) setJob(draft, job.id, { set: { phase }, cause: "Progress" });
    return false;
  }
  const isAdopted = job.status === "Reconciling";
  if (!isAlive || (isAdopted && isOverdue(draft, job))) return false;
  setAttempt(draft, job, isAdopted ? { reconcilingAt: null, progressAt: draft.now } : { progressAt: draft.now });
  setJob(draft, job.id, { set: { status: "InProgress", phase }, cause: isAdopted ? "Adopted" : "StatusHeard" });
  return true;
}

/** Adopted again and again without ever being done. */
export function isOverdue({ now, campaign: { spec } }: Draft, { attempt, statusAt }: JobFacts): boolean {
  const { lostSeconds, stallSeconds, installSeconds, rebootSeconds } = spec;
  const sentAt = attempt?.command.sentAt ?? statusAt;
  return now >= secondsFrom(sentAt, lostSeconds + stallSeconds + installSeconds + rebootSeconds);
}

function marksOf({ installingAt, rebootingAt }: AttemptFacts, { phase, at }: { phase: Phase; at: number }) {
  const isInstalling = rankOf(phase) >= rankOf("Installing") && installingAt === null;
  const isRebooting = phase === "Rebooting" && rebootingAt === null;
  return { phase, ...(isInstalling ? { installingAt: at } : {}), ...(isRebooting ? { rebootingAt: at } : {}) };
}

/** What our own file server saw: the progress of stations that tell none. */
function fetched({ grant }: AttemptFacts): readonly { readonly phase: Phase; readonly at: number }[] {
  if (grant === null || grant.firstByteAt === null) return [];
  const begun = { phase: "Downloading", at: grant.firstByteAt } as const;
  return grant.completedAt === null ? [begun] : [begun, { phase: "Downloaded", at: grant.completedAt }];
}

const bytesAt = ({ grant, phase }: AttemptFacts): number =>
  rankOf(phase) <= rankOf("Downloading") ? (grant?.lastByteAt ?? 0) : 0;

/** J18: bootloaders boot too. The clock of the reboot runs from the last one. */
function oldBoot(draft: Draft, job: JobFacts, attempt: AttemptFacts): { readonly rebootingAt?: number } {
  const { bootedAt, version } = job.station;
  if (bootedAt === null || !hasBootedSince(job, attempt) || draft.isTarget(version)) return {};
  return attempt.rebootingAt === null || bootedAt > attempt.rebootingAt ? { rebootingAt: bootedAt } : {};
}
