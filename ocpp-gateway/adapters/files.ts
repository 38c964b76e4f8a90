/** Logs and firmware, as 2.x and the security whitepaper of 1.6 both have them. */
import type { CommandOf } from "@/lib/domain/station-command";

/** Fields of GetLog. `requestId`: what the station repeats with each step. */
export function writeLogRequest(command: CommandOf<"GetLog">, requestId: number) {
  const { log, location, from, to } = command;
  return {
    logType: log,
    requestId,
    ...writeRetries(command),
    log: {
      remoteLocation: location,
      ...(from === undefined ? {} : { oldestTimestamp: from }),
      ...(to === undefined ? {} : { latestTimestamp: to }),
    },
  };
}

/** The image of an update, but its signature. */
export const writeImage = ({ location, retrieveAt, installAt }: CommandOf<"UpdateFirmware">) => ({
  location,
  retrieveDateTime: retrieveAt,
  ...(installAt === undefined ? {} : { installDateTime: installAt }),
});

/** Left to the station where nothing is said. */
export const writeRetries = ({ retries, retryIntervalSeconds }: CommandOf<"GetLog" | "UpdateFirmware">) => ({
  ...(retries === undefined ? {} : { retries }),
  ...(retryIntervalSeconds === undefined ? {} : { retryInterval: retryIntervalSeconds }),
});
