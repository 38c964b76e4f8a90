/** Logs and firmware of 1.6: plain, and as the security whitepaper has them. */
import type { OCPP16 } from "typed-ocpp";
import type { Result } from "@/lib/domain/result";
import type { CommandOf } from "@/lib/domain/station-command";
import type { Fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";
import { writeImage, writeLogRequest, writeRetries } from "../files";

/** Diagnostics the way every 1.6 station knows; the security log exists in the whitepaper only. */
export function getLog(command: CommandOf<"GetLog">, { number }: CommandContext): Result<WireCall, Fault> {
  const { log, location, from, to } = command;
  if (log === "DiagnosticsLog") {
    return ourCall("ocpp1.6", "GetDiagnostics", {
      location,
      ...writeRetries(command),
      ...(from === undefined ? {} : { startTime: from }),
      ...(to === undefined ? {} : { stopTime: to }),
    } satisfies OCPP16.GetDiagnosticsRequest);
  }
  return ourCall("ocpp1.6", "GetLog", writeLogRequest(command, number) satisfies OCPP16.GetLogRequest);
}

/** Signed where there is a signature: the station then tells each step with the command's number. */
export function updateFirmware(
  command: CommandOf<"UpdateFirmware">,
  { number }: CommandContext,
): Result<WireCall, Fault> {
  const { location, retrieveAt, signed } = command;
  if (signed === undefined) {
    return ourCall("ocpp1.6", "UpdateFirmware", {
      location,
      retrieveDate: retrieveAt,
      ...writeRetries(command),
    } satisfies OCPP16.UpdateFirmwareRequest);
  }
  return ourCall("ocpp1.6", "SignedUpdateFirmware", {
    requestId: number,
    ...writeRetries(command),
    firmware: {
      ...writeImage(command),
      signingCertificate: signed.certificate,
      signature: signed.signature,
    },
  } satisfies OCPP16.SignedUpdateFirmwareRequest);
}
