import type { OCPP16 } from "typed-ocpp";
import type { ConnectorStatus, Occupancy } from "@/lib/domain/station";
import type { ConnectorStatusReported } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { told } from "../told";
import { addressOf } from "./address";

type Widened = { readonly status: ConnectorStatus; readonly occupancy: Occupancy | null };
const UNKNOWN = { status: null, occupancy: null } as const;

/** Nine statuses become five, and what occupies the connector (§4.9). */
const STATUSES: Readonly<Record<OCPP16.StatusNotificationRequest["status"], Widened>> = {
  Available: { status: "Available", occupancy: null },
  Preparing: { status: "Occupied", occupancy: "Preparing" },
  Charging: { status: "Occupied", occupancy: "Charging" },
  SuspendedEV: { status: "Occupied", occupancy: "SuspendedEV" },
  SuspendedEVSE: { status: "Occupied", occupancy: "SuspendedEVSE" },
  Finishing: { status: "Occupied", occupancy: "Finishing" },
  Reserved: { status: "Reserved", occupancy: null },
  Unavailable: { status: "Unavailable", occupancy: null },
  Faulted: { status: "Faulted", occupancy: null },
};

const ERROR_CODES: ReadonlySet<string> = new Set<OCPP16.StatusNotificationRequest["errorCode"]>([
  "ConnectorLockFailure",
  "EVCommunicationError",
  "GroundFailure",
  "HighTemperature",
  "InternalError",
  "LocalListConflict",
  "NoError",
  "OtherError",
  "OverCurrentFailure",
  "OverVoltage",
  "PowerMeterFailure",
  "PowerSwitchFailure",
  "ReaderFailure",
  "ResetFailure",
  "UnderVoltage",
  "WeakSignal",
]);

/** As checked: vendors' own words for status and error code come through. */
type Status = Omit<OCPP16.StatusNotificationRequest, "status" | "errorCode"> & {
  readonly status: string;
  readonly errorCode: string;
};

/**
 * StatusNotification. "NoError" says nothing; the other codes are warnings unless the status is Faulted. A status
 * nobody knows leaves the connector's as it was; an unknown code is OtherError, and kept as the vendor's (quirk C12).
 */
export function readStatus(payload: Status): ConnectorStatusReported {
  const isListed = ERROR_CODES.has(payload.errorCode);
  const errorCode = isListed ? payload.errorCode : "OtherError";
  return {
    type: "ConnectorStatusReported",
    ...addressOf(payload.connectorId),
    ...(isKnown(payload.status) ? STATUSES[payload.status] : UNKNOWN),
    errorCode: errorCode === "NoError" ? null : errorCode,
    info: told(payload.info),
    vendorErrorCode: told(payload.vendorErrorCode) ?? (isListed ? null : told(payload.errorCode)),
    at: payload.timestamp === undefined ? null : readTime(payload.timestamp),
  };
}

const isKnown = (status: string): status is keyof typeof STATUSES => Object.hasOwn(STATUSES, status);
