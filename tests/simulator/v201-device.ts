/** 2.0.1: card list, reservations, charging limits, logs. */
import type { OCPP20 } from "typed-ocpp";
import { createChargingLimits, type Limit, type LimitCriteria } from "./charging-limits";
import { answer, type CommandHandler, onCommand, type StationControl } from "./dialect";
import { createLocalList } from "./local-list";
import type { UploadStep } from "./log-upload";
import type { Reply } from "./rpc-client";

/** A memory of its own for each station. */
export function deviceCommands201(): readonly (readonly [string, CommandHandler])[] {
  const list = createLocalList();
  const limits = createChargingLimits();
  return [
    ["GetLocalListVersion", () => answer({ versionNumber: list.version } satisfies OCPP20.GetLocalListVersionResponse)],
    ["SendLocalList", onCommand((request: OCPP20.SendLocalListRequest) => sendLocalList(list, request))],
    ["ReserveNow", onCommand(reserveNow)],
    ["CancelReservation", onCommand(cancelReservation)],
    [
      "SetChargingProfile",
      onCommand((request: OCPP20.SetChargingProfileRequest, control) => {
        const isThere = request.evseId === 0 || control.connectors.some(({ id }) => id === request.evseId);
        if (isThere) limits.put(limitOf(request));
        return answer({ status: isThere ? "Accepted" : "Rejected" } satisfies OCPP20.SetChargingProfileResponse);
      }),
    ],
    [
      "ClearChargingProfile",
      onCommand((request: OCPP20.ClearChargingProfileRequest) => {
        const status = limits.clear(criteriaOf(request)) > 0 ? "Accepted" : "Unknown";
        return answer({ status } satisfies OCPP20.ClearChargingProfileResponse);
      }),
    ],
    [
      "GetCompositeSchedule",
      onCommand((request: OCPP20.GetCompositeScheduleRequest) =>
        answer(compositeSchedule(limits.leading(request.evseId), request)),
      ),
    ],
    ["GetLog", onCommand(getLog)],
  ];
}

function sendLocalList(list: ReturnType<typeof createLocalList>, request: OCPP20.SendLocalListRequest): Reply {
  const entries = request.localAuthorizationList ?? [];
  if (request.updateType === "Full") {
    list.replace(
      request.versionNumber,
      entries.map(({ idToken }) => idToken.idToken),
    );
    return answer({ status: "Accepted" } satisfies OCPP20.SendLocalListResponse);
  }
  const changes = new Map(entries.map(({ idToken, idTokenInfo }) => [idToken.idToken, idTokenInfo !== undefined]));
  const status = list.change(request.versionNumber, changes) ? "Accepted" : "VersionMismatch";
  return answer({ status } satisfies OCPP20.SendLocalListResponse);
}

function reserveNow(request: OCPP20.ReserveNowRequest, control: StationControl): Reply {
  const connector = control.connectors.find(({ id }) => id === request.evseId);
  const until = new Date(request.expiryDateTime);
  // NonEvseSpecific is false: no EVSE, no reservation.
  const status = connector
    ? control.reserve(connector, { id: request.id, idTag: request.idToken.idToken, until })
    : "Rejected";
  return answer({ status } satisfies OCPP20.ReserveNowResponse);
}

function cancelReservation({ reservationId }: OCPP20.CancelReservationRequest, control: StationControl): Reply {
  const status = control.cancelReservation(reservationId) ? "Accepted" : "Rejected";
  return answer({ status } satisfies OCPP20.CancelReservationResponse);
}

function limitOf({ evseId, chargingProfile: profile }: OCPP20.SetChargingProfileRequest): Limit {
  const [schedule] = profile.chargingSchedule;
  return {
    id: profile.id,
    place: evseId,
    purpose: profile.chargingProfilePurpose,
    stackLevel: profile.stackLevel,
    unit: schedule?.chargingRateUnit ?? "A",
    periods: schedule?.chargingSchedulePeriod ?? [],
  };
}

function criteriaOf({ chargingProfileId, chargingProfileCriteria }: OCPP20.ClearChargingProfileRequest): LimitCriteria {
  if (chargingProfileId !== undefined) return { id: chargingProfileId };
  const { evseId, chargingProfilePurpose, stackLevel } = chargingProfileCriteria ?? {};
  return {
    ...(evseId === undefined ? {} : { place: evseId }),
    ...(chargingProfilePurpose === undefined ? {} : { purpose: chargingProfilePurpose }),
    ...(stackLevel === undefined ? {} : { stackLevel }),
  };
}

/** What leads now, for as long as was asked; no limit is answered as what the outlet gives. */
function compositeSchedule(
  limit: Limit | null,
  { evseId, duration }: OCPP20.GetCompositeScheduleRequest,
): OCPP20.GetCompositeScheduleResponse {
  const [first = { startPeriod: 0, limit: 32 }, ...more] = limit?.periods ?? [];
  return {
    status: "Accepted",
    schedule: {
      evseId,
      duration,
      scheduleStart: new Date().toISOString(),
      chargingRateUnit: limit?.unit ?? "A",
      chargingSchedulePeriod: [first, ...more],
    },
  };
}

const LOG = {
  Uploading: "Uploading",
  Uploaded: "Uploaded",
  Failed: "UploadFailure",
} as const satisfies Record<UploadStep, OCPP20.LogStatusNotificationRequest["status"]>;

function getLog({ log, logType, requestId }: OCPP20.GetLogRequest, control: StationControl): Reply {
  const filename = `${logType}.log`;
  return answer({ status: "Accepted", filename } satisfies OCPP20.GetLogResponse, () =>
    control.uploadLog(log.remoteLocation, filename, (step) =>
      control.send({ action: "LogStatusNotification", payload: { status: LOG[step], requestId } }),
    ),
  );
}
