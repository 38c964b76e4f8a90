import { type Applied, changesOf, instants, json } from "./applied";

/** How far attempts are, and which are over. What an attempt that is over was given can no longer be fetched. */
export async function applyAttemptChanges({ unit, changes, jobs, at, journal }: Applied): Promise<void> {
  const { tx } = unit;
  for (const { attemptId, set } of changesOf(changes, "Attempt")) {
    const { progressAt, installingAt, rebootingAt, reconcilingAt, heardReportId, evidence, phase } = set;
    await tx.firmwareAttempt.update({
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
  const byAttempt = new Map([...jobs.values()].flatMap((job) => (job.attempt === null ? [] : [[job.attempt.id, job]])));
  for (const { attemptId, outcome, evidence } of changesOf(changes, "CloseAttempt")) {
    const job = byAttempt.get(attemptId);
    await tx.firmwareAttempt.update({
      // One that is closed stays closed, as it was.
      where: { id: attemptId, closedAt: null },
      data: {
        closedAt: at,
        outcome,
        ...(job === undefined ? {} : { after: json(healthOf(job)) }),
        ...(evidence === undefined ? {} : { evidence: json(evidence) }),
      },
    });
    const data = { attemptId, ...(job === undefined ? {} : { n: job.attempt?.n ?? 0, stationId: job.stationId }) };
    journal.push({ type: "AttemptClosed", ...(job === undefined ? {} : { jobId: job.id }), cause: outcome, data });
  }
  const cut = [...changesOf(changes, "CloseAttempt"), ...changesOf(changes, "RevokeGrant")];
  await tx.downloadGrant.updateMany({
    where: { attemptId: { in: cut.map(({ attemptId }) => attemptId) }, revokedAt: null },
    data: { revokedAt: at },
  });
}

const healthOf = ({ station }: Applied["snapshot"]["jobs"][number]) => ({
  version: station.version,
  serialNumber: station.serialNumber,
  connectors: station.connectors.map(({ evse, connector, status }) => ({ evse, connector, status })),
  settings: station.settings,
});
