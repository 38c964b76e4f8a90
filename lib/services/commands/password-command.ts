/** What a ChangePassword leaves behind in the books: both passwords valid, until it is known which one it is. */
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";

const PASSWORD_SETTING = /^(.+\.)?(AuthorizationKey|BasicAuthPassword)$/i;

/** Does it change the password as if it were any setting, so that nobody here would know the new one? */
export function setsPassword(command: StationCommand): boolean {
  if (command.type === "ChangeSetting") return PASSWORD_SETTING.test(command.key);
  return command.type === "Raw" && settingsOf(command.payload).some((name) => PASSWORD_SETTING.test(name));
}

/** What a raw ChangeConfiguration (1.6) or SetVariables (2.x) sets. */
function settingsOf({ key, setVariableData }: JsonObject): readonly string[] {
  if (typeof key === "string") return [key];
  if (!Array.isArray(setVariableData)) return [];
  return setVariableData.flatMap((row: unknown) => {
    const name = isJsonObject(row) && isJsonObject(row["variable"]) ? row["variable"]["name"] : null;
    return typeof name === "string" ? [name] : [];
  });
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
