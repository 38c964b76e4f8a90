import type { Result } from "@/lib/domain/result";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Fault } from "../../wire/fault";
import type { WireCall } from "../adapter";
import { ourCall } from "../answers";

type Trigger = Extract<StationCommand, { readonly type: "TriggerMessage" }>;

/** Asked for by the whitepaper's own trigger; by the name that 2.x has, and by 1.6's. */
const EXTENDED: ReadonlyMap<string, string> = new Map([
  ["LogStatusNotification", "LogStatusNotification"],
  ["SignChargePointCertificate", "SignChargePointCertificate"],
  ["SignChargingStationCertificate", "SignChargePointCertificate"],
]);

/** evse 0 is the station: 1.6 leaves the connector out. */
export function triggerMessage({ message, evse = 0, isExtended }: Trigger): Result<WireCall, Fault> {
  const extended = EXTENDED.get(message);
  const isOfWhitepaper = extended !== undefined || isExtended === true;
  return ourCall("ocpp1.6", isOfWhitepaper ? "ExtendedTriggerMessage" : "TriggerMessage", {
    requestedMessage: extended ?? message,
    ...(evse === 0 ? {} : { connectorId: evse }),
  });
}
