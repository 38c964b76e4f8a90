import type { CampaignOutlook } from "@/lib/domain/firmware/campaign-outlook";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignView, WaveView } from "@/lib/domain/firmware/campaign-view";
import { estimateWaves } from "@/lib/domain/firmware/plan-estimate";
import { nextWindow, openWindow } from "@/lib/domain/firmware/windows";
import { requirePermission, type ServiceContext } from "../context";

type OpenJobs = { readonly wave: number; readonly zone: string; readonly jobs: number; readonly largestSite: number };

/** When the rest of a campaign would be over if every charger were there and took it, and the window it works in. */
export async function readOutlook(ctx: ServiceContext, campaign: CampaignView): Promise<CampaignOutlook> {
  requirePermission(ctx, "read");
  const isAhead = campaign.status === "Running" || campaign.status === "Scheduled" || campaign.status === "Paused";
  const open = isAhead ? await openJobs(ctx, campaign.id) : [];
  const timeZone = busiestZone(open);
  if (timeZone === null) return { expectedEndAt: soakEnd(campaign.waves), window: null };
  const now = ctx.now().getTime();
  return {
    expectedEndAt: expectedEnd(campaign, { open, timeZone, now }),
    window: windowAt(campaign.spec, timeZone, now),
  };
}

async function openJobs(ctx: ServiceContext, campaignId: string): Promise<readonly OpenJobs[]> {
  return ctx.db.$queryRaw<OpenJobs[]>`
    SELECT wave, zone, sum(n)::int AS jobs, max(n)::int AS "largestSite" FROM (
      SELECT j.wave_index AS wave, coalesce(s.time_zone, 'UTC') AS zone, j.site_id, count(*) AS n
      FROM firmware_job j LEFT JOIN site s ON s.id = j.site_id
      WHERE j.campaign_id = ${campaignId}::uuid
        AND j.status NOT IN ('Succeeded', 'Failed', 'Skipped', 'Expired', 'Cancelled')
      GROUP BY 1, 2, 3
    ) by_site GROUP BY wave, zone`;
}

function busiestZone(open: readonly OpenJobs[]): string | null {
  const jobs = new Map<string, number>();
  for (const part of open) jobs.set(part.zone, (jobs.get(part.zone) ?? 0) + part.jobs);
  const [first] = [...jobs].toSorted(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}

type At = { readonly open: readonly OpenJobs[]; readonly timeZone: string; readonly now: number };

function expectedEnd(campaign: CampaignView, { open, timeZone, now }: At): string | null {
  const ahead = campaign.waves.filter(({ status }) => status !== "Passed" && status !== "Skipped");
  const waves = ahead.map(({ index }) => {
    const parts = open.filter(({ wave }) => wave === index);
    return {
      stations: parts.reduce((sum, { jobs }) => sum + jobs, 0),
      largestSite: Math.max(0, ...parts.map(({ largestSite }) => largestSite)),
    };
  });
  const startAt = Math.max(now, campaign.startAt === null ? now : Date.parse(campaign.startAt));
  const end = estimateWaves(specOfRest(campaign, ahead, startAt), { waves, timeZone, startAt })?.at(-1)?.endsAt;
  return end === undefined ? null : new Date(end).toISOString();
}

/** The waves that are left, and the time that is left: a soak that has begun lasts until its own end. */
function specOfRest({ spec, deadlineAt }: CampaignView, ahead: readonly WaveView[], now: number): CampaignSpec {
  const waves = ahead.flatMap((wave) => {
    const planned = spec.waves[wave.index];
    if (planned === undefined) return [];
    const soakSeconds =
      wave.soakUntil === null ? wave.rule.soakSeconds : Math.max(0, (Date.parse(wave.soakUntil) - now) / 1_000);
    return [{ ...planned, rule: { ...wave.rule, soakSeconds } }];
  });
  const deadlineSeconds = deadlineAt === null ? spec.deadlineSeconds : (Date.parse(deadlineAt) - now) / 1_000;
  return { ...spec, waves, deadlineSeconds };
}

/** All chargers are done and the last wave is being watched. */
function soakEnd(waves: readonly WaveView[]): string | null {
  const [soaking] = waves.filter(({ status }) => status === "Soaking");
  return soaking?.soakUntil ?? null;
}

function windowAt({ windows }: CampaignSpec, timeZone: string, now: number): CampaignOutlook["window"] {
  if (windows.length === 0) return null;
  const open = openWindow(windows, timeZone, now);
  if (open !== null) return { timeZone, isOpen: true, changesAt: new Date(open.closesAt).toISOString() };
  const next = nextWindow(windows, timeZone, now);
  return next === null ? null : { timeZone, isOpen: false, changesAt: new Date(next.opensAt).toISOString() };
}
