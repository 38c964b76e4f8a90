/** When a campaign would be over if every station were there and took the update: what to plan with, no promise. */
import type { CampaignSpec } from "./campaign-spec";
import { nextWindow } from "./windows";

/** Of one update, where nothing is known of the model: download, install and restart. */
const UPDATE_SECONDS = 1_200;
/** A plan that is not over after so many windows never is. */
const WINDOWS_MAX = 1_000;

export type PlannedWave = {
  readonly stations: number;
  /** Of the site with most of them: what its limit makes last longest. */
  readonly largestSite: number;
};

export type PlannedSpan = { readonly opensAt: number; readonly endsAt: number };

/**
 * The waves one after the other, each in the windows of its zone, with its soak behind it; gates are opened at once.
 * Null where a wave has no window in which an update would fit, or where the end lies after the deadline.
 */
export function estimateWaves(
  spec: CampaignSpec,
  {
    waves,
    timeZone,
    startAt,
  }: { readonly waves: readonly PlannedWave[]; readonly timeZone: string; readonly startAt: number },
): readonly PlannedSpan[] | null {
  const spans: PlannedSpan[] = [];
  let at = startAt;
  for (const [index, wave] of waves.entries()) {
    const worked = workUntil(spec, { timeZone, from: at, seconds: secondsOf(spec, wave) });
    if (worked === null) return null;
    const soakSeconds = spec.waves[index]?.rule.soakSeconds ?? 0;
    spans.push({ opensAt: at, endsAt: worked + soakSeconds * 1_000 });
    at = worked + soakSeconds * 1_000;
  }
  return at > startAt + spec.deadlineSeconds * 1_000 ? null : spans;
}

/** How long a wave is at work: by the places in flight, by the rate of starts, and by its largest site. */
function secondsOf(spec: CampaignSpec, { stations, largestSite }: PlannedWave): number {
  if (stations === 0) return 0;
  const each = UPDATE_SECONDS + spec.healthSeconds;
  const inFlight = Math.ceil(stations / spec.inFlightMax) * each;
  const started = (stations / spec.startsPerMinute) * 60 + each;
  const atSite = Math.ceil(largestSite / spec.inFlightPerSiteMax) * each;
  return Math.max(inFlight, started, atSite);
}

type Work = { readonly timeZone: string; readonly from: number; readonly seconds: number };

/** Work is begun in windows only, and not in what is left of one when that is too short. */
function workUntil(spec: CampaignSpec, { timeZone, from, seconds }: Work): number | null {
  let left = seconds * 1_000;
  let at = from;
  for (let tries = 0; left > 0; tries += 1) {
    const span = tries < WINDOWS_MAX ? nextWindow(spec.windows, timeZone, at) : null;
    if (span === null) return null;
    const begin = Math.max(at, span.opensAt);
    const usable = span.closesAt - begin - spec.windowLeftSecondsMin * 1_000;
    if (usable > 0 || span.closesAt === Number.POSITIVE_INFINITY) {
      // The last one to be begun may end after the window: nothing interrupts an update.
      if (left <= span.closesAt - begin) return begin + left;
      left -= span.closesAt - begin;
    }
    at = span.closesAt;
  }
  return at;
}
