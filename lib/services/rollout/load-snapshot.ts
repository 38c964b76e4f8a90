import type { Campaign, CampaignWave, FirmwareRelease } from "@/lib/db/generated/client";
import type {
  CampaignFacts,
  CampaignSnapshot,
  JobFacts,
  ReleaseFacts,
  SoakFigures,
  WaveFacts,
} from "@/lib/domain/firmware/campaign-snapshot";
import type { CampaignSpec, WaveRule } from "@/lib/domain/firmware/campaign-spec";
import { type CampaignState, isCampaignOver, isWaveOpen } from "@/lib/domain/firmware/campaign-states";
import type { ImageProof } from "../campaigns/require-image";
import type { Tx } from "../context";
import { ServiceError } from "../errors";
import { readAttempts } from "./snapshot-attempts";
import { readCounts } from "./snapshot-counts";
import { readExtras } from "./snapshot-extras";
import { type JobRow, readJobs } from "./snapshot-jobs";
import { readSites } from "./snapshot-sites";
import { toJobFacts } from "./snapshot-stations";
import { compareSoak } from "./soak-figures";
import { findStartProof } from "./start-proof";
import { wordOf } from "./stored-words";

type Wanted = {
  /** Milliseconds since 1970. */
  readonly now: number;
  /**
   * For a barrier: the open attempts' commands are locked until the transaction ends, so that what is seen Pending stays
   * so, and the waiting jobs of all waves are looked at.
   */
  readonly locksCommands: boolean;
  /** Of a campaign that is to start by the clock: what its image was hashed to. */
  readonly image?: ImageProof | null;
};

/**
 * A campaign as the books have it now: what `decide` and `steer` look at. The caller holds the campaign's lock.
 * Few statements, whatever its size. Throws NotFound.
 */
export async function loadSnapshot(
  tx: Tx,
  campaignId: string,
  { now, locksCommands, image = null }: Wanted,
): Promise<CampaignSnapshot> {
  const row = await tx.campaign.findUnique({
    where: { id: campaignId },
    include: { release: true, waves: { orderBy: { index: "asc" } } },
  });
  if (row === null) throw new ServiceError("NotFound", `There is no campaign ${campaignId}.`);
  if (locksCommands) await lockCommands(tx, campaignId);
  const campaign = toCampaignFacts(row);
  const waves = row.waves.map(toWaveFacts);
  const isWhole = locksCommands || isEnding(campaign.status);
  const pendingOf = isWhole ? waves.map(({ index }) => index) : wavesToOpen(waves, now);
  const jobs = await readJobs(tx, { campaignId, now, pendingOf, isWhole });
  const attempts = await readAttempts(tx, campaignId);
  const extras = await readExtras(tx, { campaignId, jobs, vendor: row.release.vendor, now });
  const facts = (job: JobRow): JobFacts => toJobFacts(job, attempts.get(job.id) ?? null, extras);
  return {
    campaign,
    waves,
    jobs: jobs.map(facts),
    sites: await readSites(tx, { jobs, now }),
    ...(await readCounts(tx, { campaignId, now, acknowledgedAt: row.acknowledgedAt })),
    soak: await soakOf(tx, { campaign, waves, now }),
    startProof: image !== null && campaign.status === "Scheduled" ? await findStartProof(tx, campaignId, image) : null,
  };
}

const isEnding = (status: CampaignState): boolean =>
  status === "Aborting" || status === "Closing" || isCampaignOver(status);

async function lockCommands(tx: Tx, campaignId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT c.id FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id JOIN command c ON c.id = a.command_id
    WHERE j.campaign_id = ${campaignId}::uuid AND a.closed_at IS NULL ORDER BY c.number FOR UPDATE OF c`;
}

/** Waves whose pending jobs are looked at: thousands of stations need not be, while the wave before theirs is running. */
function wavesToOpen(waves: readonly WaveFacts[], now: number): readonly number[] {
  const open = waves.filter(({ status }) => isWaveOpen(status));
  const mayPass = open.every(({ status, soakUntil, overriddenAt }) => {
    return status !== "Running" && (overriddenAt !== null || soakUntil === null || soakUntil <= now);
  });
  const next = mayPass ? waves.filter(({ status }) => status === "Pending").slice(0, 1) : [];
  return [...open, ...next].map(({ index }) => index);
}

type Soaking = { readonly campaign: CampaignFacts; readonly waves: readonly WaveFacts[]; readonly now: number };

/** Only at the end of a soak: the figures are dear, and decide nothing before. */
async function soakOf(tx: Tx, { campaign, waves, now }: Soaking): Promise<SoakFigures | null> {
  const soaking = waves.find(({ status }) => status === "Soaking");
  if (soaking === undefined || !soaking.rule.comparesSoak || campaign.status !== "Running") return null;
  if (soaking.soakUntil === null || soaking.soakUntil > now) return null;
  return compareSoak(tx, { campaignId: campaign.id, waveIndex: soaking.index, now });
}

export function toCampaignFacts(row: Campaign & { readonly release: FirmwareRelease }): CampaignFacts {
  return {
    id: row.id,
    status: wordOf<CampaignState>(row.status),
    pauseCause: wordOf(row.pauseCause),
    outcome: wordOf(row.outcome),
    abortPolicy: wordOf(row.abortPolicy),
    spec: specOf(row.spec),
    release: toReleaseFacts(row.release),
    startAt: instant(row.startAt),
    startedAt: instant(row.startedAt),
    deadlineAt: instant(row.deadlineAt),
    approvedAt: instant(row.approvedAt),
    failBase: row.failBase,
    lostBase: row.lostBase,
    succeededBase: row.succeededBase,
    acknowledgedAt: instant(row.acknowledgedAt),
  };
}

/** A stored spec. Verbs alone write it, from parsed input. */
function specOf(spec: unknown): CampaignSpec {
  // Safe: parsed by zod before it was stored.
  return spec as CampaignSpec; // oxlint-disable-line typescript/no-unsafe-type-assertion
}

export const toReleaseFacts = (release: FirmwareRelease): ReleaseFacts => ({
  id: release.id,
  bytes: Number(release.bytes),
  isSigned: release.signature !== null && release.signingCertificate !== null,
  vendor: release.vendor,
  models: release.models,
  expectedVersion: release.expectedVersion,
  versionIsPattern: release.versionIsPattern,
  versionEvidence: wordOf(release.versionEvidence),
  fromVersions: release.fromVersions,
});

export function toWaveFacts(row: CampaignWave): WaveFacts {
  // Safe: part of a spec, parsed by zod before it was stored.
  const rule = row.rule as WaveRule; // oxlint-disable-line typescript/no-unsafe-type-assertion
  const { index, total, active, succeeded, failed, lost, skipped, expired, cancelled } = row;
  return {
    index,
    gate: wordOf(row.gate),
    rule,
    status: wordOf(row.status),
    releasedAt: instant(row.releasedAt),
    overriddenAt: instant(row.overriddenAt),
    openedAt: instant(row.openedAt),
    soakUntil: instant(row.soakUntil),
    total,
    active,
    succeeded,
    failed,
    lost,
    skipped,
    expired,
    cancelled,
  };
}

const instant = (at: Date | null): number | null => at?.getTime() ?? null;
