import type { Result } from "@/lib/domain/result";
import type { Fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";

/** Asked for by the whitepaper's own trigger; by the name that 2.x has, and by 1.6's. */
const EXTENDED: ReadonlyMap<string, string> = new Map([
  ["LogStatusNotification", "LogStatusNotification"],
  ["SignChargePointCertificate", "SignChargePointCertificate"],
  ["SignChargingStationCertificate", "SignChargePointCertificate"],
]);

/** evse 0 is the station: 1.6 leaves the connector out. */
export function triggerMessage(message: string, evse = 0): Result<WireCall, Fault> {
  const extended = EXTENDED.get(message);
  return ourCall("ocpp1.6", extended === undefined ? "TriggerMessage" : "ExtendedTriggerMessage", {
    requestedMessage: extended ?? message,
    ...(evse === 0 ? {} : { connectorId: evse }),
  });
}
