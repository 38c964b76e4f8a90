import { Prisma } from "@/lib/db/generated/client";
import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { JobFacts } from "@/lib/domain/firmware/campaign-snapshot";
import { type CampaignState, isJobOver, isWaveOpen, type JobState } from "@/lib/domain/firmware/campaign-states";
import { CHANNELS, type Unit } from "../context";
import { type Applied, type Applying, type ChangeOf, changesOf, instants, jobFrom, json } from "./applied";
import { applyAttemptChanges } from "./apply-attempts";
import { ask, cancelUpdates, openAttempts, revokeCommands } from "./apply-commands";
import { learn } from "./apply-learning";
import { applyDrains } from "./apply-restores";
import { countWaves } from "./count-waves";
import { appendEvents } from "./journal";
import { lockUpdatesOf, updatedByHand } from "./updates-by-hand";

/** Stations named in one announcement. */
const IDENTITIES_MAX = 50;

/**
 * Writes what was decided: rows, journal, commands, grants and obligations, the waves' counters, one announcement. All
 * of it is in the caller's transaction, which holds the campaign's lock. Returns the changes that were applied: a
 * station whose update somebody has asked for by hand meanwhile is left out.
 */
export async function applyChanges(
  unit: Pick<Unit, "tx" | "announce">,
  applying: Applying,
): Promise<readonly CampaignChange[]> {
  const jobs = new Map(applying.snapshot.jobs.map((job) => [job.id, job]));
  const changes = await withoutTaken(unit, applying, jobs);
  if (changes.length === 0) return changes;
  const applied: Applied = { ...applying, changes, unit, jobs, at: new Date(applying.now), journal: [] };
  // First what is taken back: a barrier's commands are locked, and nothing of it may be left.
  await revokeCommands(applied);
  await applyAttemptChanges(applied);
  await openAttempts(applied);
  const waves = await applyJobs(applied);
  await applyWaves(applied);
  await ask(applied);
  await cancelUpdates(applied);
  await learn(applied);
  await applyDrains(applied);
  await countWaves(unit.tx, applying.campaignId, waves);
  await applyCampaign(applied);
  await appendEvents(unit.tx, { ...applying, at: applied.at }, applied.journal);
  return changes;
}

/** Attempts of stations that are updated by hand since the snapshot was taken are not opened. */
async function withoutTaken(
  { tx }: Pick<Unit, "tx">,
  { changes, now }: Applying,
  jobs: ReadonlyMap<string, JobFacts>,
): Promise<readonly CampaignChange[]> {
  const opened = changesOf(changes, "OpenAttempt");
  if (opened.length === 0) return changes;
  const stations = new Map(opened.map(({ jobId }) => [jobFrom(jobs, jobId).stationId, jobId]));
  await lockUpdatesOf(tx, [...stations.keys()]);
  const taken = await updatedByHand(tx, [...stations.keys()], new Date(now));
  const jobIds = new Set(taken.flatMap((id) => stations.get(id) ?? []));
  return jobIds.size === 0 ? changes : changes.filter((change) => !("jobId" in change && jobIds.has(change.jobId)));
}

/** Returns the waves whose counters these changes touch. */
async function applyJobs(applied: Applied): Promise<readonly number[]> {
  const { unit, changes, jobs, now } = applied;
  const sets = new Map<string, ChangeOf<"Job">["set"]>();
  const moved = new Set<string>();
  for (const change of changesOf(changes, "Job")) {
    const { jobId, set } = change;
    const earlier = sets.get(jobId);
    if (tellJob(applied, change, earlier?.status)) moved.add(jobId);
    sets.set(jobId, { ...earlier, ...set });
  }
  if (sets.size === 0) return [];
  const rows = [...sets].map(([id, set]) => ({
    id,
    set,
    isMoved: moved.has(id),
    isOver: moved.has(id) && set.status !== undefined && isJobOver(set.status),
  }));
  await writeJobs(unit, rows, now);
  return [...new Set([...moved].map((id) => jobFrom(jobs, id).waveIndex))];
}

