import type { OCPP16 } from "typed-ocpp";
import type { ConnectorStatus, Occupancy } from "@/lib/domain/station";
import type { ConnectorStatusReported } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { told } from "../told";
import { addressOf } from "./address";

type Widened = { readonly status: ConnectorStatus; readonly occupancy: Occupancy | null };

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

/** StatusNotification. "NoError" says nothing; the other codes are warnings unless the status is Faulted. */
export function readStatus(payload: OCPP16.StatusNotificationRequest): ConnectorStatusReported {
  return {
    type: "ConnectorStatusReported",
    ...addressOf(payload.connectorId),
    ...STATUSES[payload.status],
    errorCode: payload.errorCode === "NoError" ? null : payload.errorCode,
    info: told(payload.info),
    vendorErrorCode: told(payload.vendorErrorCode),
    at: payload.timestamp === undefined ? null : readTime(payload.timestamp),
  };
}
