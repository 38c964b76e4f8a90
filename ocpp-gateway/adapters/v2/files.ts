/** Logs and firmware of 2.x. The command's number is the requestId that the station repeats with each step. */
import type { Result } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import type { Fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";

type Of<Type extends StationCommand["type"]> = Extract<StationCommand, { readonly type: Type }>;

export function getLog(
  version: SchemaVersion,
  command: Of<"GetLog">,
  { number }: CommandContext,
): Result<WireCall, Fault> {
  const { log, location, from, to } = command;
  return ourCall(version, "GetLog", {
    logType: log,
    requestId: number,
    ...retries(command),
    log: {
      remoteLocation: location,
      ...(from === undefined ? {} : { oldestTimestamp: from }),
      ...(to === undefined ? {} : { latestTimestamp: to }),
    },
  });
}

export function updateFirmware(
  version: SchemaVersion,
  command: Of<"UpdateFirmware">,
  { number }: CommandContext,
): Result<WireCall, Fault> {
  const { location, retrieveAt, installAt, signed } = command;
  return ourCall(version, "UpdateFirmware", {
    requestId: number,
    ...retries(command),
    firmware: {
      location,
      retrieveDateTime: retrieveAt,
      ...(installAt === undefined ? {} : { installDateTime: installAt }),
      ...(signed === undefined ? {} : { signingCertificate: signed.certificate, signature: signed.signature }),
    },
  });
}

const retries = ({ retries: count, retryIntervalSeconds }: Of<"GetLog"> | Of<"UpdateFirmware">) => ({
  ...(count === undefined ? {} : { retries: count }),
  ...(retryIntervalSeconds === undefined ? {} : { retryInterval: retryIntervalSeconds }),
});
