/**
 * What a station's answers leave in the books of its own list, and the next step that follows from each: all in the
 * commit that stores the answer, so that a crash loses no step and doubles none.
 */
import { type Command, Prisma, type StationLocalList } from "@/lib/db/generated/client";
import { NO_LIST_VERSION } from "@/lib/domain/local-list";
import { heldAfter, nextListStep } from "@/lib/domain/local-list-sync";
import { type CommandAnswer, isUnsupported, type StationCommand } from "@/lib/domain/station-command";
import { createFollowUp } from "../commands/follow-up";
import type { Tx } from "../context";
import { digestOf, heldEntries, storedEntries } from "./held-entries";
import { lockList } from "./lock-list";
import { readListLimits, readWantedList } from "./wanted-list";

/** A command about a station's list, and what became of it; null: it could not be said in its version. */
export type ListOutcome = {
  readonly row: Command;
  readonly command: StationCommand;
  readonly answer: CommandAnswer | null;
  readonly now: Date;
};

type Answered = Extract<CommandAnswer, { readonly type: "Answered" }>;
type Sent = Extract<StationCommand, { readonly type: "SendLocalList" }>;
type Change = Prisma.StationLocalListUncheckedUpdateInput;
type Outcome = ListOutcome & { readonly tx: Tx; readonly list: StationLocalList; readonly isStep: boolean };

/** How long the next part may wait to be sent. */
const STEP_SECONDS = 30;

const UNKNOWN_ENTRIES = { entries: Prisma.DbNull, entriesVersion: null, digest: null } as const;

export async function keepListOutcome(tx: Tx, told: ListOutcome): Promise<void> {
  const { row, command, answer } = told;
  if (command.type !== "SendLocalList" && command.type !== "GetLocalListVersion") return;
  // Whether it acts is not known: the next sending begins with asking for the version.
  if (answer?.type === "NoAnswer") return;
  const list = await lockList(tx, row.stationId);
  const outcome = { ...told, tx, list, isStep: list.stepId === row.id };
  const change = await changeFor(outcome, command);
  await tx.stationLocalList.update({ where: { stationId: row.stationId }, data: change });
}

async function changeFor(
  outcome: Outcome,
  command: Sent | Extract<StationCommand, { readonly type: "GetLocalListVersion" }>,
): Promise<Change> {
  const { answer, row } = outcome;
  if (answer === null || answer.type !== "Answered") {
    const code = answer?.type === "Refused" ? answer.code : (row.errorCode ?? "InvalidPayload");
    return isUnsupported(code) ? unsupported(outcome) : failed(outcome, code);
  }
  return command.type === "SendLocalList" ? afterSending(outcome, command, answer) : afterAsking(outcome, answer);
}

const unsupported = ({ isStep }: Outcome): Change => ({
  state: "Unsupported",
  problem: null,
  ...(isStep ? { stepId: null } : {}),
});

/** What a command of somebody else's failed at is not what the list failed at. */
const failed = ({ isStep }: Outcome, problem: string): Change =>
  isStep ? { state: "Failed", problem, stepId: null } : {};

async function afterSending(outcome: Outcome, command: Sent, answer: Answered): Promise<Change> {
  const { list, isStep, now } = outcome;
  if (answer.verdict === "NotSupported") return unsupported(outcome);
  if (answer.verdict !== "Accepted") return afterRefusal(outcome, command, answer);
  // A late answer to what was overtaken by a newer list.
  if (command.version < list.versionSent) return {};
  const base = heldEntries(list.entries);
  const sent = { versionSent: command.version, sentAt: now, ...(command.update === "Full" ? { fullAt: now } : {}) };
  // What somebody changed by hand stands on a list that nobody compared.
  const isKnown = command.update === "Full" || (isStep && base !== null);
  if (!isKnown) return { ...sent, ...UNKNOWN_ENTRIES };
  const held = heldAfter(base ?? new Map(), command.update, command.entries);
  return { ...sent, entries: storedEntries(held), entriesVersion: command.version, digest: digestOf(held) };
}

/** A differential that was refused is followed by a full list, once; a full one that was refused has failed. */
async function afterRefusal(outcome: Outcome, { update }: Sent, { status }: Answered): Promise<Change> {
  const { list, isStep } = outcome;
  const wasFullNow = list.fullAt !== null && list.triedAt !== null && list.fullAt >= list.triedAt;
  if (!isStep) return {};
  if (update === "Full" || wasFullNow) return { ...failed(outcome, status ?? "Failed"), ...UNKNOWN_ENTRIES };
  const unknown = { ...list, entries: null, entriesVersion: null };
  return { ...UNKNOWN_ENTRIES, ...(await nextStep({ ...outcome, list: unknown }, list.versionKnown ?? 0)) };
}

async function afterAsking(outcome: Outcome, { facts: { localListVersion } }: Answered): Promise<Change> {
  const { tx, row, list, isStep, now } = outcome;
  if (localListVersion === undefined) return {};
  if (localListVersion === NO_LIST_VERSION) return { ...unsupported(outcome), checkedAt: now };
  const told = { versionKnown: localListVersion, checkedAt: now };
  if (!isStep) {
    const isHeldKnown = list.entries !== null && list.entriesVersion === localListVersion;
    const state = isHeldKnown ? "InSync" : "Unknown";
    return { ...told, ...(list.state === "Failed" ? {} : { state }) };
  }
  const taken = await versionSentBefore(tx, row);
  if (taken !== null && taken !== localListVersion) {
    return { ...told, ...failed(outcome, "VersionNotTaken"), ...UNKNOWN_ENTRIES };
  }
  return { ...told, ...(await nextStep(outcome, localListVersion)) };
}

/** The version of the list that this question reads back; null where it is the first question. */
async function versionSentBefore(tx: Tx, row: Command): Promise<number | null> {
  if (row.parentId === null) return null;
  const parent = await tx.command.findUnique({ where: { id: row.parentId } });
  if (parent?.name !== "SendLocalList") return null;
  const { version }: { version?: unknown } = Object(parent.request);
  return typeof version === "number" ? version : null;
}

async function nextStep({ tx, row, list, now }: Outcome, versionKnown: number): Promise<Change> {
  const limits = (await readListLimits(tx, [row.stationId]))(row.stationId);
  const held = heldEntries(list.entries);
  const known = { versionKnown, versionSent: list.versionSent, held, heldVersion: list.entriesVersion };
  const step = nextListStep(known, await readWantedList(tx, now), limits);
  if (step.type === "Settled") {
    const nothing = { entries: {}, entriesVersion: versionKnown, digest: digestOf(new Map()) };
    return { state: "InSync", problem: null, stepId: null, triedAt: now, ...(held === null ? nothing : {}) };
  }
  const { update, version, entries } = step;
  const command = { type: "SendLocalList", update, version, entries } as const;
  const expiresAt = new Date(now.getTime() + STEP_SECONDS * 1000);
  const stepId = await createFollowUp(tx, row, { command, now, expiresAt });
  return { stepId, versionSent: version };
}
