/** What a campaign is to do, as it is approved: everything in it is frozen at submission. Durations are seconds. */

/** Every field given has to match; none given = every station the release is for. */
export type TargetFilter = {
  readonly vendor?: string;
  readonly models?: readonly string[];
  readonly versions?: readonly string[];
  readonly siteIds?: readonly number[];
  readonly tags?: readonly string[];
  readonly ocppVersions?: readonly string[];
  /** By name, instead of by what they are. */
  readonly identities?: readonly string[];
};

/** When a wave has passed, and when it stops the campaign. Rates are shares from 0 to 1. */
export type WaveRule = {
  /** succeeded / (jobs − skipped − expired), at least. */
  readonly success: number;
  /** Stops at one more than that. */
  readonly failuresMax: number;
  /** Stops above that share of the decided, once there are `decidedMin` of them; null = not looked at. */
  readonly failureRateMax: number | null;
  readonly decidedMin: number;
  /** Stations that did not come back: stops at one more. */
  readonly lostMax: number;
  readonly soakSeconds: number;
  /** Is the wave compared with stations that do not have the update yet? */
  readonly comparesSoak: boolean;
};

export type WaveSize =
  | { readonly type: "Count"; readonly count: number }
  /** Of all targets, 0 to 1. */
  | { readonly type: "Share"; readonly share: number }
  | { readonly type: "Stations"; readonly identities: readonly string[] }
  | { readonly type: "Rest" };

export type WaveSpec = {
  readonly name: string;
  readonly size: WaveSize;
  /** How this wave opens once the one before it has passed; the first one opens with the start. */
  readonly gate: "Auto" | "Manual";
  readonly rule: WaveRule;
};

/** In the site's own zone. `days`: 1 Monday … 7 Sunday, of the start. End at or before start = the next day. */
export type UpdateWindow = {
  readonly days: readonly number[];
  /** "HH:MM" */
  readonly start: string;
  readonly end: string;
};

export const SESSION_POLICIES = ["WaitIdle", "Drain", "LetStationWait"] as const;
export type SessionPolicy = (typeof SESSION_POLICIES)[number];

/** Stations that another open campaign has: they are left out, or wait for it to be done with them. */
export const OVERLAP_POLICIES = ["Exclude", "Wait"] as const;
export type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

export type CampaignSpec = {
  readonly targets: TargetFilter;
  readonly onOverlap: OverlapPolicy;
  readonly waves: readonly WaveSpec[];
  readonly onError: "Pause" | "Abort";
  readonly inFlightMax: number;
  readonly inFlightPerSiteMax: number;
  /** Connectors of a site that stay usable; a site with a single station is exempt. */
  readonly usablePerSiteMin: number;
  readonly startsPerMinute: number;
  /** Doubles after so many successes, up to the max; 0 = never. */
  readonly rampAfterSuccesses: number;
  readonly startsPerMinuteMax: number;
  readonly downloadsMax: number;
  readonly megabitsPerSecondMax: number | null;
  /** None = at any time. */
  readonly windows: readonly UpdateWindow[];
  /** An update is not begun with less of the window left. */
  readonly windowLeftSecondsMin: number;
  readonly sessionPolicy: SessionPolicy;
  readonly attemptsMax: number;
  readonly backoffSeconds: number;
  readonly backoffSecondsMax: number;
  readonly answerSeconds: number;
  readonly firstProgressSeconds: number;
  readonly stallSeconds: number;
  readonly installSeconds: number;
  readonly rebootSeconds: number;
  readonly lostSeconds: number;
  /** A job that is ready and cannot be sent ends after that. */
  readonly pendingSecondsMax: number;
  /** A job that cannot be sent for so long no longer holds up its wave. */
  readonly stragglerSeconds: number;
  /** From the start to the end of the campaign. */
  readonly deadlineSeconds: number;
  readonly healthSeconds: number;
  readonly reconnectsMax: number;
  readonly driftPolicy: "Warn" | "Fail";
  /** The station's own tries of the download. */
  readonly retries: number;
  readonly retryIntervalSeconds: number;
  readonly approvalSecondsMax: number;
};

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const CANARY_RULE: WaveRule = {
  success: 1,
  failuresMax: 0,
  failureRateMax: null,
  decidedMin: 10,
  lostMax: 0,
  soakSeconds: DAY,
  comparesSoak: true,
};
export const WAVE_RULE: WaveRule = {
  success: 0.95,
  failuresMax: 5,
  failureRateMax: 0.05,
  decidedMin: 10,
  lostMax: 1,
  soakSeconds: 2 * HOUR,
  comparesSoak: true,
};

/** The defaults: a canary with a manual gate behind it, then 10 %, 25 %, 50 % and the rest; at night, few at a time. */
export const DEFAULT_SPEC: CampaignSpec = {
  targets: {},
  onOverlap: "Exclude",
  waves: [
    { name: "Canary", size: { type: "Count", count: 10 }, gate: "Auto", rule: CANARY_RULE },
    { name: "Wave 1", size: { type: "Share", share: 0.1 }, gate: "Manual", rule: WAVE_RULE },
    { name: "Wave 2", size: { type: "Share", share: 0.25 }, gate: "Auto", rule: WAVE_RULE },
    { name: "Wave 3", size: { type: "Share", share: 0.5 }, gate: "Auto", rule: WAVE_RULE },
    { name: "Rest", size: { type: "Rest" }, gate: "Auto", rule: WAVE_RULE },
  ],
  onError: "Pause",
  inFlightMax: 20,
  inFlightPerSiteMax: 1,
  usablePerSiteMin: 1,
  startsPerMinute: 10,
  rampAfterSuccesses: 50,
  startsPerMinuteMax: 60,
  downloadsMax: 5,
  megabitsPerSecondMax: null,
  windows: [{ days: [1, 2, 3, 4, 5, 6, 7], start: "01:00", end: "05:00" }],
  windowLeftSecondsMin: 45 * MINUTE,
  sessionPolicy: "WaitIdle",
  attemptsMax: 3,
  backoffSeconds: 15 * MINUTE,
  backoffSecondsMax: DAY,
  answerSeconds: 30,
  firstProgressSeconds: 15 * MINUTE,
  stallSeconds: HOUR,
  installSeconds: HOUR,
  rebootSeconds: 20 * MINUTE,
  lostSeconds: DAY,
  pendingSecondsMax: 14 * DAY,
  stragglerSeconds: 2 * DAY,
  deadlineSeconds: 30 * DAY,
  healthSeconds: 15 * MINUTE,
  reconnectsMax: 2,
  driftPolicy: "Warn",
  retries: 2,
  retryIntervalSeconds: 120,
  approvalSecondsMax: 7 * DAY,
};

/** In flight at most: 2 % of the targets, 20 at most, one at least. */
export const inFlightFor = (targets: number): number => Math.max(1, Math.min(20, Math.floor(targets * 0.02)));

/** Of what failure rate a canary of n without a failure is still compatible, with 95 % confidence (one-sided, exact). */
export const canaryProof = (stations: number): number => 1 - 0.05 ** (1 / Math.max(1, stations));
