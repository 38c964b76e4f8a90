/** What is told of an alert outside the console: the body of a webhook, and the words of an e-mail. */
import type { AlertKind, Severity } from "./alert-rule";
import type { DeliveryEvent } from "./alert-view";
import type { CauseType } from "./cause";

export type AlertMessage = {
  readonly event: DeliveryEvent;
  /** ISO. */
  readonly at: string;
  /** Null in a test. */
  readonly alert: {
    readonly id: number;
    readonly kind: AlertKind;
    readonly severity: Severity;
    readonly state: string;
    readonly cause: { readonly type: CauseType; readonly name: string };
    readonly openedAt: string;
    readonly resolvedAt: string | null;
    readonly resolveReason: string | null;
    readonly count: number;
    readonly present: number;
    /** 20 at most. */
    readonly concerned: readonly { readonly name: string; readonly detail: string | null }[];
  } | null;
};

const WHAT: Readonly<Record<AlertKind, string>> = {
  Offline: "offline",
  Fault: "faulted",
  Silent: "connected, but says nothing",
  Flapping: "connection comes and goes",
  NoEnergy: "session without energy",
  RefusedStarts: "starts refused in a row",
  LowStartSuccess: "few starts succeed",
  FailedCommands: "commands fail",
  DiskFull: "disk nearly full",
  CertificateExpiry: "certificate expires soon",
};

/** Subject and text of an e-mail; `consoleUrl` null leaves out the link. */
export function emailOf(
  { event, at, alert }: AlertMessage,
  consoleUrl: string | null,
): { readonly subject: string; readonly text: string } {
  if (alert === null) {
    return { subject: "Kituo: test message", text: `This is a test of alerts by e-mail, sent at ${at}.\n` };
  }
  const others = alert.count > 1 && alert.cause.type !== "Station" ? ` (${alert.concerned.length} concerned)` : "";
  const head = `${alert.cause.name}: ${WHAT[alert.kind]}${others}`;
  const subject = event === "Resolved" ? `Resolved: ${head}` : `${alert.severity}: ${head}`;
  const lines = [
    head,
    "",
    `Since ${alert.openedAt}`,
    ...(alert.resolvedAt === null ? [] : [`Over since ${alert.resolvedAt}`]),
    ...(event === "SilenceEnded" ? ["The silence has ended and it is still so."] : []),
    "",
    ...alert.concerned.map(({ name, detail }) => (detail === null ? name : `${name}: ${detail}`)),
    ...(consoleUrl === null ? [] : ["", `${consoleUrl}/alerts/${alert.id}`]),
  ];
  return { subject, text: `${lines.join("\n")}\n` };
}
