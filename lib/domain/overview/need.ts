/** What waits for a person, grouped by what has caused it. */

/** Worst first. */
export const NEED_SEVERITIES = ["Critical", "Warning", "Info"] as const;
export type NeedSeverity = (typeof NEED_SEVERITIES)[number];

export type StationTrouble = "Offline" | "Fault" | "Flapping";

/** A common cause or the thing itself. `id`: an identity, a site's id, a campaign's. */
export type NeedCause = {
  readonly type: "Gateway" | "Site" | "Firmware" | "Station" | "Campaign" | "System";
  readonly id: string;
  /** What people call it. */
  readonly name: string;
};

export type Need = {
  readonly kind:
    | StationTrouble
    /** Sessions. */
    | "Review"
    | "NeverCharged"
    | "NeverEnds"
    | "Unheard"
    /** Campaigns that stand still by themselves, that wait for a second pair of eyes, and all of them at once. */
    | "CampaignPaused"
    | "Approval"
    | "RolloutsStopped"
    /** Identities that nobody knows. */
    | "Knocking";
  readonly severity: NeedSeverity;
  readonly cause: NeedCause;
  /** How many chargers, sessions or campaigns. */
  readonly count: number;
  /** Of a site: how many chargers it has in all. Null for all else. */
  readonly of: number | null;
  /** Some of the chargers that it is about, by identity. */
  readonly identities: readonly string[];
  /** What they all say of it: an error code, a pause's cause; null where they differ or say nothing. */
  readonly detail: string | null;
  /** ISO; of several the first. Null where nobody knows. */
  readonly since: string | null;
};

export type Needs = {
  /** Worst first. Of chargers some; of all else everything. */
  readonly items: readonly Need[];
  /** Chargers in trouble that are in none of the items. */
  readonly moreStations: number;
};

/** Worst first; of the same severity a common cause before a charger by itself, and many before few. */
export function byUrgency(a: Need, b: Need): number {
  return (
    NEED_SEVERITIES.indexOf(a.severity) - NEED_SEVERITIES.indexOf(b.severity) ||
    Number(isAlone(a)) - Number(isAlone(b)) ||
    b.count - a.count ||
    (b.since ?? "").localeCompare(a.since ?? "") ||
    a.cause.name.localeCompare(b.cause.name)
  );
}

const isAlone = ({ cause }: Need): boolean => cause.type === "Station";
