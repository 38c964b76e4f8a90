import { DEFAULT_SPEC, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { appendEvents } from "@/lib/services/rollout/journal";
import { SEED_ACTOR, type SeedTx } from "./seed-tx";

const DAY_MS = 86_400_000;
const JOBS_MAX = 600;

const ROLLOUTS = [
  { vendor: "Kituo", model: "Bonde 22", version: "1.5.0", daysAgo: 40 },
  { vendor: "Nordvolt", model: "Fjell 11", version: "3.2.0", daysAgo: 120 },
] as const;
type Rollout = (typeof ROLLOUTS)[number];

/**
 * Campaigns that are over: who runs the version now took it, the others failed or were never reached. Their journals
 * are chained as the engine chains them. The releases are retired, since there is no image.
 */
export async function seedFirmware(tx: SeedTx, at: Date): Promise<void> {
  for (const rollout of ROLLOUTS) {
    const startedAt = new Date(at.getTime() - rollout.daysAgo * DAY_MS);
    const ids = await insertCampaign(tx, rollout, startedAt);
    await insertJobs(tx, rollout, { ...ids, startedAt });
    await countWave(tx, ids.campaignId, startedAt);
    await writeJournal(tx, ids.campaignId, startedAt);
  }
}

type Ids = { readonly campaignId: string; readonly releaseId: string };

async function insertCampaign(tx: SeedTx, rollout: Rollout, startedAt: Date): Promise<Ids> {
  const { vendor, model, version } = rollout;
  const wave = { name: "All", size: { type: "Rest" }, gate: "Auto", rule: WAVE_RULE } as const;
  const [ids] = await tx.$queryRaw<Ids[]>`
    SELECT md5('release' || ${vendor + version})::uuid::text AS "releaseId", md5('campaign' || ${vendor + version})::uuid::text AS "campaignId"`;
  if (ids === undefined) throw new Error("the database gave no ids");
  const by = { createdById: SEED_ACTOR.id, createdBy: SEED_ACTOR.name };
  await tx.firmwareRelease.create({
    data: {
      id: ids.releaseId,
      vendor,
      models: [model],
      version,
      expectedVersion: version,
      fileName: `${vendor.toLowerCase()}-${version}.bin`,
      status: "Retired",
      uploadedById: by.createdById,
      uploadedBy: by.createdBy,
      createdAt: startedAt,
      retiredAt: new Date(startedAt.getTime() + 20 * DAY_MS),
    },
  });
  await tx.campaign.create({
    data: {
      ...by,
      id: ids.campaignId,
      name: `${model} to ${version}`,
      releaseId: ids.releaseId,
      spec: JSON.parse(JSON.stringify({ ...DEFAULT_SPEC, targets: { vendor, models: [model] }, waves: [wave] })),
      status: "Completed",
      outcome: "Partial",
      lastEditedById: SEED_ACTOR.id,
      createdAt: startedAt,
      submittedAt: startedAt,
      approvedAt: startedAt,
      startedAt,
      finishedAt: new Date(startedAt.getTime() + 3 * DAY_MS),
      waves: {
        create: { index: 0, name: wave.name, gate: wave.gate, rule: wave.rule, status: "Passed", openedAt: startedAt },
      },
    },
  });
  return ids;
}

async function insertJobs(tx: SeedTx, rollout: Rollout, campaign: Ids & { readonly startedAt: Date }): Promise<void> {
  const { vendor, model, version } = rollout;
  const at = campaign.startedAt.toISOString();
  await tx.$executeRaw`
    INSERT INTO firmware_job (id, campaign_id, wave_index, station_id, site_id, place, status, reason, phase, attempts,
      status_at, from_version, seen_version, is_verified, started_at, finished_at)
    SELECT md5('job' || ${campaign.campaignId} || f.id)::uuid, ${campaign.campaignId}::uuid, 0, f.id, f.site_id, row_number() OVER (ORDER BY f.id) - 1,
      status, CASE status WHEN 'Expired' THEN 'Offline' WHEN 'Failed' THEN why END,
      CASE status WHEN 'Succeeded' THEN 'Installed' WHEN 'Failed' THEN 'Downloading' END, (status <> 'Expired')::int, done_at,
      CASE WHEN status = 'Succeeded' THEN 'before' ELSE f.version END, f.version, CASE WHEN status = 'Succeeded' THEN true END,
      CASE WHEN status <> 'Expired' THEN done_at - interval '11 minutes' END, done_at
    FROM (SELECT * FROM seed_fleet WHERE has_been AND vendor = ${vendor} AND model = ${model} ORDER BY id LIMIT ${JOBS_MAX}::int) f,
      LATERAL (SELECT CASE WHEN f.version = ${version} THEN 'Succeeded' WHEN pg_temp.draw(f.id, 'update') < 0.5 THEN 'Failed' ELSE 'Expired' END AS status,
        pg_temp.pick(f.id, 'why', ARRAY['DownloadFailed', 'InstallFailed', 'Lost']) AS why,
        ${at}::timestamptz + interval '1 second' * (1200 + pg_temp.draw(f.id, 'updated') * 200000) AS done_at) j`;
  await tx.$executeRaw`
    INSERT INTO firmware_attempt (id, job_id, station_id, command_id, n, opened_at, closed_at, outcome, phase, progress_at,
      epoch_at_open, from_version)
    SELECT md5('attempt' || id)::uuid, id, station_id, md5('update' || id)::uuid, 1, started_at, finished_at,
      CASE status WHEN 'Succeeded' THEN 'Ok' ELSE reason END, phase, finished_at, 1, from_version
    FROM firmware_job WHERE campaign_id = ${campaign.campaignId}::uuid AND attempts = 1 ORDER BY place`;
  await tx.$executeRaw`
    INSERT INTO command (id, station_id, name, request, state, requested_by_kind, requested_by_id, requested_by, created_at,
      expires_at, sent_at, answered_at, settled_at, epoch, action, answer_status, rev)
    SELECT a.command_id, a.station_id, 'UpdateFirmware',
      jsonb_build_object('type', 'UpdateFirmware', 'location', 'https://firmware.invalid/image.bin', 'retrieveAt', a.opened_at),
      CASE a.outcome WHEN 'Ok' THEN 'Done' ELSE 'NoEffect' END::"CommandState", 'campaign', ${campaign.campaignId}, 'Seed', a.opened_at,
      a.opened_at + interval '1 hour', a.opened_at, a.opened_at + interval '1 second', a.closed_at, 1, 'UpdateFirmware', 'Accepted', 3
    FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id WHERE j.campaign_id = ${campaign.campaignId}::uuid
    ORDER BY a.opened_at, a.station_id`;
}

async function countWave(tx: SeedTx, campaignId: string, startedAt: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE campaign_wave w SET total = c.total, succeeded = c.succeeded, failed = c.failed, lost = c.lost, expired = c.expired,
      closed_at = ${startedAt.toISOString()}::timestamptz + interval '3 days'
    FROM (SELECT count(*)::int AS total, count(*) FILTER (WHERE status = 'Succeeded')::int AS succeeded,
        count(*) FILTER (WHERE status = 'Failed')::int AS failed, count(*) FILTER (WHERE reason = 'Lost')::int AS lost,
        count(*) FILTER (WHERE status = 'Expired')::int AS expired
      FROM firmware_job WHERE campaign_id = ${campaignId}::uuid) c
    WHERE w.campaign_id = ${campaignId}::uuid`;
}

async function writeJournal(tx: SeedTx, campaignId: string, at: Date): Promise<void> {
  const jobs = await tx.firmwareJob.findMany({
    where: { campaignId },
    orderBy: { place: "asc" },
    select: { id: true, status: true, reason: true },
  });
  const step = (from: string | null, to: string, cause: string) => ({
    type: "CampaignChanged",
    ...(from === null ? {} : { from }),
    to,
    cause,
  });
  await appendEvents(tx, { campaignId, actor: { ...SEED_ACTOR, role: "engineer" }, at }, [
    step(null, "Draft", "Created"),
    step("Draft", "PendingApproval", "Submitted"),
    step("PendingApproval", "Scheduled", "Approved"),
    step("Scheduled", "Running", "Started"),
    ...jobs.map(({ id, status, reason }) => ({
      type: "JobChanged",
      jobId: id,
      from: "Pending",
      to: status,
      cause: reason ?? "Verified",
    })),
    step("Running", "Completed", "AllSettled"),
  ]);
}
