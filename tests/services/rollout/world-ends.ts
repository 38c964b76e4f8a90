/** What must hold once all is over (I10, I11, I13, I14, I17, I18). */
import type { Database } from "@/lib/db/client";
import { isCampaignOver, isJobOver, isWaveOpen } from "@/lib/domain/firmware/campaign-states";
import { storedSpec } from "@/lib/services/campaigns/spec-fields";
import { storedHash } from "@/lib/services/campaigns/spec-hash";
import { GENESIS, journalHash } from "@/lib/services/rollout/journal";
import { wordOf } from "@/lib/services/rollout/stored-words";
import type { Marking } from "./world-checks";
import { NEW, type Planned, type Sim } from "./world-fleet";

type Ended = Marking & {
  readonly db: Database;
  readonly sims: readonly Sim[];
  /** Updates put on a wire that were not declined unheard, by job. */
  readonly sends: ReadonlyMap<string, number>;
};

export async function checkEnd(ended: Ended, campaign: Planned): Promise<void> {
  const { db, breaks, mark } = ended;
  const stored = await readEnded(db, campaign.id);
  mark(`end ${stored.status}`);
  if (!isCampaignOver(wordOf(stored.status))) {
    const jobs = stored.jobs.map(({ status, blockedBy }) => `${status}/${blockedBy}`);
    breaks(`I13 stays ${stored.status}/${stored.pauseCause}: ${jobs.join(" ")}`);
  }
  if (stored.waves.some(({ status }) => isWaveOpen(wordOf(status)))) breaks("I13 a wave stays open");
  for (const job of stored.jobs) checkJob(ended, campaign, job);
  await checkApproval(ended, stored);
  checkJournal(ended, stored);
  checkCounters(ended, stored);
}

const readEnded = (db: Database, id: string) =>
  db.campaign.findUniqueOrThrow({
    where: { id },
    include: { jobs: true, waves: true, approvals: true, release: true, events: { orderBy: { seq: "asc" } } },
  });
type Stored = Awaited<ReturnType<typeof readEnded>>;
type Job = Stored["jobs"][number];

/** I10, I13 */
function checkJob(ended: Ended, planned: Planned, job: Job): void {
  const { sends, breaks } = ended;
  if (!isJobOver(wordOf(job.status))) breaks(`I13 a job stays ${job.status}`);
  const sent = sends.get(job.id) ?? 0;
  if (sent > planned.spec.attemptsMax) breaks(`I10 ${sent} sends for one job`);
  if (job.status === "Succeeded") checkSuccess(ended, planned, job);
}

/** I11 */
function checkSuccess({ sims, breaks }: Ended, { spec, isBestEffort }: Planned, job: Job): void {
  const station = sims.find(({ id }) => id === job.stationId)?.station;
  if (station?.version !== NEW && job.isVerified !== false)
    breaks("I11 succeeded, and its station runs the old version");
  if (job.isVerified !== true && !isBestEffort) breaks("I11 succeeded without proof");
  const { finishedAt, verifyingAt } = job;
  if (finishedAt === null || verifyingAt === null) return breaks("I11 succeeded without having been verified");
  const healthy = finishedAt.getTime() - verifyingAt.getTime();
  if (healthy < spec.healthSeconds * 1_000) breaks("I11 succeeded before the health time was over");
}

/** I17 */
async function checkApproval({ db, breaks }: Ended, stored: Stored): Promise<void> {
  const [approval] = stored.approvals;
  const writers = [stored.createdById, stored.lastEditedById, ...stored.editorIds];
  if (approval === undefined || writers.includes(approval.byId)) breaks("I17 nobody else approved it");
  const spec = storedSpec(stored.spec);
  const hash = await storedHash(db, { campaignId: stored.id, spec, release: stored.release });
  if (approval?.specHash !== hash || stored.specHash !== hash)
    breaks("I17 what was carried out is not what was approved");
}

