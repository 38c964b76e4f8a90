import { nextWindow } from "@/lib/domain/firmware/windows";
import type { SiteWindow } from "@/lib/domain/site-view";
import { storedSpec } from "../campaigns/spec-fields";
import type { ServiceContext } from "../context";

type Row = {
  readonly id: string;
  readonly name: string;
  readonly spec: unknown;
  readonly startAt: Date | null;
  readonly jobs: number;
};

/** When each campaign that has chargers left at this site may update them next, by the site's clock. */
export async function readSiteWindows(
  ctx: ServiceContext,
  { id, timeZone }: { readonly id: number; readonly timeZone: string },
): Promise<readonly SiteWindow[]> {
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT c.id::text, c.name, c.spec, c.start_at AS "startAt", count(*)::int AS jobs
    FROM campaign c JOIN firmware_job j ON j.campaign_id = c.id
    WHERE j.site_id = ${id} AND c.status IN ('Scheduled', 'Running', 'Paused')
      AND j.status NOT IN ('Succeeded', 'Failed', 'Skipped', 'Expired', 'Cancelled')
    GROUP BY c.id ORDER BY c.name, c.id`;
  return rows.map((row) => toWindow(row, timeZone, ctx.now().getTime()));
}

function toWindow(row: Row, timeZone: string, now: number): SiteWindow {
  const from = Math.max(now, row.startAt?.getTime() ?? now);
  const { windows } = storedSpec(row.spec);
  const span = nextWindow(windows, timeZone, from);
  const isAnyTime = windows.length === 0;
  return {
    campaignId: row.id,
    campaignName: row.name,
    opensAt: isAnyTime ? null : instantText(span?.opensAt),
    closesAt: isAnyTime ? null : instantText(span?.closesAt),
    isOpen: span !== null && span.opensAt <= now && from === now,
    stationCount: row.jobs,
  };
}

const instantText = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
