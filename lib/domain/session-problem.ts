/** Sessions that do not go the way sessions go: waiting for a person, never charging, never ending. */
import type { SessionView } from "./session-view";
import type { CommandState } from "./station-command";

export const SESSION_PROBLEMS = ["review", "never-charged", "never-ends"] as const;
export type SessionProblem = (typeof SESSION_PROBLEMS)[number];

/** Why a running session is taken to be stuck. */
export type StuckReason = "NeverCharged" | "TooLong" | "ConnectorFree" | "StationGone";

export type StuckFacts = {
  readonly startReceivedAt: Date;
  readonly startedAt: Date;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  /** What its connector says now, and since when; null where it never said. */
  readonly connector: { readonly status: string; readonly receivedAt: Date } | null;
  /** Since when its station is away; null while it is connected. */
  readonly goneSince: Date | null;
};

export const NEVER_CHARGED_AFTER_MS = 5 * 60_000;
const TOO_LONG_MS = 24 * 3_600_000;
/** A station that comes back within hours still tells the end itself. */
const GONE_MS = 6 * 3_600_000;

/** Why a session that still runs looks as if it never charged, or never ends; none for nearly all. */
export function stuckReasons(facts: StuckFacts, now: Date): readonly StuckReason[] {
  const { connector, goneSince, startReceivedAt } = facts;
  const since = (at: Date): number => now.getTime() - at.getTime();
  const isIdle = (facts.energyWh ?? 0) === 0 && (facts.powerW ?? 0) === 0;
  const isFree = connector !== null && connector.status === "Available" && connector.receivedAt > startReceivedAt;
  const reasons: readonly (readonly [StuckReason, boolean])[] = [
    ["NeverCharged", isIdle && since(startReceivedAt) > NEVER_CHARGED_AFTER_MS],
    ["TooLong", since(facts.startedAt) > TOO_LONG_MS],
    ["ConnectorFree", isFree],
    ["StationGone", goneSince !== null && since(goneSince) > GONE_MS],
  ];
  return reasons.flatMap(([reason, isSo]) => (isSo ? [reason] : []));
}

export function isStuckAs(problem: Exclude<SessionProblem, "review">, reasons: readonly StuckReason[]): boolean {
  return problem === "never-charged"
    ? reasons.includes("NeverCharged")
    : reasons.some((reason) => reason !== "NeverCharged");
}

/** What the newest request to stop came to, as far as closing in the books is concerned. */
export type CloseVerdict = "AskFirst" | "Wait" | "MayClose" | "Stopped";

const REFUSED: ReadonlySet<CommandState> = new Set<CommandState>([
  "Rejected",
  "Failed",
  "NotSupported",
  "NoAnswer",
  "NotConnected",
  "Expired",
  "NoEffect",
]);
/** An old refusal says nothing of now. */
const ASKED_WITHIN_MS = 3_600_000;

/** The station is asked first: only what it does not end may be closed without it. */
export function closeVerdict(
  session: Pick<SessionView, "phase">,
  stop: { readonly state: CommandState; readonly createdAt: Date } | null,
  now: Date,
): CloseVerdict {
  if (session.phase === "Ended") return "Stopped";
  if (stop === null || now.getTime() - stop.createdAt.getTime() > ASKED_WITHIN_MS) return "AskFirst";
  return REFUSED.has(stop.state) ? "MayClose" : "Wait";
}
