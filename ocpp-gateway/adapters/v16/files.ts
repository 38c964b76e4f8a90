/** Logs and firmware of 1.6: plain, and as the security whitepaper has them. */
import type { OCPP16 } from "typed-ocpp";
import type { Result } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";

type Of<Type extends StationCommand["type"]> = Extract<StationCommand, { readonly type: Type }>;

/** Diagnostics the way every 1.6 station knows; the security log exists in the whitepaper only. */
export function getLog(command: Of<"GetLog">, { number }: CommandContext): Result<WireCall, Fault> {
  const { log, location, from, to } = command;
  if (log === "DiagnosticsLog") {
    return ourCall("ocpp1.6", "GetDiagnostics", {
      location,
      ...retries(command),
      ...(from === undefined ? {} : { startTime: from }),
      ...(to === undefined ? {} : { stopTime: to }),
    } satisfies OCPP16.GetDiagnosticsRequest);
  }
  return ourCall("ocpp1.6", "GetLog", {
    logType: log,
    requestId: number,
    ...retries(command),
    log: {
      remoteLocation: location,
      ...(from === undefined ? {} : { oldestTimestamp: from }),
      ...(to === undefined ? {} : { latestTimestamp: to }),
    },
  } satisfies OCPP16.GetLogRequest);
}

/** Signed where there is a signature: the station then tells each step with the command's number. */
export function updateFirmware(command: Of<"UpdateFirmware">, { number }: CommandContext): Result<WireCall, Fault> {
  const { location, retrieveAt, installAt, signed } = command;
  if (signed === undefined) {
    return ourCall("ocpp1.6", "UpdateFirmware", {
      location,
      retrieveDate: retrieveAt,
      ...retries(command),
    } satisfies OCPP16.UpdateFirmwareRequest);
  }
  return ourCall("ocpp1.6", "SignedUpdateFirmware", {
    requestId: number,
    ...retries(command),
    firmware: {
      location,
      retrieveDateTime: retrieveAt,
      ...(installAt === undefined ? {} : { installDateTime: installAt }),
      signingCertificate: signed.certificate,
      signature: signed.signature,
    },
  } satisfies OCPP16.SignedUpdateFirmwareRequest);
}

const retries = ({ retries: count, retryIntervalSeconds }: Of<"GetLog"> | Of<"UpdateFirmware">) => ({
  ...(count === undefined ? {} : { retries: count }),
  ...(retryIntervalSeconds === undefined ? {} : { retryInterval: retryIntervalSeconds }),
});
