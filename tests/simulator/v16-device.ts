/** 1.6: card list, reservations, charging limits, logs. */
import type { OCPP16 } from "typed-ocpp";
import { createChargingLimits, type Limit, type LimitCriteria } from "./charging-limits";
import { answer, type CommandHandler, onCommand, type StationControl } from "./dialect";
import { createLocalList } from "./local-list";
import type { UploadStep } from "./log-upload";
import type { Reply } from "./rpc-client";

/** A memory of its own for each station. */
export function deviceCommands16(): readonly (readonly [string, CommandHandler])[] {
  const list = createLocalList();
  const limits = createChargingLimits();
  return [
    ["GetLocalListVersion", () => answer({ listVersion: list.version } satisfies OCPP16.GetLocalListVersionResponse)],
    ["SendLocalList", onCommand((request: OCPP16.SendLocalListRequest) => sendLocalList(list, request))],
    ["ReserveNow", onCommand(reserveNow)],
    ["CancelReservation", onCommand(cancelReservation)],
    [
      "SetChargingProfile",
      onCommand((request: OCPP16.SetChargingProfileRequest, control) => {
        const isThere = request.connectorId === 0 || control.connectors.some(({ id }) => id === request.connectorId);
        if (isThere) limits.put(limitOf(request));
        return answer({ status: isThere ? "Accepted" : "Rejected" } satisfies OCPP16.SetChargingProfileResponse);
      }),
    ],
    [
      "ClearChargingProfile",
      onCommand((request: OCPP16.ClearChargingProfileRequest) => {
        const status = limits.clear(criteriaOf(request)) > 0 ? "Accepted" : "Unknown";
        return answer({ status } satisfies OCPP16.ClearChargingProfileResponse);
      }),
    ],
    [
      "GetCompositeSchedule",
      onCommand((request: OCPP16.GetCompositeScheduleRequest) =>
        answer(compositeSchedule(limits.leading(request.connectorId), request)),
      ),
    ],
    ["GetDiagnostics", onCommand(getDiagnostics)],
    ["GetLog", onCommand(getLog)],
  ];
}

function sendLocalList(list: ReturnType<typeof createLocalList>, request: OCPP16.SendLocalListRequest): Reply {
  const entries = request.localAuthorizationList ?? [];
  if (request.updateType === "Full") {
    list.replace(
      request.listVersion,
      entries.map(({ idTag }) => idTag),
    );
    return answer({ status: "Accepted" } satisfies OCPP16.SendLocalListResponse);
  }
  const changes = new Map(entries.map(({ idTag, idTagInfo }) => [idTag, idTagInfo !== undefined]));
  const status = list.change(request.listVersion, changes) ? "Accepted" : "VersionMismatch";
  return answer({ status } satisfies OCPP16.SendLocalListResponse);
}

function reserveNow(request: OCPP16.ReserveNowRequest, control: StationControl): Reply {
  const connector = control.connectors.find(({ id }) => id === request.connectorId);
  const reservation = { id: request.reservationId, idTag: request.idTag, until: new Date(request.expiryDate) };
  // ReserveConnectorZeroSupported is false: no place, no reservation.
  const status = connector ? control.reserve(connector, reservation) : "Rejected";
  return answer({ status } satisfies OCPP16.ReserveNowResponse);
}

function cancelReservation({ reservationId }: OCPP16.CancelReservationRequest, control: StationControl): Reply {
  const status = control.cancelReservation(reservationId) ? "Accepted" : "Rejected";
  return answer({ status } satisfies OCPP16.CancelReservationResponse);
}

function limitOf({ connectorId, csChargingProfiles: profile }: OCPP16.SetChargingProfileRequest): Limit {
  return {
    id: profile.chargingProfileId,
    place: connectorId,
    purpose: profile.chargingProfilePurpose,
    stackLevel: profile.stackLevel,
    unit: profile.chargingSchedule.chargingRateUnit,
    periods: profile.chargingSchedule.chargingSchedulePeriod,
  };
}

function criteriaOf(request: OCPP16.ClearChargingProfileRequest): LimitCriteria {
  const { id, connectorId, chargingProfilePurpose, stackLevel } = request;
  return {
    ...(id === undefined ? {} : { id }),
    ...(connectorId === undefined ? {} : { place: connectorId }),
    ...(chargingProfilePurpose === undefined ? {} : { purpose: chargingProfilePurpose }),
    ...(stackLevel === undefined ? {} : { stackLevel }),
  };
}

/** What leads now, for as long as was asked; no limit is answered as what the outlet gives. */
function compositeSchedule(
  limit: Limit | null,
  { connectorId, duration }: OCPP16.GetCompositeScheduleRequest,
): OCPP16.GetCompositeScheduleResponse {
  return {
    status: "Accepted",
    connectorId,
    scheduleStart: new Date().toISOString(),
    chargingSchedule: {
      duration,
      chargingRateUnit: limit?.unit ?? "A",
      chargingSchedulePeriod: [...(limit?.periods ?? [{ startPeriod: 0, limit: 32 }])],
    },
  };
}

const DIAGNOSTICS = {
  Uploading: "Uploading",
  Uploaded: "Uploaded",
  Failed: "UploadFailed",
} as const satisfies Record<UploadStep, OCPP16.DiagnosticsStatusNotificationRequest["status"]>;

const LOG = {
  Uploading: "Uploading",
  Uploaded: "Uploaded",
  Failed: "UploadFailure",
} as const satisfies Record<UploadStep, OCPP16.LogStatusNotificationRequest["status"]>;

function getDiagnostics({ location }: OCPP16.GetDiagnosticsRequest, control: StationControl): Reply {
  const fileName = "diagnostics.log";
  return answer({ fileName } satisfies OCPP16.GetDiagnosticsResponse, () =>
    control.uploadLog(location, fileName, (step) =>
      control.send({ action: "DiagnosticsStatusNotification", payload: { status: DIAGNOSTICS[step] } }),
    ),
  );
}

function getLog({ log, logType, requestId }: OCPP16.GetLogRequest, control: StationControl): Reply {
  const filename = `${logType}.log`;
  return answer({ status: "Accepted", filename } satisfies OCPP16.GetLogResponse, () =>
    control.uploadLog(log.remoteLocation, filename, (step) =>
      control.send({ action: "LogStatusNotification", payload: { status: LOG[step], requestId } }),
    ),
  );
}
