/** What a ChangePassword leaves behind in the books: both passwords valid, until it is known which one it is. */
import type { Tx } from "../context";

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
