import type { Command } from "@/lib/db/generated/client";
import type { CommandAnswer, StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";
import { keepChangedSetting, keepSettings } from "../stations/keep-settings";
import { keepLogAnswer } from "../uploads/keep-log-answer";

export type AnsweredCommand = {
  readonly row: Pick<Command, "id" | "number" | "stationId">;
  readonly command: StationCommand;
  readonly answer: Extract<CommandAnswer, { readonly type: "Answered" }>;
  readonly now: Date;
};

/** What a station's answer leaves in the books beside the command's own row, in the same commit. */
export async function keepAnswer(tx: Tx, { row, command, answer, now }: AnsweredCommand): Promise<void> {
  const { stationId } = row;
  if (command.type === "GetSettings") {
    await keepSettings(tx, { stationId, asked: command.keys ?? [], facts: answer.facts, now });
  }
  if (command.type === "ChangeSetting" && answer.verdict === "Accepted") {
    const needsRestart = answer.facts.needsRestart === true;
    await keepChangedSetting(tx, { stationId, key: command.key, needsRestart, now });
  }
  if (command.type === "GetLog") await keepLogAnswer(tx, { commandId: row.id, stationId, answer, now });
  if (command.type === "ClearCache" && answer.verdict === "Accepted") {
    const cleared = { cacheClearedAt: now };
    await tx.stationLocalList.upsert({ where: { stationId }, create: { stationId, ...cleared }, update: cleared });
  }
}