/** Says in the journal what becomes of a job. True where its status is another one than before. */
function tellJob({ jobs, journal }: Applied, { jobId, set, cause }: ChangeOf<"Job">, earlier?: JobState): boolean {
  if (set.lateOutcome !== undefined) journal.push({ type: "JobLate", jobId, to: set.lateOutcome, cause });
  if (set.status === undefined) return false;
  const job = jobFrom(jobs, jobId);
  const from = earlier ?? job.status;
  if (set.status === from) return false;
  const reason = set.reason === undefined || set.reason === null ? {} : { reason: set.reason };
  const data = { stationId: job.stationId, wave: job.waveIndex, ...reason };
  journal.push({ type: "JobChanged", jobId, from, to: set.status, cause, data });
  return true;
}

type JobWrite = {
  readonly id: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly isMoved: boolean;
  readonly isOver: boolean;
};

/** A job that is over stays so: an update that would move it fails as a whole. */
async function writeJobs({ tx }: Pick<Unit, "tx">, rows: readonly JobWrite[], now: number): Promise<void> {
  const written = await tx.$executeRaw`
    WITH input AS (
      SELECT (e->>'id')::uuid AS id, e->'set' AS set, (e->>'isMoved')::boolean AS is_moved,
        (e->>'isOver')::boolean AS is_over, to_timestamp(${now}::float8 / 1000) AS at
      FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) AS e
    )
    UPDATE firmware_job j SET
      status = coalesce(i.set->>'status', j.status),
      reason = CASE WHEN i.set ? 'reason' THEN i.set->>'reason' ELSE j.reason END,
      blocked_by = CASE WHEN i.set ? 'blockedBy' THEN i.set->>'blockedBy' ELSE j.blocked_by END,
      blocked_since = CASE WHEN NOT i.set ? 'blockedBy' OR i.set->>'blockedBy' IS NOT DISTINCT FROM j.blocked_by
        THEN j.blocked_since WHEN i.set->>'blockedBy' IS NULL THEN NULL ELSE i.at END,
      phase = CASE WHEN i.set ? 'phase' THEN i.set->>'phase' ELSE j.phase END,
      attempts = coalesce((i.set->>'attempts')::int, j.attempts),
      undelivered = coalesce((i.set->>'undelivered')::int, j.undelivered),
      not_before = CASE WHEN i.set ? 'notBefore' THEN to_timestamp((i.set->>'notBefore')::float8 / 1000)
        ELSE j.not_before END,
      ready_at = CASE WHEN i.set ? 'readyAt' THEN to_timestamp((i.set->>'readyAt')::float8 / 1000) ELSE j.ready_at END,
      verifying_at = CASE WHEN i.set ? 'verifyingAt' THEN to_timestamp((i.set->>'verifyingAt')::float8 / 1000)
        ELSE j.verifying_at END,
      seen_version = CASE WHEN i.set ? 'seenVersion' THEN i.set->>'seenVersion' ELSE j.seen_version END,
      is_verified = coalesce((i.set->>'isVerified')::boolean, j.is_verified),
      late_outcome = coalesce(i.set->>'lateOutcome', j.late_outcome),
      evidence = CASE WHEN i.set ? 'evidence' THEN i.set->'evidence' ELSE j.evidence END,
      status_at = CASE WHEN i.is_moved THEN i.at ELSE j.status_at END,
      started_at = CASE WHEN i.set->>'status' = 'Dispatching' THEN coalesce(j.started_at, i.at) ELSE j.started_at END,
      finished_at = CASE WHEN i.is_over THEN i.at ELSE j.finished_at END,
      rev = j.rev + 1
    FROM input i
    WHERE j.id = i.id AND (NOT i.is_moved OR j.status NOT IN ('Succeeded', 'Failed', 'Skipped', 'Expired', 'Cancelled'))`;
  if (written !== rows.length) throw new Error(`${rows.length - written} jobs were over already, or are gone`);
}

