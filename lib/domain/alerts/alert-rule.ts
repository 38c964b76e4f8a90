/** What is watched for, and when it is worth a person's while. */

export const ALERT_KINDS = [
  "Offline",
  "Fault",
  "Silent",
  "Flapping",
  "NoEnergy",
  "RefusedStarts",
  "LowStartSuccess",
  "FailedCommands",
  "DiskFull",
  "CertificateExpiry",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Worst first. */
export const SEVERITIES = ["Critical", "Warning", "Info"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const RULE_SETTINGS = [
  "threshold",
  "triesMin",
  "windowSeconds",
  "forSeconds",
  "clearSeconds",
  "groupSize",
  "groupSeconds",
] as const;
export type RuleSetting = (typeof RULE_SETTINGS)[number];

/** All of them are whole numbers; those that a kind does not list in `RULE_FIELDS` mean nothing to it. */
export type RuleSettings = Readonly<Record<RuleSetting, number>>;

export type RuleScope = {
  /** Empty: all sites. */
  readonly siteIds: readonly number[];
  /** Stations with any of these; empty: whatever tags. */
  readonly tags: readonly string[];
};

export type AlertRule = {
  readonly id: number;
  readonly kind: AlertKind;
  readonly isOn: boolean;
  readonly severity: Severity;
  readonly settings: RuleSettings;
  readonly scope: RuleScope;
};

/** What may be set of each kind, in the order in which it is asked for. */
export const RULE_FIELDS: Readonly<Record<AlertKind, readonly RuleSetting[]>> = {
  Offline: ["forSeconds", "clearSeconds", "groupSize", "groupSeconds"],
  Fault: ["forSeconds", "clearSeconds", "groupSize", "groupSeconds"],
  // In heartbeat intervals of the station.
  Silent: ["threshold", "clearSeconds", "groupSize", "groupSeconds"],
  // Reconnects.
  Flapping: ["threshold", "windowSeconds", "clearSeconds", "groupSize", "groupSeconds"],
  // Watt-hours that a session has drawn at most.
  NoEnergy: ["threshold", "forSeconds", "clearSeconds", "groupSize", "groupSeconds"],
  // Starts, one after the other.
  RefusedStarts: ["threshold", "windowSeconds", "clearSeconds", "groupSize", "groupSeconds"],
  // Per cent of all starts.
  LowStartSuccess: ["threshold", "triesMin", "windowSeconds", "clearSeconds", "groupSize", "groupSeconds"],
  // Commands.
  FailedCommands: ["threshold", "windowSeconds", "clearSeconds", "groupSize", "groupSeconds"],
  // Per cent that are free.
  DiskFull: ["threshold", "clearSeconds"],
  // Days that are left.
  CertificateExpiry: ["threshold", "clearSeconds"],
};

export const SETTING_BOUNDS: Readonly<Record<RuleSetting, { readonly min: number; readonly max: number }>> = {
  threshold: { min: 1, max: 10_000 },
  triesMin: { min: 1, max: 10_000 },
  windowSeconds: { min: 60, max: 7 * 86_400 },
  forSeconds: { min: 0, max: 7 * 86_400 },
  clearSeconds: { min: 0, max: 86_400 },
  groupSize: { min: 2, max: 10_000 },
  groupSeconds: { min: 1, max: 86_400 },
};

/** A threshold that is a share of a hundred. */
export const isPercent = (kind: AlertKind): boolean => kind === "LowStartSuccess" || kind === "DiskFull";

/** About what Kituo runs on; no charger is looked at. */
export const isOfServer = (kind: AlertKind): boolean => kind === "DiskFull" || kind === "CertificateExpiry";

const COMMON: RuleSettings = {
  threshold: 1,
  triesMin: 1,
  windowSeconds: 3_600,
  forSeconds: 0,
  clearSeconds: 300,
  groupSize: 3,
  groupSeconds: 120,
};

export const RULE_DEFAULTS: Readonly<Record<AlertKind, RuleSettings>> = {
  // Stations double their back-off up to 70 s and more after a short outage: until then it is no alarm.
  Offline: { ...COMMON, forSeconds: 180 },
  Fault: { ...COMMON, forSeconds: 30 },
  Silent: { ...COMMON, threshold: 3 },
  Flapping: { ...COMMON, threshold: 3, windowSeconds: 900, clearSeconds: 900, groupSeconds: 900 },
  NoEnergy: { ...COMMON, threshold: 50, forSeconds: 1_200, clearSeconds: 60, groupSeconds: 900 },
  RefusedStarts: { ...COMMON, threshold: 3, windowSeconds: 21_600, groupSeconds: 3_600 },
  LowStartSuccess: {
    ...COMMON,
    threshold: 80,
    triesMin: 10,
    windowSeconds: 86_400,
    clearSeconds: 3_600,
    groupSeconds: 86_400,
  },
  FailedCommands: { ...COMMON, threshold: 3, windowSeconds: 3_600, groupSeconds: 3_600 },
  DiskFull: { ...COMMON, threshold: 10 },
  CertificateExpiry: { ...COMMON, threshold: 30, clearSeconds: 0 },
};

export const DEFAULT_SEVERITIES: Readonly<Record<AlertKind, Severity>> = {
  Offline: "Critical",
  Fault: "Critical",
  Silent: "Warning",
  Flapping: "Warning",
  NoEnergy: "Warning",
  RefusedStarts: "Warning",
  LowStartSuccess: "Warning",
  FailedCommands: "Info",
  DiskFull: "Critical",
  CertificateExpiry: "Warning",
};

/** What is left out stands at the kind's default; what the kind does not ask for is not taken. */
export function ruleSettings(kind: AlertKind, given: Readonly<Partial<Record<RuleSetting, number>>>): RuleSettings {
  const taken = RULE_FIELDS[kind].flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...RULE_DEFAULTS[kind], ...Object.fromEntries(taken) };
}

/** Is this station one of those that the rule watches? */
export function isInScope(
  scope: RuleScope,
  station: { readonly siteId: number | null; readonly tags: readonly string[] },
): boolean {
  const isOfSite = scope.siteIds.length === 0 || (station.siteId !== null && scope.siteIds.includes(station.siteId));
  const isTagged = scope.tags.length === 0 || scope.tags.some((tag) => station.tags.includes(tag));
  return isOfSite && isTagged;
}

/** Does a rule that is bound to some chargers look at anything that is none? */
export const isUnbounded = ({ siteIds, tags }: RuleScope): boolean => siteIds.length === 0 && tags.length === 0;
