import type { OCPP20 } from "typed-ocpp";
import type { ConnectorStatusReported } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";

/** StatusNotification (G01). What occupies a connector is told by its transaction. */
export function readStatus(payload: OCPP20.StatusNotificationRequest): ConnectorStatusReported {
  return {
    type: "ConnectorStatusReported",
    evse: payload.evseId,
    connector: payload.connectorId,
    status: payload.connectorStatus,
    occupancy: null,
    errorCode: null,
    info: null,
    vendorErrorCode: null,
    at: readTime(payload.timestamp),
  };
}
