import type { CampaignState } from "@/lib/domain/firmware/campaign-states";
import { versionMatcher } from "@/lib/domain/firmware/version-match";
import { CHANNELS, inTransaction, type ServiceContext } from "../context";
import { appendEvents } from "./journal";
import { holdLead } from "./lead";
import { wordOf } from "./stored-words";

type Candidate = {
  readonly id: string;
  readonly campaignId: string;
  readonly stationId: number;
  readonly identity: string;
  readonly version: string;
  readonly expectedVersion: string;
  readonly versionIsPattern: boolean;
};

const PER_ROUND_MAX = 500;

/**
 * Stations that were given up and have come back with the new version since: it is kept, also of campaigns that are
 * over. The verdict stays; whether it still counts against the campaign is for a person to say. Safe to repeat.
 */
export async function keepLateResults(ctx: ServiceContext, lead: number): Promise<number> {
  const candidates = await ctx.db.$queryRaw<Candidate[]>`
    SELECT j.id, j.campaign_id AS "campaignId", j.station_id AS "stationId", s.identity, s.firmware_version AS version,
      r.expected_version AS "expectedVersion", r.version_is_pattern AS "versionIsPattern"
    FROM firmware_job j JOIN station s ON s.id = j.station_id
    JOIN campaign c ON c.id = j.campaign_id JOIN firmware_release r ON r.id = c.release_id
    WHERE j.status = 'Failed' AND j.late_outcome IS NULL AND s.booted_at > j.finished_at
      AND s.firmware_version IS NOT NULL AND s.firmware_version IS DISTINCT FROM j.from_version
    LIMIT ${PER_ROUND_MAX}`;
  const recovered = candidates.filter((candidate) => versionMatcher(candidate)(candidate.version));
  for (const job of recovered) await keep(ctx, lead, job);
  return recovered.length;
}

async function keep(ctx: ServiceContext, lead: number, job: Candidate): Promise<void> {
  const { campaignId, identity, version } = job;
  await inTransaction(ctx, async ({ tx, announce }) => {
    if (!(await holdLead(tx, lead))) return;
    await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${campaignId}::uuid FOR UPDATE`;
    const { count } = await tx.firmwareJob.updateMany({
      where: { id: job.id, status: "Failed", lateOutcome: null },
      data: { lateOutcome: "Recovered", seenVersion: version, rev: { increment: 1 } },
    });
    if (count === 0) return;
    const data = { stationId: job.stationId, version };
    const entry = { type: "JobLate", jobId: job.id, to: "Recovered", cause: "LateSuccess", data };
    await appendEvents(tx, { campaignId, actor: ctx.actor, at: ctx.now() }, [entry]);
    const { rev, status } = await tx.campaign.update({
      where: { id: campaignId },
      data: { rev: { increment: 1 } },
      select: { rev: true, status: true },
    });
    const identities = [identity];
    await announce({ type: "CampaignChanged", campaignId, rev, status: wordOf<CampaignState>(status), identities });
    await tx.$executeRaw`SELECT pg_notify(${CHANNELS.rollout}, ${campaignId})`;
  });
}
