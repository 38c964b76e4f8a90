import { BLOCKERS, CAMPAIGN_STATES, JOB_REASONS, JOB_STATES, PHASES } from "@/lib/domain/firmware/campaign-states";
import type { StationFirmware, StationJob } from "@/lib/domain/firmware/station-firmware";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { isStorable } from "../storable";

const JOBS_MAX = 5;

/** A charger's firmware: what it runs, what there is for it, whether updates are kept away, and its last campaigns. */
export async function readStationFirmware(ctx: ServiceContext, identity: string): Promise<StationFirmware> {
  requirePermission(ctx, "read");
  const station = isStorable(identity)
    ? await ctx.db.station.findUnique({ where: { identity }, include: { updateLock: true } })
    : null;
  if (station === null) throw new ServiceError("NotFound", `There is no charger with the identity ${identity}.`);
  const { vendor, model, firmwareVersion, updateLock } = station;
  const [jobs, newest] = await Promise.all([
    readJobs(ctx, station.id),
    vendor === null || model === null ? null : newestRelease(ctx, vendor, model),
  ]);
  const isCurrent = newest === null || newest.expectedVersion === firmwareVersion || newest.version === firmwareVersion;
  // A lock whose time is over holds nothing back, also before somebody has cleared it away.
  const isLocked = updateLock !== null && (updateLock.until === null || updateLock.until > ctx.now());
  return {
    version: firmwareVersion,
    available: isCurrent ? null : { releaseId: newest.id, version: newest.version },
    lock: isLocked
      ? {
          reason: updateLock.reason,
          by: updateLock.by,
          at: updateLock.at.toISOString(),
          until: updateLock.until?.toISOString() ?? null,
        }
      : null,
    jobs,
  };
}

async function newestRelease(ctx: ServiceContext, vendor: string, model: string) {
  return ctx.db.firmwareRelease.findFirst({
    where: { vendor, models: { has: model }, status: "Verified" },
    orderBy: { verifiedAt: "desc" },
    select: { id: true, version: true, expectedVersion: true },
  });
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