/** A wave without anything to do goes through several states at one instant: each is told, the last one is written. */
async function applyWaves(applied: Applied): Promise<void> {
  const { snapshot, changes, journal } = applied;
  const sets = new Map<number, WaveSet>();
  for (const { index, set, cause } of changesOf(changes, "Wave")) {
    const earlier = sets.get(index);
    const from = earlier?.status ?? snapshot.waves.find((wave) => wave.index === index)?.status ?? "";
    const moved = set.status === undefined || set.status === from ? {} : { from, to: set.status };
    const verdict = set.verdict === undefined ? {} : { verdict: json(set.verdict) };
    journal.push({ type: "WaveChanged", ...moved, cause, data: { wave: index, ...verdict } });
    sets.set(index, { ...earlier, ...set });
  }
  await writeWaves(applied, sets);
}

type WaveSet = ChangeOf<"Wave">["set"];

async function writeWaves({ unit, campaignId }: Applied, sets: ReadonlyMap<number, WaveSet>): Promise<void> {
  // A wave that ends makes room for the next one, which the database would not let open beside it.
  const opens = ({ status }: WaveSet): number => Number(status !== undefined && isWaveOpen(status));
  const ordered = [...sets].toSorted(([, a], [, b]) => opens(a) - opens(b));
  for (const [index, { releasedAt, overriddenAt, openedAt, soakUntil, closedAt, verdict, ...rest }] of ordered) {
    await unit.tx.campaignWave.update({
      where: { campaignId_index: { campaignId, index } },
      data: {
        ...rest,
        ...instants({ releasedAt, overriddenAt, openedAt, soakUntil, closedAt }),
        ...(verdict === undefined ? {} : { verdict: json(verdict) }),
        rev: { increment: 1 },
      },
    });
  }
}

async function applyCampaign(applied: Applied): Promise<void> {
  const { unit, campaignId, snapshot, changes, at, actor } = applied;
  let status: CampaignState = snapshot.campaign.status;
  for (const change of changesOf(changes, "Campaign")) {
    await writeCampaign(applied, change, status);
    status = change.set.status ?? status;
  }
  // What nobody has approved for a while is approved anew (C7).
  if (status === "PendingApproval" || status === "Draft") {
    await unit.tx.campaignApproval.updateMany({ where: { campaignId, voidedAt: null }, data: { voidedAt: at } });
  }
  // An order names the revision that its giver saw: it is not overtaken by every step of a station.
  const isOther = changes.some(({ type }) => type === "Campaign" || type === "Wave");
  const { rev } = await unit.tx.campaign.update({
    where: { id: campaignId },
    data: { rev: { increment: isOther ? 1 : 0 } },
    select: { rev: true },
  });
  await unit.announce({ type: "CampaignChanged", campaignId, rev, status, identities: identitiesOf(applied) });
  // Whoever gave an order sees what comes of it without waiting for the engine's next round.
  if (actor.kind !== "system") await unit.tx.$executeRaw`SELECT pg_notify(${CHANNELS.rollout}, ${campaignId})`;
}

async function writeCampaign(
  { unit, campaignId, journal }: Applied,
  { set, cause }: ChangeOf<"Campaign">,
  from: CampaignState,
): Promise<void> {
  const { pauseEvidence, startedAt, deadlineAt, finishedAt, acknowledgedAt, ...rest } = set;
  const evidence = pauseEvidence === null ? Prisma.DbNull : json(pauseEvidence ?? {});
  await unit.tx.campaign.update({
    where: { id: campaignId },
    data: {
      ...rest,
      ...instants({ startedAt, deadlineAt, finishedAt, acknowledgedAt }),
      ...(pauseEvidence === undefined ? {} : { pauseEvidence: evidence }),
    },
  });
  const moved = set.status === undefined || set.status === from ? {} : { from, to: set.status };
  journal.push({ type: "CampaignChanged", ...moved, cause, data: json(set) });
}

function identitiesOf({ changes, jobs }: Applied): readonly string[] {
  const named = changes.flatMap((change) =>
    "jobId" in change ? (jobs.get(change.jobId)?.station.identity ?? []) : [],
  );
  return [...new Set(named)].slice(0, IDENTITIES_MAX);
}
