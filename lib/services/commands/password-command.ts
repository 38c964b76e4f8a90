/** What a ChangePassword leaves behind in the books: both passwords valid, until it is known which one it is. */
import type { CommandAnswer } from "@/lib/domain/station-command";
import type { Tx } from "../context";

/** Answers that cannot be read: what the station did is not known. */
const UNREADABLE: ReadonlySet<string> = new Set(["InvalidAnswer", "UnreadableAnswer"]);

/** Is it sure that the station keeps its old password? Null where it was never told. */
export function keepsOldPassword(answer: CommandAnswer | null): boolean {
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

/** The new password will not come into use: it signs nobody in. */
export async function dropNextPassword(tx: Tx, stationId: number): Promise<void> {
  await tx.station.update({ where: { id: stationId }, data: { passwordHashNext: null, rev: { increment: 1 } } });
}

/** Takes the password itself out of the books; its hash is with the station. */
export async function forgetPassword(tx: Tx, commandId: string): Promise<void> {
  await tx.command.update({
    where: { id: commandId },
    data: { request: { type: "ChangePassword", password: "" } },
  });
}
