import type { Prisma } from "@/lib/db/generated/client";
import type { JobView } from "@/lib/domain/firmware/campaign-view";
import { wordOf } from "../rollout/stored-words";
import { objectOf } from "./read-campaign";

/** What a job's row must be read with to become a view: its station, and its last attempt with what it fetched. */
export const jobIncludes = {
  station: {
    select: {
      identity: true,
      name: true,
      site: { select: { name: true, timeZone: true } },
      updateLock: { select: { until: true } },
    },
  },
  firmwareAttempts: { orderBy: { openedAt: "desc" }, take: 1, select: { grant: true } },
} as const satisfies Prisma.FirmwareJobInclude;

type JobRow = Prisma.FirmwareJobGetPayload<{ include: typeof jobIncludes }>;
type Facts = { readonly attemptsMax: number; readonly bytes: number; readonly now: Date };

export function toJobView(row: JobRow, { attemptsMax, bytes, now }: Facts): JobView {
  const { station, id, waveIndex, generation, attempts, fromVersion, seenVersion, isVerified, isCredited, rev } = row;
  return {
    id,
    identity: station.identity,
    stationName: station.name,
    site: station.site?.name ?? null,
    timeZone: station.site?.timeZone ?? "UTC",
    waveIndex,
    generation,
    status: wordOf(row.status),
    reason: wordOf(row.reason),
    blockedBy: wordOf(row.blockedBy),
    phase: wordOf(row.phase),
    attempts,
    attemptsMax,
    fromVersion,
    seenVersion,
    isVerified,
    lateOutcome: wordOf(row.lateOutcome),
    isCredited,
    notBefore: iso(row.notBefore),
    statusAt: row.statusAt.toISOString(),
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
    download: downloadOf(row, bytes),
    evidence: objectOf(row.evidence),
    isLocked: isLocked(station.updateLock, now),
    rev,
  };
}

function downloadOf({ firmwareAttempts: [attempt] }: JobRow, bytes: number): JobView["download"] {
  const grant = attempt?.grant ?? null;
  if (grant === null || grant.firstByteAt === null) return null;
  return { bytesReached: Number(grant.bytesReached), bytes, at: iso(grant.lastByteAt) };
}

const isLocked = (lock: { readonly until: Date | null } | null, now: Date): boolean =>
  lock !== null && (lock.until === null || lock.until > now);

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
