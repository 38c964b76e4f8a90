/** Firmware, diagnostics, logs and security of 1.6: the norm's own, and the security whitepaper's, which speaks as 2.x does. */
import type { OCPP16 } from "typed-ocpp";
import type {
  CertificateAsked,
  FirmwareStatusReported,
  LogStatus,
  LogStatusReported,
  SecurityEventReported,
} from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { told } from "../told";

/** FirmwareStatusNotification (§4.5): no id, and seven of the fourteen statuses. */
export function readFirmwareStatus({ status }: OCPP16.FirmwareStatusNotificationRequest): FirmwareStatusReported {
  return { type: "FirmwareStatusReported", status, requestId: null };
}

/** SignedFirmwareStatusNotification (whitepaper §5.15). */
export function readSignedFirmwareStatus({
  status,
  requestId,
}: OCPP16.SignedFirmwareStatusNotificationRequest): FirmwareStatusReported {
  return { type: "FirmwareStatusReported", status, requestId: requestId ?? null };
}

const DIAGNOSTICS: Readonly<Record<OCPP16.DiagnosticsStatusNotificationRequest["status"], LogStatus>> = {
  Idle: "Idle",
  Uploaded: "Uploaded",
  UploadFailed: "UploadFailure",
  Uploading: "Uploading",
};

/** DiagnosticsStatusNotification (§4.4). */
export function readDiagnosticsStatus({ status }: OCPP16.DiagnosticsStatusNotificationRequest): LogStatusReported {
  return { type: "LogStatusReported", log: "Diagnostics", status: DIAGNOSTICS[status], requestId: null };
}

/** LogStatusNotification (whitepaper §5.9). */
export function readLogStatus({ status, requestId }: OCPP16.LogStatusNotificationRequest): LogStatusReported {
  return { type: "LogStatusReported", log: "Log", status, requestId: requestId ?? null };
}

/** SecurityEventNotification (whitepaper §5.12). */
export function readSecurityEvent(
  payload: OCPP16.SecurityEventNotificationRequest,
  receivedAt: Date,
): SecurityEventReported {
  const { type: event, timestamp, techInfo } = payload;
  return { type: "SecurityEventReported", event, info: told(techInfo), at: readTime(timestamp) ?? receivedAt };
}

/** SignCertificate (whitepaper §5.13). */
export function readSignCertificate({ csr }: OCPP16.SignCertificateRequest): CertificateAsked {
  return { type: "CertificateAsked", csr, use: "ChargingStation" };
}
