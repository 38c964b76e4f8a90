import type { OCPP16 } from "typed-ocpp";
import type { BootReported, StationReply } from "@/lib/domain/station-message";
import { writeTime } from "../../schemas/time";
import { told } from "../told";

/** BootNotification (§4.2). 1.6 gives no reason. */
export function readBoot(payload: OCPP16.BootNotificationRequest): BootReported {
  return {
    type: "BootReported",
    vendor: told(payload.chargePointVendor),
    model: told(payload.chargePointModel),
    serialNumber: told(payload.chargePointSerialNumber) ?? told(payload.chargeBoxSerialNumber),
    firmwareVersion: told(payload.firmwareVersion),
    iccid: told(payload.iccid),
    imsi: told(payload.imsi),
    meterType: told(payload.meterType),
    meterSerialNumber: told(payload.meterSerialNumber),
    reason: null,
  };
}

export function bootAnswer({ status, now, intervalSeconds }: Extract<StationReply, { type: "BootAnswered" }>) {
  return {
    status,
    currentTime: writeTime(now),
    interval: Math.round(intervalSeconds),
  } satisfies OCPP16.BootNotificationResponse;
}
