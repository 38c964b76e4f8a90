import type { Command, Prisma } from "@/lib/db/generated/client";
import {
  type CommandAnswer,
  type CommandState,
  effectDeadline,
  effectWaitSeconds,
  isUnsupported,
  type StationCommand,
} from "@/lib/domain/station-command";
import { inTransaction, type ServiceContext, type Tx } from "../context";
import { keepListOutcome } from "../local-lists/keep-list-outcome";
import { commandOf } from "./claim-commands";
import { toCommandView } from "./command-view";
import { createFollowUp } from "./follow-up";
import { keepAnswer } from "./keep-answer";
import { isSurelyUndone, keepUndone } from "./keep-undone";
import { dropNextPassword } from "./password-command";

/** What came back for a sent command, or why it could not be sent. */
export type CommandOutcome =
  | { readonly answer: CommandAnswer; readonly action: string }
  | {
      readonly answer: null;
      /** NotSent: it surely never left. */
      readonly state: "NotSupported" | "Failed" | "NotSent";
      readonly code: string;
      readonly description: string;
    };

type Change = Pick<Prisma.CommandUpdateInput, "answerStatus" | "errorCode" | "errorDescription"> & {
  readonly state: CommandState;
  readonly answer?: Prisma.InputJsonValue;
  readonly effectDeadlineAt?: Date;
};

/** For how long a station is asked what it will allow. */
const SCHEDULE_SECONDS = 86_400;

/**
 * Stores a station's answer; one that was settled meanwhile keeps its end, but learns the late answer.
 * An accepted setting, profile or card list asks for itself to be read back, in the same commit.
 */
export async function recordAnswer(
  ctx: ServiceContext,
  station: { readonly id: number; readonly identity: string },
  commandId: string,
  outcome: CommandOutcome,
): Promise<void> {
  await inTransaction(ctx, async ({ tx, announce }) => {
    const before = await tx.command.findUniqueOrThrow({ where: { id: commandId } });
    const change = changeFor(commandOf(before.request), outcome, ctx.now());
    const isOpen = before.state === "Sent" || before.state === "NoAnswer";
    const { state, ...facts } = change;
    const row = await tx.command.update({
      where: { id: commandId },
      data: {
        ...facts,
        ...(isOpen ? { state, settledAt: isEnd(state) ? ctx.now() : null } : {}),
        ...(outcome.answer === null ? {} : { action: outcome.action }),
        ...(isAnswered(outcome) ? { answeredAt: ctx.now() } : {}),
        rev: { increment: 1 },
      },
    });
    await announce({ type: "CommandChanged", command: toCommandView(row, station.identity) });
    await keepConsequences(ctx, tx, row, outcome);
    if (isOpen && state === "WaitingForEffect") await askToReadBack(ctx, tx, row);
  });
}

async function keepConsequences(ctx: ServiceContext, tx: Tx, row: Command, { answer }: CommandOutcome): Promise<void> {
  if (answer?.type === "Answered") {
    await keepAnswer(tx, { row, command: commandOf(row.request), answer, now: ctx.now() });
  }
  await keepListOutcome(tx, { row, command: commandOf(row.request), answer, now: ctx.now() });
  if (!isSurelyUndone(answer)) return;
  await keepUndone(tx, row, row.answerStatus ?? row.errorCode ?? "NotSupported", ctx.now());
  if (row.name === "ChangePassword") await dropNextPassword(tx, row.stationId);
}

const isAnswered = (outcome: CommandOutcome): boolean => outcome.answer !== null && outcome.answer.type !== "NoAnswer";

const isEnd = (state: CommandState): boolean => state !== "WaitingForEffect" && state !== "Scheduled";

function changeFor(command: StationCommand, outcome: CommandOutcome, now: Date): Change {
  const { answer } = outcome;
  if (answer === null) {
    return { state: outcome.state, errorCode: outcome.code, errorDescription: outcome.description };
  }
  switch (answer.type) {
    case "NoAnswer":
      return { state: "NoAnswer", errorCode: answer.why, ...deadline(command, now) };
    case "Refused":
      return {
        state: isUnsupported(answer.code) ? "NotSupported" : "Failed",
        errorCode: answer.code,
        errorDescription: answer.description,
      };
    case "Answered":
      return {
        state: answeredState(command, answer),
        answerStatus: answer.status,
        // JSON in, JSON out.
        answer: JSON.parse(JSON.stringify(answer.payload)),
        ...deadline(command, now),
      };
  }
}

function answeredState(
  command: StationCommand,
  { verdict, facts }: Extract<CommandAnswer, { type: "Answered" }>,
): CommandState {
  if (verdict !== "Accepted") return verdict;
  // It counts after the next restart, and is read back then (see `record-boot`).
  if (command.type === "ChangeSetting" && facts.needsRestart === true) return "Scheduled";
  return effectWaitSeconds(command) === null ? "Done" : "WaitingForEffect";
}

function deadline(command: StationCommand, now: Date): { readonly effectDeadlineAt?: Date } {
  const effectDeadlineAt = effectDeadline(command, now);
  return effectDeadlineAt === null ? {} : { effectDeadlineAt };
}

/** The question whose answer shows what became of a command. */
function readBackOf(command: StationCommand): StationCommand | null {
  if (command.type === "ChangeSetting") return { type: "GetSettings", keys: [command.key] };
  if (command.type === "SendLocalList") return { type: "GetLocalListVersion" };
  if (command.type !== "SetChargingProfile") return null;
  const { evse, profile } = command;
  return { type: "GetCompositeSchedule", evse, durationSeconds: SCHEDULE_SECONDS, unit: profile.schedule.unit };
}

async function askToReadBack(ctx: ServiceContext, tx: Tx, row: Command): Promise<void> {
  const command = commandOf(row.request);
  const readBack = readBackOf(command);
  if (readBack === null) return;
  const now = ctx.now();
  // After that nobody waits for it.
  const stepId = await createFollowUp(tx, row, {
    command: readBack,
    now,
    expiresAt: effectDeadline(command, now) ?? now,
  });
  if (command.type === "SendLocalList") {
    await tx.stationLocalList.updateMany({ where: { stationId: row.stationId, stepId: row.id }, data: { stepId } });
  }
}
