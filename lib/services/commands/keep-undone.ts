import type { Command } from "@/lib/db/generated/client";
import type { CommandAnswer } from "@/lib/domain/station-command";
import { keepRefusedProfile } from "../charging/keep-profiles";
import type { Tx } from "../context";
import { keepRefusedReservation } from "../reservations/keep-reservations";

/** Answers that cannot be read: what the station did is not known. */
const UNREADABLE: ReadonlySet<string> = new Set(["InvalidAnswer", "UnreadableAnswer"]);

/** Is it sure that the station did not do it? `answer` is null where it was never told. */
export function isSurelyUndone(answer: CommandAnswer | null): boolean {
  if (answer === null) return true;
  switch (answer.type) {
    case "NoAnswer":
      return false;
    case "Refused":
      return !UNREADABLE.has(answer.code);
    case "Answered":
      return answer.verdict === "Rejected" || answer.verdict === "NotSupported";
  }
}

/** Settles in the books what a command was to bring about, and surely did not. `reason`: in the station's words. */
export async function keepUndone(tx: Tx, row: Command, reason: string, now: Date): Promise<void> {
  if (row.name === "SetChargingProfile") await keepRefusedProfile(tx, row, reason, now);
  if (row.name === "ReserveNow") await keepRefusedReservation(tx, row, reason, now);
}
