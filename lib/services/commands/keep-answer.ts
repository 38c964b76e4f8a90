import type { Command } from "@/lib/db/generated/client";
import type { CommandAnswer, StationCommand } from "@/lib/domain/station-command";
import { keepClearedProfiles, keepInstalledProfile } from "../charging/keep-profiles";
import { keepSchedule } from "../charging/keep-schedule";
import type { Tx } from "../context";
import { keepActiveReservation, keepCancelledReservation } from "../reservations/keep-reservations";
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
  const { facts } = answer;
  if (command.type === "GetSettings") {
    await keepSettings(tx, { stationId, asked: command.keys ?? [], facts, now });
  }
  if (command.type === "GetLog") await keepLogAnswer(tx, { commandId: row.id, stationId, answer, now });
  if (answer.verdict === "Accepted") await keepAccepted(tx, { row, command, answer, now });
}

async function keepAccepted(tx: Tx, { row, command, answer: { facts }, now }: AnsweredCommand): Promise<void> {
  const { stationId } = row;
  if (command.type === "ChangeSetting") {
    const needsRestart = facts.needsRestart === true;
    await keepChangedSetting(tx, { stationId, key: command.key, needsRestart, now });
  }
  if (command.type === "ClearCache") {
    const cleared = { cacheClearedAt: now };
    await tx.stationLocalList.upsert({ where: { stationId }, create: { stationId, ...cleared }, update: cleared });
  }
  if (command.type === "SetChargingProfile") await keepInstalledProfile(tx, row, command, now);
  if (command.type === "ClearChargingProfile") await keepClearedProfiles(tx, row, command, now);
  if (command.type === "GetCompositeSchedule") {
    await keepSchedule(tx, { row, command, schedule: facts.schedule ?? null, now });
  }
  if (command.type === "ReserveNow") await keepActiveReservation(tx, row, now);
  if (command.type === "CancelReservation") await keepCancelledReservation(tx, row, command, now);
}
