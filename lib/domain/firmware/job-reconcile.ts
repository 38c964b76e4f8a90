/**
 * An update of which it is not known how far it is, or whether it began (J17, J20–J23). Nothing is sent again before
 * its station has said, after our command could have reached it, that it does nothing.
 */

import { ask, isUnheard, isUnwilling, learnNoTrigger } from "./ask";
import type { AskFacts, AttemptFacts, JobFacts, ReportFacts } from "./campaign-snapshot";
import { furthest, rankOf } from "./campaign-states";
import { type Draft, jobOf, secondsFrom, setAttempt, setJob } from "./draft";
import { hasBootedSince, hear, isOverdue, isQuiet, verify } from "./hear-reports";
import { sentAtOf, stepRefused } from "./job-dispatching";
import { endFailed, failTry } from "./job-retry";

/** A command leaves within that of its mark, or never (§8.1). */
const SEND_BY_SECONDS = 3;
/** An answer to a question is waited for so long. */
const ANSWER_SECONDS = 60;
const REFUSALS: ReadonlySet<string> = new Set(["Rejected", "Failed", "NotSupported"]);

export function stepReconciling(draft: Draft, job: JobFacts): void {
  if (hear(draft, job)) return;
  const current = jobOf(draft, job.id);
  const { attempt, station } = current;
  if (attempt === null) return;
  if (draft.isTarget(station.version)) return verify(draft, current, { cause: "VersionSeen", at: draft.now });
  if (isLost(draft, current)) return lose(draft, current);
  if (!station.isOnline) return;
  if (isOverdue(draft, current)) return giveUp(draft, current, attempt);
  const since = attempt.reconcilingAt ?? draft.now;
  const { answeredAt } = attempt.command;
  if (answeredAt !== null && answeredAt >= since) return answeredLate(draft, current, attempt);
  inquire(draft, current, { attempt, since });
}

/** Its answer came after all. */
function answeredLate(draft: Draft, job: JobFacts, attempt: AttemptFacts): void {
  if (REFUSALS.has(attempt.command.state)) return stepRefused(draft, job, attempt);
  const phase = furthest(attempt.phase, "Accepted");
  setAttempt(draft, job, { phase, progressAt: draft.now, reconcilingAt: null });
  setJob(draft, job.id, { set: { status: "InProgress", phase }, cause: "AnsweredLate" });
}

const askedSince = ({ ask: asked, station }: JobFacts, since: number): AskFacts | null =>
  asked !== null && asked.askedAt >= since && !isUnheard(asked, station) ? asked : null;

type Inquiry = { readonly attempt: AttemptFacts; readonly since: number };

function inquire(draft: Draft, job: JobFacts, { attempt, since }: Inquiry): void {
  const asked = askedSince(job, since);
  if (asked?.what === "Boot") return afterBoot(draft, job, { attempt, since, asked });
  const told = toldAfter(asked, attempt);
  if (told !== null) {
    const inquiry = { attempt, since, told };
    return isQuiet(told.status) ? stepIdle(draft, job, inquiry) : stepForeign(draft, job, inquiry);
  }
  if (!canAsk(draft, job, asked)) return stepUnasked(draft, job, since);
  const notBefore = secondsFrom(asked?.askedAt ?? Number.NEGATIVE_INFINITY, ANSWER_SECONDS);
  if (draft.now < notBefore || draft.now <= secondsFrom(sentAtOf(attempt), SEND_BY_SECONDS)) return;
  ask(draft, job, "FirmwareStatus");
}

/** An answer counts that was asked for after our command could leave, on its connection or a newer one (§8.2). */
function toldAfter(asked: AskFacts | null, { command }: AttemptFacts): ReportFacts | null {
  if (asked === null) return null;
  const { what, report, sentAt, epoch } = asked;
  if (what !== "FirmwareStatus" || report === null || sentAt === null) return null;
  const isLater = sentAt > secondsFrom(command.sentAt ?? 0, SEND_BY_SECONDS);
  return isLater && (epoch ?? 0) >= (command.epoch ?? 0) ? report : null;
}

