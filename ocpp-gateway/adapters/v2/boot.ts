import type { OCPP20 } from "typed-ocpp";
import type { BootReported, StationReply } from "@/lib/domain/station-message";
import { writeTime } from "../../schemas/time";
import { told } from "../told";

/** BootNotification (B01). The meters are not told here. */
export function readBoot({ chargingStation, reason }: OCPP20.BootNotificationRequest): BootReported {
  return {
    type: "BootReported",
    vendor: chargingStation.vendorName,
    model: chargingStation.model,
    serialNumber: told(chargingStation.serialNumber),
    firmwareVersion: told(chargingStation.firmwareVersion),
    iccid: told(chargingStation.modem?.iccid),
    imsi: told(chargingStation.modem?.imsi),
    meterType: null,
    meterSerialNumber: null,
    reason,
  };
}

export function bootAnswer({ status, now, intervalSeconds }: Extract<StationReply, { type: "BootAnswered" }>) {
  return {
    status,
    currentTime: writeTime(now),
    interval: Math.round(intervalSeconds),
  } satisfies OCPP20.BootNotificationResponse;
}
