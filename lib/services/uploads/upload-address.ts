import { randomBytes } from "node:crypto";
import { type OcppAddress, uploadsUrl } from "@/lib/domain/connection-url";
import type { AskableCommand, LocatedCommand, StationCommand } from "@/lib/domain/station-command";
import { secretHash } from "../auth/secret";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

/** Of the secret in an upload's address; it is written in hex. */
const SECRET_BYTES = 20;

/** What is asked of a station, with the place for a log that was not given one. */
export function locatedLog(
  asked: AskableCommand,
  address: OcppAddress | null,
  { securityProfile }: { readonly securityProfile: number },
): LocatedCommand {
  if (asked.type !== "GetLog") return asked;
  if (asked.location !== undefined) return { ...asked, location: asked.location };
  if (address === null) throw new ServiceError("Invalid", "Say where the log is to be uploaded to.", "location");
  return { ...asked, location: uploadsUrl(address, securityProfile) };
}

/** What was asked, as the row of the same request would hold it: our own place may be spelt by another host name. */
export function sameAsAsked(
  asked: AskableCommand,
  row: { readonly request: unknown; readonly upload: { readonly isOurs: boolean } | null },
): AskableCommand {
  if (asked.type !== "GetLog" || asked.location !== undefined || row.upload?.isOurs !== true) return asked;
  const location = locationIn(row.request);
  return typeof location === "string" ? { ...asked, location } : asked;
}

const locationIn = (request: unknown): unknown =>
  typeof request === "object" && request !== null && "location" in request ? request.location : undefined;

/**
 * A log's command as it is sent: the address gets its secret in the commit that counts it as sent, and only the
 * secret's hash is kept. It ends in a slash, since some stations append the file's name as it is.
 */
export async function addressedLog(tx: Tx, commandId: string, command: StationCommand): Promise<StationCommand> {
  if (command.type !== "GetLog") return command;
  const secret = randomBytes(SECRET_BYTES).toString("hex");
  const { count } = await tx.upload.updateMany({
    where: { commandId, isOurs: true },
    data: { secretHash: secretHash(secret) },
  });
  return count === 0 ? command : { ...command, location: `${command.location}/${secret}/` };
}
