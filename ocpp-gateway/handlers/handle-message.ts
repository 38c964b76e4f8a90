import { unreachable } from "@/lib/domain/result";
import type { StationMessage } from "@/lib/domain/station-message";
import type { ConnectedStation } from "../connected-station";
import { handleBoot } from "./boot";
import { type Handled, type HandlerDeps, stored } from "./handler";
import { handleMeterValues } from "./meter-values";
import { handleFirmwareStatus, handleLogStatus } from "./reports";
import { handleReservationStatus } from "./reservations";
import { handleCertificateAsked, handleSecurityEvent } from "./security";
import { handleSessionEnd, handleSessionStart, handleSessionUpdate } from "./sessions";
import { handleStatus } from "./status";

/** One handler per message; a message without one does not compile. */
export async function handleMessage(
  deps: HandlerDeps,
  station: ConnectedStation,
  message: StationMessage,
  receivedAt: Date,
): Promise<Handled> {
  switch (message.type) {
    case "BootReported":
      return handleBoot(deps, station, message, receivedAt);
    case "HeartbeatReceived":
      return { reply: { type: "TimeTold", now: deps.ctx.now() }, effect: { kind: "InMemory" } };
    case "ConnectorStatusReported":
      return handleStatus(deps, station, message, receivedAt);
    case "AuthorizationAsked": {
      if (message.token.type === "NoAuthorization") {
        const authorization = { status: "Accepted", groupId: null, expiresAt: null } as const;
        return { reply: { type: "Authorized", authorization }, effect: { kind: "Stored" } };
      }
      const ask = { stationId: station.id, evse: null, ...message.token, isToStart: true };
      const authorization = await deps.lanes.authorizations.add(ask);
      return { reply: { type: "Authorized", authorization }, effect: { kind: "Stored" } };
    }
    case "SessionStarted":
      return handleSessionStart(deps, station, message, receivedAt);
    case "SessionUpdated":
      return handleSessionUpdate(deps, station, message, receivedAt);
    case "SessionEnded":
      return handleSessionEnd(deps, station, message, receivedAt);
    case "MeterValuesReported":
      return handleMeterValues(deps, station, message, receivedAt);
    case "DataTransferred":
      // No vendor is configured yet; the frame's log row is what is kept (quirk H9).
      return { reply: { type: "DataTransferAnswered", status: "UnknownVendorId" }, effect: { kind: "Stored" } };
    case "FirmwareStatusReported":
      return handleFirmwareStatus(deps, station, message, receivedAt);
    case "LogStatusReported":
      return handleLogStatus(deps, station, message, receivedAt);
    case "SecurityEventReported":
      return handleSecurityEvent(deps, station, message, receivedAt);
    case "CertificateAsked":
      return handleCertificateAsked(deps, station, message, receivedAt);
    case "ReservationStatusReported":
      return handleReservationStatus(deps, station, message, receivedAt);
    case "NothingUnderstood":
      return stored({ type: "Stored" });
    default:
      return unreachable(message);
  }
}
