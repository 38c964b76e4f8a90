/**
 * What a station should allow, all its profiles taken together: the highest stack level with an active period
 * leads within its purpose, a TxProfile puts TxDefaultProfiles out of force, and of what leads the least counts.
 * It knows only what was installed from here, and no limit of the hardware.
 */
import type { ChargingProfile, ChargingSchedule, ProfilePurpose, SchedulePeriod } from "./charging-profile";

/** Where a profile is installed; evse 0 = the whole station. */
export type PlacedProfile = { readonly evse: number; readonly profile: ChargingProfile };

/** Null = no profile limits it. A per phase, or W in all. */
export type ExpectedPeriod = { readonly startSeconds: number; readonly limit: number | null };

export type Expectation = {
  readonly profiles: readonly PlacedProfile[];
  /** 0 = the whole station. */
  readonly evse: number;
  readonly from: Date;
  readonly durationSeconds: number;
  readonly unit: ChargingSchedule["unit"];
  /** The session that runs there; without one it is as if one started at `from`. */
  readonly session: { readonly id: number; readonly startedAt: Date } | null;
};

const NOMINAL_VOLTS = 230;
const PHASES_DEFAULT = 3;

/** The limits from `from` on, each until the next; neighbours differ. */
export function expectedSchedule(wanted: Expectation): readonly ExpectedPeriod[] {
  const from = wanted.from.getTime();
  const periods: ExpectedPeriod[] = [];
  for (const startSeconds of boundaries(wanted)) {
    const limit = limitAt(wanted, from + startSeconds * 1000);
    if (periods.at(-1)?.limit !== limit || periods.length === 0) periods.push({ startSeconds, limit });
  }
  return periods;
}

/** Which limit of a list of periods holds this many seconds in; null before the first. */
export function periodAt<Period extends { readonly startSeconds: number }>(
  periods: readonly Period[],
  seconds: number,
): Period | null {
  return periods.findLast((period) => period.startSeconds <= seconds) ?? null;
}

/** A limit in another unit: amperes are per phase, watts in all. */
export function converted(limit: number, from: "A" | "W", to: "A" | "W", phases = PHASES_DEFAULT): number {
  if (from === to) return limit;
  const watts = NOMINAL_VOLTS * phases;
  return Math.round((from === "A" ? limit * watts : limit / watts) * 10) / 10;
}

function limitAt(wanted: Expectation, at: number): number | null {
  const station = leading(wanted, "ChargingStationMaxProfile", at);
  const session = wanted.evse === 0 ? null : leading(wanted, "TxProfile", at);
  const byDefault = wanted.evse === 0 || session !== null ? null : leading(wanted, "TxDefaultProfile", at);
  const limits = [station, session, byDefault].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

/** The limit of the highest level that has a period then; of equal levels the one of the EVSE itself goes first. */
function leading(wanted: Expectation, purpose: ProfilePurpose, at: number): number | null {
  const candidates = wanted.profiles
    .filter((placed) => placed.profile.purpose === purpose && concerns(wanted, placed))
    .toSorted((a, b) => b.profile.stackLevel - a.profile.stackLevel || b.evse - a.evse);
  for (const { profile } of candidates) {
    const period = activePeriod(wanted, profile, at);
    if (period !== null) return converted(period.limit, profile.schedule.unit, wanted.unit, period.phases);
  }
  return null;
}

function concerns({ evse, session }: Expectation, placed: PlacedProfile): boolean {
  const { purpose, sessionId } = placed.profile;
  if (purpose === "ChargingStationMaxProfile") return placed.evse === 0;
  if (purpose === "TxDefaultProfile") return placed.evse === 0 || placed.evse === evse;
  return placed.evse === evse && session !== null && (sessionId === undefined || sessionId === session.id);
}

function activePeriod(wanted: Expectation, profile: ChargingProfile, at: number): SchedulePeriod | null {
  const { validFrom, validTo, schedule } = profile;
  if (validFrom !== undefined && at < Date.parse(validFrom)) return null;
  if (validTo !== undefined && at >= Date.parse(validTo)) return null;
  const offset = offsetAt(wanted, profile, at);
  if (offset === null || offset >= (schedule.durationSeconds ?? Number.POSITIVE_INFINITY)) return null;
  return periodAt(schedule.periods, offset);
}

const RECURRENCE_SECONDS = { Daily: 86_400, Weekly: 604_800 } as const;

/** Seconds since the schedule began, or began again; null where it has not. */
function offsetAt(wanted: Expectation, { kind, recurrency, schedule }: ChargingProfile, at: number): number | null {
  const start =
    kind === "Relative" || schedule.startAt === undefined
      ? (wanted.session?.startedAt ?? wanted.from).getTime()
      : Date.parse(schedule.startAt);
  const offset = (at - start) / 1000;
  if (offset < 0) return null;
  return kind === "Recurring" ? offset % RECURRENCE_SECONDS[recurrency ?? "Daily"] : offset;
}

/** Whole seconds after `from` at which a limit may change, the first being 0. */
function boundaries(wanted: Expectation): readonly number[] {
  const from = wanted.from.getTime();
  const instants = wanted.profiles.flatMap(({ profile }) => changesOf(wanted, profile));
  const seconds = instants.map((at) => Math.ceil((at - from) / 1000));
  const inside = seconds.filter((second) => second > 0 && second < wanted.durationSeconds);
  return [...new Set([0, ...inside])].toSorted((a, b) => a - b);
}

function changesOf(wanted: Expectation, profile: ChargingProfile): readonly number[] {
  const { validFrom, validTo, schedule, kind, recurrency } = profile;
  const from = wanted.from.getTime();
  const offsets = [
    ...schedule.periods.map(({ startSeconds }) => startSeconds),
    ...(schedule.durationSeconds === undefined ? [] : [schedule.durationSeconds]),
  ];
  const start = schedule.startAt === undefined ? null : Date.parse(schedule.startAt);
  const first = kind === "Relative" || start === null ? (wanted.session?.startedAt ?? wanted.from).getTime() : start;
  const every = kind === "Recurring" ? RECURRENCE_SECONDS[recurrency ?? "Daily"] * 1000 : null;
  const starts = every === null ? [first] : recurrences(first, every, from, wanted.durationSeconds);
  return [
    ...[validFrom, validTo].filter((at) => at !== undefined).map((at) => Date.parse(at)),
    ...starts.flatMap((at) => offsets.map((offset) => at + offset * 1000)),
  ];
}

/** The beginnings that reach into the window, and no earlier ones. */
function recurrences(first: number, every: number, from: number, durationSeconds: number): readonly number[] {
  const starts: number[] = [];
  const skipped = Math.max(0, Math.floor((from - first) / every));
  for (let at = first + skipped * every; at < from + durationSeconds * 1000; at += every) starts.push(at);
  return starts;
}
