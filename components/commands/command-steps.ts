import type { CommandView } from "@/lib/domain/command-view";
import type { CommandState } from "@/lib/domain/station-command";

export type StepName = "requested" | "sent" | "accepted" | "effect";
export type StepState = "done" | "now" | "failed" | "ahead";
export type Step = { readonly name: StepName; readonly state: StepState; readonly at: string | null };

/** Commands whose answer is the proof: there is nothing more to wait for. */
const PROVEN_BY_ANSWER: ReadonlySet<string> = new Set([
  "Unlock",
  "GetSettings",
  "ClearCache",
  "DataTransfer",
  "InstallCertificate",
  "GetInstalledCertificates",
  "DeleteCertificate",
  "GetLocalListVersion",
  "ReserveNow",
  "CancelReservation",
  "ClearChargingProfile",
  "GetCompositeSchedule",
  "Raw",
]);

/** Commands that are asked for the sake of what the charger answers. */
const ASKED_FOR_ANSWER: ReadonlySet<string> = new Set(["DataTransfer", "GetInstalledCertificates", "Raw"]);

/** Is there an answer to be read? */
export const hasAnswerToRead = ({ name, answer }: CommandView): boolean =>
  ASKED_FOR_ANSWER.has(name) && answer !== null;

/** How far a command got and where it stopped: the index of its last step and what became of that. */
const REACHED: Readonly<Record<CommandState, readonly [step: number, state: StepState]>> = {
  Pending: [1, "now"],
  Sent: [2, "now"],
  Accepted: [3, "now"],
  WaitingForEffect: [3, "now"],
  Scheduled: [3, "now"],
  Done: [3, "done"],
  NoEffect: [3, "failed"],
  Rejected: [2, "failed"],
  Failed: [2, "failed"],
  NotSupported: [2, "failed"],
  NoAnswer: [2, "failed"],
  NotConnected: [1, "failed"],
  Expired: [1, "failed"],
  Revoked: [1, "failed"],
  NotSent: [1, "failed"],
};

/** It did not pass the official schema: the charger has never seen it. */
export const isUnsendable = ({ state, errorCode }: CommandView): boolean =>
  state === "Failed" && errorCode === "InvalidPayload";

/** Requested → sent → accepted → effect, each with its own time. */
export function commandSteps(command: CommandView): readonly Step[] {
  const [reached, state] = isUnsendable(command) ? ([1, "failed"] as const) : REACHED[command.state];
  const steps: readonly Omit<Step, "state">[] = [
    { name: "requested", at: command.createdAt },
    { name: "sent", at: command.sentAt },
    { name: "accepted", at: command.answeredAt },
    ...(PROVEN_BY_ANSWER.has(command.name) ? [] : [{ name: "effect", at: command.settledAt } as const]),
  ];
  return steps.map((step, place) => ({ ...step, state: stepState(place, reached, state) }));
}

function stepState(place: number, reached: number, state: StepState): StepState {
  if (place < reached) return "done";
  return place === reached ? state : "ahead";
}

/** Seconds the step that is under way has taken so far, or the one that ended took. */
export function stepStartedAt(command: CommandView): string {
  return command.answeredAt ?? command.sentAt ?? command.createdAt;
}

export type CommandTarget = {
  readonly evse: number;
  readonly connector: number;
  /** Sessions there, ended ones too: a stop is still about the session it has ended. */
  readonly sessionIds: ReadonlySet<number>;
};

/** Is this command about this connector? Commands for the whole charger are about none. */
export function isAbout(command: CommandView, target: CommandTarget): boolean {
  const request = command.request;
  if (typeof request !== "object" || request === null || Array.isArray(request)) return false;
  const told = Object.entries(request);
  const field = (name: string): unknown => told.find(([key]) => key === name)?.[1];
  const sessionId = field("sessionId");
  if (typeof sessionId === "number") return target.sessionIds.has(sessionId);
  if (field("evse") !== target.evse) return false;
  return field("connector") === undefined || field("connector") === target.connector;
}

const DONE_SHOWN_MS = 20_000;
const OTHER_SHOWN_MS = 10 * 60_000;

/** A command stays in place while it is open, and its outcome for a while after: a success shortly, anything else until it is read. */
export function isShownInPlace(command: CommandView, isOpen: boolean, now: number): boolean {
  if (isOpen) return true;
  const settledAt = Date.parse(command.settledAt ?? command.createdAt);
  const isBrief = command.state === "Done" && !hasAnswerToRead(command);
  return now - settledAt < (isBrief ? DONE_SHOWN_MS : OTHER_SHOWN_MS);
}
