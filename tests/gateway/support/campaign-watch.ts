/** Witnesses of a rollout: what must never be, looked for while it runs and in its journal afterwards. */
import type { Database } from "@/lib/db/client";
import { isJobActive, JOB_STATES, type JobState } from "@/lib/domain/firmware/campaign-states";

export type Limits = { readonly inFlightMax: number; readonly inFlightPerSiteMax: number };

export type Sampler = {
  /** What was seen and may not be; empty is what tests want. */
  readonly broken: readonly string[];
  readonly samples: number;
  /** The most that were seen in flight: a limit that is never reached proves nothing. */
  readonly inFlightSeen: number;
  stop(): Promise<void>;
};

const EVERY_MS = 200;
const ACTIVE = JOB_STATES.filter(isJobActive);

/** Looks into the books several times a second. */
export function sampleInFlight(db: Database, campaignId: string, limits: Limits): Sampler {
  const broken: string[] = [];
  let samples = 0;
  let inFlightSeen = 0;
  let isStopped = false;

  const look = async () => {
    // One statement, one snapshot of the books.
    const rows = await db.$queryRaw<{ site: number | null; station: number; jobs: number; open: number }[]>`
      SELECT j.site_id AS site, j.station_id AS station,
        count(*) FILTER (WHERE j.status = ANY(${ACTIVE}))::int AS jobs,
        (SELECT count(*) FROM firmware_attempt a WHERE a.station_id = j.station_id AND a.closed_at IS NULL)::int AS open
      FROM firmware_job j WHERE j.campaign_id = ${campaignId}::uuid
      GROUP BY 1, 2`;
    samples += 1;
    const inFlight = rows.reduce((sum, { jobs }) => sum + jobs, 0);
    inFlightSeen = Math.max(inFlightSeen, inFlight);
    if (inFlight > limits.inFlightMax) broken.push(`${inFlight} in flight`);
    for (const [site, jobs] of sumBy(rows)) {
      if (site !== null && jobs > limits.inFlightPerSiteMax) broken.push(`${jobs} in flight at site ${site}`);
    }
    for (const { station, open } of rows) if (open > 1) broken.push(`${open} open attempts of station ${station}`);
  };

  const running = (async () => {
    while (!isStopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();

  return {
    broken,
    get samples() {
      return samples;
    },
    get inFlightSeen() {
      return inFlightSeen;
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

function sumBy(rows: readonly { readonly site: number | null; readonly jobs: number }[]): Map<number | null, number> {
  const sums = new Map<number | null, number>();
  for (const { site, jobs } of rows) sums.set(site, (sums.get(site) ?? 0) + jobs);
  return sums;
}

/** Plays the journal again and holds it against the limits after each commit, and against the jobs at its end. */
export async function brokenInJournal(db: Database, campaignId: string, limits: Limits): Promise<readonly string[]> {
  const jobs = await db.firmwareJob.findMany({ where: { campaignId } });
  const siteOf = new Map(jobs.map(({ id, siteId }) => [id, siteId]));
  const entries = await db.campaignEvent.findMany({
    where: { campaignId, jobId: { not: null } },
    orderBy: { seq: "asc" },
  });
  const states = new Map<string, JobState>();
  const broken: string[] = [];
  const hold = (at: Date) => {
    const active = [...states].filter(([, state]) => isJobActive(state)).map(([id]) => siteOf.get(id) ?? null);
    if (active.length > limits.inFlightMax) broken.push(`${at.toISOString()}: ${active.length} in flight`);
    for (const [site, count] of sumBy(active.map((each) => ({ site: each, jobs: 1 })))) {
      if (site !== null && count > limits.inFlightPerSiteMax)
        broken.push(`${at.toISOString()}: ${count} at site ${site}`);
    }
  };
  entries.forEach((entry, index) => {
    const state = JOB_STATES.find((each) => each === entry.to);
    if (entry.jobId === null || state === undefined) return;
    if (entry.from !== null && (states.get(entry.jobId) ?? "Pending") !== entry.from) {
      broken.push(`${entry.seq}: from ${entry.from}, but it was ${states.get(entry.jobId)}`);
    }
    states.set(entry.jobId, state);
    // What is written at one instant is one commit.
    if (entries[index + 1]?.at.getTime() !== entry.at.getTime()) hold(entry.at);
  });
  for (const { id, status } of jobs) {
    const replayed = states.get(id) ?? "Pending";
    if (replayed !== status) broken.push(`job ${id} is ${status}, by its journal ${replayed}`);
  }
  return broken;
}
