import type { Station } from "@/lib/db/generated/client";
import { BLOCKERS, CAMPAIGN_STATES, JOB_REASONS, JOB_STATES, PHASES } from "@/lib/domain/firmware/campaign-states";
import { newestFirst } from "@/lib/domain/firmware/newest-release";
import type { StationFirmware, StationJob } from "@/lib/domain/firmware/station-firmware";
import { isSameName, versionMatcher } from "@/lib/domain/firmware/version-match";
import { requirePermission, type ServiceContext } from "../context";
import { findStationOrThrow } from "../stations/find-station";
import { readUpdateLock } from "../stations/lock-updates";

const JOBS_MAX = 5;

/** A charger's firmware: what it runs, what there is for it, whether updates are kept away, and its last campaigns. */
export async function readStationFirmware(ctx: ServiceContext, identity: string): Promise<StationFirmware> {
  requirePermission(ctx, "read");
  const station = await findStationOrThrow(ctx.db, identity);
  const [lock, jobs, available] = await Promise.all([
    readUpdateLock(ctx, identity),
    readJobs(ctx, station.id),
    availableFor(ctx, station),
  ]);
  return { version: station.firmwareVersion, available, lock, jobs };
}

type Told = Pick<Station, "vendor" | "model" | "firmwareVersion">;

/** By the rule of the compliance page: the newest verified release for the model. */
async function availableFor(
  ctx: ServiceContext,
  { vendor, model, firmwareVersion }: Told,
): Promise<StationFirmware["available"]> {
  if (vendor === null || model === null) return null;
  const releases = await ctx.db.firmwareRelease.findMany({
    where: { status: "Verified", vendor: { equals: vendor, mode: "insensitive" } },
  });
  const newest = releases.toSorted(newestFirst).find(({ models }) => models.some((each) => isSameName(each, model)));
  if (newest === undefined || versionMatcher(newest)(firmwareVersion)) return null;
  return { releaseId: newest.id, version: newest.version };
}

async function readJobs(ctx: ServiceContext, stationId: number): Promise<readonly StationJob[]> {
  const rows = await ctx.db.firmwareJob.findMany({
    // What is only planned or waits for approval is not yet this charger's matter.
    where: { stationId, campaign: { status: { notIn: ["Draft", "PendingApproval", "Rejected"] } } },
    orderBy: [{ statusAt: "desc" }, { id: "desc" }],
    take: JOBS_MAX,
    include: { campaign: { select: { name: true, status: true, release: { select: { version: true } } } } },
  });
  return rows.map((row) => ({
    id: row.id,
    campaignId: row.campaignId,
    campaign: row.campaign.name,
    campaignStatus: wordOf(CAMPAIGN_STATES, row.campaign.status),
    version: row.campaign.release.version,
    status: wordOf(JOB_STATES, row.status),
    reason: JOB_REASONS.find((word) => word === row.reason) ?? null,
    blockedBy: BLOCKERS.find((word) => word === row.blockedBy) ?? null,
    phase: PHASES.find((word) => word === row.phase) ?? null,
    isVerified: row.isVerified,
    lateOutcome: row.lateOutcome === "Recovered" ? "Recovered" : null,
    attempts: row.attempts,
    statusAt: row.statusAt.toISOString(),
  }));
}

function wordOf<Word extends string>(words: readonly Word[], told: string): Word {
  const known = words.find((word) => word === told);
  if (known === undefined) throw new Error(`unknown word of a campaign in the books: ${told}`);
  return known;
}
