/** Alerts as people and API clients see them. Instants are ISO strings. */
import type { AlertKind, RuleScope, RuleSettings, Severity } from "./alert-rule";
import type { Cause } from "./cause";
import type { ResolveReason } from "./decide-alerts";

export const ALERT_STATES = ["Open", "Acknowledged", "Resolved"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** How lists divide alerts: what waits for somebody, what is seen to, what is silenced for now, and what is over. */
export const ALERT_GROUPS = ["Open", "Acknowledged", "Silenced", "Resolved"] as const;
export type AlertGroup = (typeof ALERT_GROUPS)[number];

export const ALERT_EVENTS = [
  "Opened",
  "Joined",
  "Left",
  "Acknowledged",
  "Silenced",
  "SilenceEnded",
  "Resolved",
] as const;
export type AlertEventType = (typeof ALERT_EVENTS)[number];

export const RESOLVED_BECAUSE = ["Over", "Merged", "RuleOff", "ByHand"] as const satisfies readonly (
  | ResolveReason
  | "ByHand"
)[];
export type ResolvedBecause = (typeof RESOLVED_BECAUSE)[number];

export type AlertView = {
  readonly id: number;
  /** Null once its rule was removed. */
  readonly ruleId: number | null;
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly cause: Pick<Cause, "type" | "name"> & {
    /** Of a site: how many chargers it has in all. Null for all else. */
    readonly stations: number | null;
  };
  readonly state: AlertState;
  readonly openedAt: string;
  /** When something last joined it or came back. */
  readonly lastAt: string;
  /** How often: each member once, and once more each time it came back. */
  readonly count: number;
  /** What is in it now; 0 while it waits to be over. */
  readonly present: number;
  /** What is or was in it. */
  readonly members: number;
  /** A member's detail, where all have the same. */
  readonly detail: string | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
  /** Null unless it is silenced now. */
  readonly silencedUntil: string | null;
  readonly silencedBy: string | null;
  readonly resolvedAt: string | null;
  readonly resolveReason: ResolvedBecause | null;
  readonly resolvedBy: string | null;
  readonly resolveNote: string | null;
  readonly rev: number;
};

export function groupOf({ state, silencedUntil }: Pick<AlertView, "state" | "silencedUntil">): AlertGroup {
  return state !== "Resolved" && silencedUntil !== null ? "Silenced" : state;
}

export type AlertMemberView = {
  readonly label: string;
  /** Null where it is no charger. */
  readonly identity: string | null;
  readonly siteName: string | null;
  readonly detail: string | null;
  readonly since: string;
  readonly joinedAt: string;
  readonly leftAt: string | null;
  readonly times: number;
};

export type AlertEventView = {
  readonly id: string;
  readonly at: string;
  readonly type: AlertEventType;
  readonly actor: string;
  /** Who joined or left, and how many in all. */
  readonly names: readonly string[];
  readonly count: number | null;
  readonly until: string | null;
  readonly reason: ResolvedBecause | null;
  readonly note: string | null;
};

export type AlertRuleView = {
  readonly id: number;
  readonly name: string;
  readonly kind: AlertKind;
  readonly isOn: boolean;
  readonly severity: Severity;
  readonly settings: Partial<RuleSettings>;
  readonly scope: RuleScope;
  /** Alerts of it that are not resolved. */
  readonly open: number;
};

export const ROUTE_CHANNELS = ["Email", "Webhook"] as const;
export type RouteChannel = (typeof ROUTE_CHANNELS)[number];

export type AlertRouteView = {
  readonly id: number;
  readonly name: string;
  readonly isOn: boolean;
  readonly channel: RouteChannel;
  readonly target: string;
  readonly severity: Severity;
  readonly kinds: readonly AlertKind[];
  readonly tellsResolved: boolean;
  readonly lastDelivery: AlertDeliveryView | null;
};

export const DELIVERY_EVENTS = ["Opened", "SilenceEnded", "Resolved", "Test"] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

export const DELIVERY_STATES = ["Pending", "Delivered", "Failed"] as const;

export type AlertDeliveryView = {
  readonly id: string;
  readonly alertId: number | null;
  readonly event: DeliveryEvent;
  readonly state: (typeof DELIVERY_STATES)[number];
  readonly attempts: number;
  readonly createdAt: string;
  /** When it is tried next; null once it is settled. */
  readonly dueAt: string | null;
  readonly settledAt: string | null;
  readonly error: string | null;
};

export type AlertDetail = AlertView & {
  /** Null once its rule was removed. */
  readonly ruleName: string | null;
  /** 200 at most; those that still are first. */
  readonly concerned: readonly AlertMemberView[];
  /** The newest first. */
  readonly events: readonly AlertEventView[];
  readonly deliveries: readonly (AlertDeliveryView & { readonly routeName: string })[];
};