/** I18: the journal alone tells how everything ended. */
function checkJournal(ended: Ended, stored: Stored): void {
  checkChain(ended, stored);
  const { breaks } = ended;
  const { events, status } = stored;
  const moves = events.filter(({ from, to }) => from !== null || to !== null);
  const told = moves.findLast(({ type }) => type === "CampaignChanged")?.to;
  if (told !== status) breaks(`I18 the journal ends with ${told}, the campaign with ${status}`);
  checkMoves(ended, stored, moves);
}

function checkChain({ breaks }: Ended, { events }: Stored): void {
  let prevHash = GENESIS;
  for (const event of events) {
    if (event.prevHash !== prevHash || journalHash(event) !== event.hash) breaks("I18 the chain is broken");
    prevHash = event.hash;
  }
}

function checkMoves({ breaks }: Ended, { jobs, waves }: Stored, moves: Stored["events"]): void {
  for (const job of jobs) {
    const last = moves.findLast(({ jobId, type }) => jobId === job.id && type === "JobChanged")?.to ?? "Pending";
    if (last !== job.status) breaks(`I18 the journal ends with ${last}, a job with ${job.status}`);
  }
  for (const wave of waves) {
    const ofWave = moves.findLast(({ type, data }) => type === "WaveChanged" && waveOf(data) === wave.index);
    const last = ofWave?.to ?? "Pending";
    if (last !== wave.status) breaks(`I18 the journal ends with ${last}, a wave with ${wave.status}`);
  }
}

const waveOf = (data: unknown): unknown =>
  typeof data === "object" && data !== null && "wave" in data ? data.wave : null;

/** I18: the waves' counters are what counting gives, of the last generation of each station. */
function checkCounters({ breaks }: Ended, { jobs, waves }: Stored): void {
  const isLast = (job: Job): boolean =>
    !jobs.some((other) => other.stationId === job.stationId && other.generation > job.generation);
  for (const wave of waves) {
    const ofWave = jobs.filter((job) => job.waveIndex === wave.index && isLast(job));
    const count = (status: string): number => ofWave.filter((job) => job.status === status).length;
    const counted = [ofWave.length, ...["Succeeded", "Failed", "Skipped", "Expired", "Cancelled"].map(count)];
    const stored = [wave.total, wave.succeeded, wave.failed, wave.skipped, wave.expired, wave.cancelled];
    if (counted.join() !== stored.join()) breaks(`I18 counted ${counted.join()}, stored ${stored.join()}`);
  }
}

const NOTHING = { attempts: 0, commands: 0, owed: 0, restored: 0 };

/** I13, I14: nothing of any campaign is left over. */
export async function checkLeft({ db, sims, breaks, mark }: Omit<Ended, "sends">): Promise<void> {
  const ids = sims.map(({ id }) => id);
  const [left = NOTHING] = await db.$queryRaw<(typeof NOTHING)[]>`
    SELECT
      (SELECT count(*)::int FROM firmware_attempt WHERE station_id = ANY (${ids}::int[]) AND closed_at IS NULL) AS attempts,
      (SELECT count(*)::int FROM command WHERE station_id = ANY (${ids}::int[]) AND name = 'UpdateFirmware'
        AND state IN ('Pending', 'Sent')) AS commands,
      (SELECT count(*)::int FROM restore_obligation WHERE station_id = ANY (${ids}::int[]) AND done_at IS NULL) AS owed,
      (SELECT count(*)::int FROM restore_obligation WHERE station_id = ANY (${ids}::int[]) AND done_at IS NOT NULL)
        AS restored`;
  if (left.attempts > 0) breaks("I13 an attempt stays open");
  if (left.commands > 0) breaks("I13 an update stays in the outbox");
  if (left.owed > 0 || sims.some(({ station }) => station.isOut)) breaks("I14 a station stays out of service");
  if (left.restored > 0) mark("restored");
}