/** J22: another update runs there. */
function stepForeign(draft: Draft, job: JobFacts, { told, since }: Inquiry & { told: ReportFacts }): void {
  const isOurs = told.requestId === null || told.requestId === job.attempt?.command.number;
  const cause = isOurs ? "Stuck" : "ForeignUpdate";
  if (draft.now >= secondsFrom(since, draft.campaign.spec.installSeconds)) {
    const ending = isOurs ? ({ reason: "NotStarted", outcome: "NotStarted" } as const) : FOREIGN;
    return endFailed(draft, job, { ...ending, cause, evidence: { told: told.status, requestId: told.requestId } });
  }
  const isOld = job.ask !== null && draft.now >= secondsFrom(job.ask.askedAt, ANSWER_SECONDS);
  if (isOld) ask(draft, job, "FirmwareStatus");
}
const FOREIGN = { reason: "ForeignUpdate", outcome: "ForeignUpdate" } as const;

/** J21. Idle after the file was fetched may as well be a success whose reboot is still to come: the version decides. */
function stepIdle(draft: Draft, job: JobFacts, { attempt, since }: Inquiry): void {
  if (rankOf(attempt.phase) < rankOf("Downloaded")) return notStarted(draft, job, attempt);
  if (draft.now < secondsFrom(since, draft.campaign.spec.rebootSeconds)) return;
  if (hasBootedSince(job, attempt)) return notStarted(draft, job, attempt);
  ask(draft, job, "Boot");
}

function afterBoot(draft: Draft, job: JobFacts, { attempt, asked }: Inquiry & { asked: AskFacts }): void {
  const isTold = hasBootedSince(job, attempt);
  const isWaitedFor = !isUnwilling(asked) && draft.now < secondsFrom(asked.askedAt, ANSWER_SECONDS);
  if (isTold || !isWaitedFor) notStarted(draft, job, attempt);
}

function notStarted(draft: Draft, job: JobFacts, { phase }: AttemptFacts): void {
  const evidence = { version: job.station.version, phase };
  if (rankOf(phase) < rankOf("Installing")) {
    return failTry(draft, job, { reason: "NotStarted", outcome: "NotStarted", cause: "IdleWithOldVersion", evidence });
  }
  const mismatch = { reason: "VersionMismatch", outcome: "VersionMismatch", triesMax: 2 } as const;
  failTry(draft, job, { ...mismatch, cause: "IdleWithOldVersion", evidence });
}

function canAsk(draft: Draft, job: JobFacts, asked: AskFacts | null): boolean {
  if (job.station.can.statusTrigger === false) return false;
  if (asked?.state !== "NotSupported") return true;
  learnNoTrigger(draft, job);
  return false;
}

/** It cannot be asked, and nothing proves that it is over: it is not tried again by itself. */
function stepUnasked(draft: Draft, job: JobFacts, since: number): void {
  if (draft.now < secondsFrom(since, draft.campaign.spec.installSeconds)) return;
  endFailed(draft, job, { reason: "NotStarted", outcome: "NotStarted", cause: "NothingHeard" });
}

/** Adopted again and again without ever being done. */
function giveUp(draft: Draft, job: JobFacts, { phase }: AttemptFacts): void {
  const reason = rankOf(phase) >= rankOf("Installing") ? "InstallFailed" : "NotStarted";
  endFailed(draft, job, { reason, outcome: reason, cause: "NeverDone", evidence: { phase } });
}

/** J23: nothing was seen of it for so long. */
export function isLost(draft: Draft, { station, attempt }: JobFacts): boolean {
  if (station.isOnline || attempt === null) return false;
  const seenAt = Math.max(station.disconnectedAt ?? 0, attempt.progressAt, sentAtOf(attempt));
  return draft.now >= secondsFrom(seenAt, draft.campaign.spec.lostSeconds);
}

export function lose(draft: Draft, job: JobFacts): void {
  endFailed(draft, job, { reason: "Lost", outcome: "Lost", cause: "Lost", evidence: { phase: job.phase } });
}
