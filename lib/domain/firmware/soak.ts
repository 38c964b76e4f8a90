/** Do stations with the update do as well as those without (§6)? */
import type { SoakFigures, SoakSide } from "./campaign-snapshot";

export type SoakVerdict = {
  readonly result: "Pass" | "Fail" | "Inconclusive";
  /** Which comparison decided; empty where all is well. */
  readonly found: readonly string[];
};

const SESSIONS_MIN = 20;
const STATION_DAYS_MIN = 10;
/** A share may be worse by that much; beyond, it has to be more than chance (one-sided, 95 %). */
const MARGIN = 0.05;
const Z_MIN = 1.645;
/** A rate per station-day may double, and a few are chance. */
const RATE_FACTOR = 2;
const EVENTS_MIN = 3;

/** Inconclusive never passes by itself. Where no station is left without the update there is nothing to be worse than. */
export function judgeSoak(figures: SoakFigures | null): SoakVerdict {
  if (figures === null) return { result: "Inconclusive", found: ["NoFigures"] };
  const { updated, others } = figures;
  if (others.stations === 0) return { result: "Pass", found: ["NothingToCompare"] };
  const few = tooFew("updated", updated).concat(tooFew("others", others));
  if (few.length > 0) return { result: "Inconclusive", found: few };
  const worse = [
    ...(isShareWorse(startsOf(updated), startsOf(others)) ? ["SessionStarts"] : []),
    ...(isShareWorse(errorsOf(updated), errorsOf(others)) ? ["SessionErrors"] : []),
    ...(isRateWorse(updated, others, "faults") ? ["Faults"] : []),
    ...(isRateWorse(updated, others, "reconnects") ? ["Reconnects"] : []),
  ];
  return { result: worse.length > 0 ? "Fail" : "Pass", found: worse };
}

function tooFew(name: string, side: SoakSide): readonly string[] {
  const sessions = side.sessions < SESSIONS_MIN ? [`${name}: ${side.sessions} of ${SESSIONS_MIN} sessions`] : [];
  const days = side.stationDays < STATION_DAYS_MIN ? [`${name}: ${side.stationDays} of ${STATION_DAYS_MIN} days`] : [];
  return [...sessions, ...days];
}

type Share = { readonly bad: number; readonly of: number };
const startsOf = (side: SoakSide): Share => ({ bad: side.sessions - side.sessionsStarted, of: side.sessions });
const errorsOf = (side: SoakSide): Share => ({ bad: side.sessionsInError, of: side.sessions });

function isShareWorse(now: Share, then: Share): boolean {
  const difference = now.bad / now.of - then.bad / then.of;
  if (difference <= MARGIN) return false;
  const pooled = (now.bad + then.bad) / (now.of + then.of);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / now.of + 1 / then.of));
  return deviation === 0 || difference / deviation >= Z_MIN;
}

function isRateWorse(now: SoakSide, then: SoakSide, what: "faults" | "reconnects"): boolean {
  if (now[what] < EVENTS_MIN) return false;
  return now[what] / now.stationDays > (RATE_FACTOR * then[what]) / then.stationDays;
}
