/** Firmware, logs, security and reservations of 2.x. */
import type { OCPP20 } from "typed-ocpp";
import type {
  CertificateAsked,
  FirmwareStatusReported,
  LogStatusReported,
  ReservationStatusReported,
  SecurityEventReported,
} from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { told } from "../told";

/** FirmwareStatusNotification (L01). */
export function readFirmwareStatus({
  status,
  requestId,
}: OCPP20.FirmwareStatusNotificationRequest): FirmwareStatusReported {
  return { type: "FirmwareStatusReported", status, requestId: requestId ?? null };
}

/** LogStatusNotification (N01). */
export function readLogStatus({ status, requestId }: OCPP20.LogStatusNotificationRequest): LogStatusReported {
  return { type: "LogStatusReported", log: "Log", status, requestId: requestId ?? null };
}

/** ReservationStatusUpdate (H04). */
export function readReservationStatus({
  reservationId,
  reservationUpdateStatus,
}: OCPP20.ReservationStatusUpdateRequest): ReservationStatusReported {
  return { type: "ReservationStatusReported", reservationId, status: reservationUpdateStatus };
}

/** SecurityEventNotification (A04). */
export function readSecurityEvent(
  payload: OCPP20.SecurityEventNotificationRequest,
  receivedAt: Date,
): SecurityEventReported {
  const { type: event, timestamp, techInfo } = payload;
  return { type: "SecurityEventReported", event, info: told(techInfo), at: readTime(timestamp) ?? receivedAt };
}

/** SignCertificate (A02). No use means the charging station's own. */
export function readSignCertificate({ csr, certificateType }: OCPP20.SignCertificateRequest): CertificateAsked {
  return { type: "CertificateAsked", csr, use: certificateType === "V2GCertificate" ? "V2G" : "ChargingStation" };
}
