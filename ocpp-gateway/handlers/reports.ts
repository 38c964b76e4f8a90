import type { FirmwareStatusReported, LogStatusReported } from "@/lib/domain/station-message";
import type { Handle } from "./handler";

/** 1.6 §4.5, whitepaper §5.15, 2.x L01: what becomes of the firmware, committed with the frame's log row. */
export const handleFirmwareStatus: Handle<FirmwareStatusReported> = async (_deps, station, message, receivedAt) => {
  const { id: stationId, identity } = station;
  const { status, requestId } = message;
  const report = { stationId, identity, kind: "Firmware", status, requestId, receivedAt } as const;
  return { reply: { type: "Stored" }, effect: { kind: "WithFrame", rows: { report } } };
};

/** 1.6 §4.4, whitepaper §5.9, 2.x N01: what becomes of an upload of logs. */
export const handleLogStatus: Handle<LogStatusReported> = async (_deps, station, message, receivedAt) => {
  const { id: stationId, identity } = station;
  const { log: kind, status, requestId } = message;
  const report = { stationId, identity, kind, status, requestId, receivedAt };
  return { reply: { type: "Stored" }, effect: { kind: "WithFrame", rows: { report } } };
};
