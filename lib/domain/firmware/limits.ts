/** How many more may be begun: what all jobs of a campaign, a site or the file server share. */
import type { JobFacts, StationFacts } from "./campaign-snapshot";
import { type Blocker, isJobActive } from "./campaign-states";
import { type Draft, isDownloading, totalsOf } from "./draft";

type Site = { active: number; usable: number };
/** What is left; taken from as places are given away. */
export type Limits = {
  inFlight: number;
  starts: number;
  downloads: number;
  readonly sites: Map<number, Site>;
};

export function limitsOf(draft: Draft): Limits {
  const { snapshot, campaign } = draft;
  const totals = totalsOf(draft);
  const sites = new Map<number, Site>();
  for (const { id, active, usableConnectors } of snapshot.sites.values()) {
    sites.set(id, { active, usable: usableConnectors });
  }
  let downloads = snapshot.downloads + draft.starts;
  for (const before of snapshot.jobs) {
    if (!isJobActive(before.status) && before.status !== "Ready") continue;
    const now = draft.jobs.get(before.id) ?? before;
    downloads += Number(takesDownload(now)) - Number(takesDownload(before));
    const site = sites.get(now.station.siteId ?? -1);
    if (site === undefined) continue;
    site.active += Number(isJobActive(now.status)) - Number(isJobActive(before.status));
    if (isJobActive(now.status)) site.usable -= usableOf(now.station);
  }
  return {
    inFlight: campaign.spec.inFlightMax - totals.active,
    starts: startsPerMinute(draft, totals.succeeded) - snapshot.startsLastMinute - draft.starts,
    downloads: campaign.spec.downloadsMax - downloads,
    sites,
  };
}

const DOWNLOADERS: ReadonlySet<string> = new Set(["Dispatching", "InProgress", "Reconciling"]);
const takesDownload = ({ status, attempt }: JobFacts): boolean =>
  attempt !== null && DOWNLOADERS.has(status) && isDownloading(attempt);

/** Doubles with every so many successes, up to the most. */
function startsPerMinute({ campaign: { spec } }: Draft, succeeded: number): number {
  if (spec.rampAfterSuccesses <= 0) return spec.startsPerMinute;
  const doubled = spec.startsPerMinute * 2 ** Math.min(16, Math.floor(succeeded / spec.rampAfterSuccesses));
  return Math.max(spec.startsPerMinute, Math.min(doubled, spec.startsPerMinuteMax));
}

/** Connectors of a station that could take a car now. */
const usableOf = ({ isOnline, connectors }: StationFacts): number =>
  isOnline
    ? connectors.filter(({ status, evse }) => evse > 0 && status !== "Unavailable" && status !== "Faulted").length
    : 0;

/** Which limit stands in the way of one more; null = none. */
export function limitBlocker(draft: Draft, job: JobFacts, limits: Limits): Blocker | null {
  if (limits.inFlight <= 0) return "InFlightLimit";
  const site = siteBlocker(draft, job, limits);
  if (site !== null) return site;
  if (limits.starts <= 0) return "Rate";
  return limits.downloads <= 0 ? "Bandwidth" : null;
}

/** Never the last usable connectors of a site, unless the site is this one station. */
function siteBlocker(draft: Draft, { station }: JobFacts, limits: Limits): Blocker | null {
  const left = limits.sites.get(station.siteId ?? -1);
  const facts = draft.snapshot.sites.get(station.siteId ?? -1);
  if (left === undefined || facts === undefined) return null;
  const { inFlightPerSiteMax, usablePerSiteMin } = draft.campaign.spec;
  if (left.active >= inFlightPerSiteMax) return "SiteLimit";
  return isLast(station, { stations: facts.stations, usable: left.usable, min: usablePerSiteMin })
    ? "LastUsable"
    : null;
}

type Usable = { readonly stations: number; readonly usable: number; readonly min: number };

function isLast(station: StationFacts, { stations, usable, min }: Usable): boolean {
  const own = usableOf(station);
  return own > 0 && stations > 1 && usable - own < min;
}

/** The same before anything is begun there. */
export function isLastUsable({ snapshot, campaign }: Draft, { station }: JobFacts): boolean {
  const site = snapshot.sites.get(station.siteId ?? -1);
  const min = campaign.spec.usablePerSiteMin;
  return site !== undefined && isLast(station, { stations: site.stations, usable: site.usableConnectors, min });
}

export function takePlace({ station }: JobFacts, limits: Limits): void {
  limits.inFlight -= 1;
  limits.starts -= 1;
  limits.downloads -= 1;
  const site = limits.sites.get(station.siteId ?? -1);
  if (site === undefined) return;
  site.active += 1;
  site.usable -= usableOf(station);
}
