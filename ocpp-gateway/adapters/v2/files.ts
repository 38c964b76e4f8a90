/** Logs and firmware of 2.x. The command's number is the requestId that the station repeats with each step. */
import type { Result } from "@/lib/domain/result";
import type { CommandOf } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import type { Fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";
import { writeImage, writeLogRequest, writeRetries } from "../files";

export function getLog(
  version: SchemaVersion,
  command: CommandOf<"GetLog">,
  { number }: CommandContext,
): Result<WireCall, Fault> {
  return ourCall(version, "GetLog", writeLogRequest(command, number));
}

export function updateFirmware(
  version: SchemaVersion,
  command: CommandOf<"UpdateFirmware">,
  { number }: CommandContext,
): Result<WireCall, Fault> {
  const { signed } = command;
  return ourCall(version, "UpdateFirmware", {
    requestId: number,
    ...writeRetries(command),
    firmware: {
      ...writeImage(command),
      ...(signed === undefined ? {} : { signingCertificate: signed.certificate, signature: signed.signature }),
    },
  });
}
