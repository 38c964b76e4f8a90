/** Does the schedule that a station tells keep to what was installed? It may allow less, for reasons of its own. */
import type { CompositeSchedule } from "./charging-profile";
import { converted, type ExpectedPeriod, expectedSchedule, type PlacedProfile, periodAt } from "./composite-schedule";

type Told = {
  readonly schedule: CompositeSchedule;
  /** For how long it was asked. */
  readonly durationSeconds: number;
  readonly readAt: Date;
};

type Installed = {
  readonly profiles: readonly PlacedProfile[];
  readonly session: { readonly id: number; readonly startedAt: Date } | null;
};

/** Where it allows more than that, in the told unit. */
export type Excess = { readonly at: Date; readonly told: number; readonly expected: number };

/** Stations round to the second and the ampere: shorter stretches and less than this are no difference. */
const STRETCH_SECONDS_MIN = 60;
const TOLERANCE = 1.02;
const SLACK = 0.5;

/** The schedule we expect beside the told one: from the same instant, as long, in the same unit. */
export function expectedBeside(told: Told, { profiles, session }: Installed): readonly ExpectedPeriod[] {
  const { schedule, durationSeconds } = told;
  return expectedSchedule({
    profiles,
    session,
    evse: schedule.evse,
    from: startOf(told),
    durationSeconds: schedule.durationSeconds ?? durationSeconds,
    unit: schedule.unit,
  });
}

/** The station's own start; the time of reading where it names none. */
export function startOf({ schedule, readAt }: Pick<Told, "schedule" | "readAt">): Date {
  return schedule.startAt === undefined ? readAt : new Date(schedule.startAt);
}

/** The first stretch in which the station would allow more than its profiles do; null where there is none. */
export function excessOf(told: Told, installed: Installed): Excess | null {
  const { schedule } = told;
  const expected = expectedBeside(told, installed);
  const end = schedule.durationSeconds ?? told.durationSeconds;
  const cuts = [...new Set([...expected, ...schedule.periods].map(({ startSeconds }) => startSeconds))]
    .filter((second) => second < end)
    .toSorted((a, b) => a - b);
  for (const [index, start] of cuts.entries()) {
    const stop = cuts[index + 1] ?? end;
    const period = periodAt(schedule.periods, start);
    const limit = periodAt(expected, start)?.limit ?? null;
    if (stop - start < STRETCH_SECONDS_MIN || period === null || limit === null) continue;
    if (period.limit > limit * TOLERANCE + slackIn(schedule.unit)) {
      return { at: new Date(startOf(told).getTime() + start * 1000), told: period.limit, expected: limit };
    }
  }
  return null;
}

const slackIn = (unit: "A" | "W"): number => converted(SLACK, "A", unit);
