import type { JobFacts } from "@/lib/domain/firmware/campaign-snapshot";
import { type Applied, type ChangeOf, changesOf, instants, json } from "./applied";

/** How far attempts are, and which are over. What an attempt that is over was given can no longer be fetched. */
export async function applyAttemptChanges(applied: Applied): Promise<void> {
  const { unit, changes, jobs, at } = applied;
  for (const change of changesOf(changes, "Attempt")) await writeAttempt(applied, change);
  const byAttempt = new Map([...jobs.values()].flatMap((job) => (job.attempt === null ? [] : [[job.attempt.id, job]])));
  const closed = changesOf(changes, "CloseAttempt");
  for (const change of closed) await closeAttempt(applied, change, byAttempt.get(change.attemptId));
  const cut = [...closed, ...changesOf(changes, "RevokeGrant")].map(({ attemptId }) => attemptId);
  if (cut.length === 0) return;
  await unit.tx.downloadGrant.updateMany({
    where: { attemptId: { in: cut }, revokedAt: null },
    data: { revokedAt: at },
  });
}

async function writeAttempt({ unit }: Applied, { attemptId, set }: ChangeOf<"Attempt">): Promise<void> {
  const { progressAt, installingAt, rebootingAt, reconcilingAt, heardReportId, evidence, phase } = set;
  await unit.tx.firmwareAttempt.update({
    where: { id: attemptId },
    data: {
      ...instants({ installingAt, rebootingAt, reconcilingAt }),
      ...(progressAt === undefined ? {} : { progressAt: new Date(progressAt) }),
      ...(phase === undefined ? {} : { phase }),
      ...(heardReportId === undefined ? {} : { heardReportId }),
      ...(evidence === undefined ? {} : { evidence: json(evidence) }),
    },
  });
}

async function closeAttempt(
  { unit, at, journal }: Applied,
  { attemptId, outcome, evidence }: ChangeOf<"CloseAttempt">,
  job: JobFacts | undefined,
): Promise<void> {
  if (job === undefined) throw new Error(`an attempt ${attemptId} is closed that was not looked at`);
  await unit.tx.firmwareAttempt.update({
    // One that is closed stays closed, as it was.
    where: { id: attemptId, closedAt: null },
    data: {
      closedAt: at,
      outcome,
      after: json(healthOf(job)),
      ...(evidence === undefined ? {} : { evidence: json(evidence) }),
    },
  });
  const data = { attemptId, n: job.attempt?.n ?? 0, stationId: job.stationId };
  journal.push({ type: "AttemptClosed", jobId: job.id, cause: outcome, data });
}

const healthOf = ({ station }: JobFacts) => ({
  version: station.version,
  serialNumber: station.serialNumber,
  connectors: station.connectors.map(({ evse, connector, status }) => ({ evse, connector, status })),
  settings: station.settings,
});
