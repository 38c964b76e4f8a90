import type { StationMessage } from "@/lib/domain/station-message";

/** The moment a message speaks of by the station's clock, where that is about when it was sent; else null. */
export function toldTime(message: StationMessage): Date | null {
  switch (message.type) {
    case "ConnectorStatusReported":
    case "SecurityEventReported":
      return message.at;
    case "SessionStarted":
    case "SessionUpdated":
    case "SessionEnded":
      return message.wasOffline ? null : message.at;
    case "MeterValuesReported":
      return message.samples.reduce<Date | null>(
        (newest, { at }) => (newest === null || at > newest ? at : newest),
        null,
      );
    // They tell no time, or one that is not of now.
    case "BootReported":
    case "HeartbeatReceived":
    case "AuthorizationAsked":
    case "DataTransferred":
    case "FirmwareStatusReported":
    case "LogStatusReported":
    case "CertificateAsked":
    case "ReservationStatusReported":
    case "NothingUnderstood":
      return null;
  }
}
