import type { AlertKind, Severity } from "@/lib/domain/alerts/alert-rule";

/** What a form says of a route. */
export type RouteValues = {
  readonly name: string;
  readonly isOn: boolean;
  readonly target: string;
  readonly severity: Severity;
  /** Empty: all. */
  readonly kinds: AlertKind[];
  readonly tellsResolved: boolean;
};
