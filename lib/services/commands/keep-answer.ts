import type { Command } from "@/lib/db/generated/client";
import type { CommandAnswer, StationCommand } from "@/lib/domain/station-command";
import { keepClearedProfiles, keepInstalledProfile } from "../charging/keep-profiles";
import { keepSchedule } from "../charging/keep-schedule";
import type { Tx } from "../context";
import { keepActiveReservation, keepCancelledReservation } from "../reservations/keep-reservations";
import { keepChangedSetting, keepSettings } from "../stations/keep-settings";

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
  if (answer.verdict !== "Accepted") return;
  switch (command.type) {
    case "ChangeSetting":
      return keepChangedSetting(tx, { stationId, key: command.key, needsRestart: facts.needsRestart === true, now });
    case "SetChargingProfile":
      return keepInstalledProfile(tx, row, command, now);
    case "ClearChargingProfile":
      return keepClearedProfiles(tx, row, command, now);
    case "GetCompositeSchedule":
      return keepSchedule(tx, { row, command, schedule: facts.schedule ?? null, now });
    case "ReserveNow":
      return keepActiveReservation(tx, row, now);
    case "CancelReservation":
      return keepCancelledReservation(tx, row, command, now);
    default:
      return;
  }
}
