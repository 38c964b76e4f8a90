import type { Tx } from "../context";

export type GivenUpReservation = {
  readonly stationId: number;
  readonly identity: string;
  readonly reservationId: number;
  readonly status: "Expired" | "Removed";
  readonly endedAt: Date;
};

/** Ends the reservations that stations gave up, and announces it. Safe to repeat; an unknown one changes nothing. */
export async function recordGivenUp(tx: Tx, rows: readonly GivenUpReservation[], at: Date): Promise<void> {
  for (const { stationId, identity, reservationId, status, endedAt } of rows) {
    const { count } = await tx.reservation.updateMany({
      where: { id: reservationId, stationId, state: { in: ["Requested", "Active"] } },
      data: { state: status === "Expired" ? "Expired" : "Cancelled", reason: status, endedAt },
    });
    if (count === 0) continue;
    await tx.outboxEntry.create({
      data: { at, event: { type: "StationBooksChanged", identity, books: "Reservations", at: at.toISOString() } },
    });
  }
}
