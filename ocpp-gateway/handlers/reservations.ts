import type { ReservationStatusReported } from "@/lib/domain/station-message";
import type { Handle } from "./handler";

/** 2.x H04: a reservation that the station gave up, committed with the frame's log row. */
export const handleReservationStatus: Handle<ReservationStatusReported> = async (_deps, station, message, endedAt) => {
  const { id: stationId, identity } = station;
  const { reservationId, status } = message;
  const reservation = { stationId, identity, reservationId, status, endedAt };
  return { reply: { type: "Stored" }, effect: { kind: "WithFrame", rows: { reservation } } };
};
