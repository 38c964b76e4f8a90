/** What is known of reservations: the rows follow the commands and their answers, in the same commits. */
import type { Command } from "@/lib/db/generated/client";
import type { StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";

type Row = Pick<Command, "id" | "number" | "stationId">;
type ReserveNow = Extract<StationCommand, { readonly type: "ReserveNow" }>;

/** A reservation that is to be asked for. */
export async function keepReservationRequest(
  tx: Tx,
  row: Row & Pick<Command, "requestedBy" | "createdAt">,
  { evse, tokenUid, groupUid, expiresAt }: ReserveNow,
): Promise<void> {
  await tx.reservation.create({
    data: {
      id: row.number,
      commandId: row.id,
      stationId: row.stationId,
      evse,
      tokenUid,
      groupUid: groupUid ?? null,
      expiresAt: new Date(expiresAt),
      state: "Requested",
      requestedBy: row.requestedBy,
      requestedAt: row.createdAt,
    },
  });
}

export async function keepActiveReservation(tx: Tx, row: Row, now: Date): Promise<void> {
  await tx.reservation.updateMany({
    where: { id: row.number, state: "Requested" },
    data: { state: "Active", acceptedAt: now },
  });
}

/** It is sure that the station does not have it. */
export async function keepRefusedReservation(tx: Tx, row: Row, reason: string, now: Date): Promise<void> {
  await tx.reservation.updateMany({
    where: { id: row.number, state: "Requested" },
    data: { state: "Refused", reason, endedAt: now },
  });
}

export async function keepCancelledReservation(
  tx: Tx,
  { stationId }: Row,
  { reservationId: id }: { readonly reservationId: number },
  now: Date,
): Promise<void> {
  await tx.reservation.updateMany({
    where: { id, stationId, state: { in: ["Requested", "Active"] } },
    data: { state: "Cancelled", reason: "Cancelled", endedAt: now },
  });
}
