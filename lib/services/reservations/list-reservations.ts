import { z } from "zod";
import type { Prisma } from "@/lib/db/generated/client";
import { RESERVATION_STATES, type ReservationView } from "@/lib/domain/reservation-view";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "../stations/find-station";

export const listReservationsInput = z.object({
  identity: z.string().min(1).max(255).optional(),
  /** `current`: asked for or in force; `ended`: all others. */
  phase: z.enum(["current", "ended"]).optional(),
  ...pageFields,
});

const withStation = { station: { select: { identity: true } } } as const satisfies Prisma.ReservationInclude;
type Row = Prisma.ReservationGetPayload<{ include: typeof withStation }>;

const CURRENT = ["Requested", "Active"];
const cursorSchema = z.tuple([z.int().min(0).max(2_147_483_647)]);

/** Reservations, newest first; of one station where it is named. */
export async function listReservations(
  ctx: ServiceContext,
  input: z.input<typeof listReservationsInput> = {},
): Promise<Page<ReservationView>> {
  requirePermission(ctx, "read");
  const { identity, phase, limit, cursor } = parseInput(listReservationsInput, input);
  const station = identity === undefined ? null : await findStationOrThrow(ctx.db, identity);
  const rows = await ctx.db.reservation.findMany({
    where: {
      ...(station === null ? {} : { stationId: station.id }),
      ...(phase === undefined ? {} : { state: phase === "current" ? { in: CURRENT } : { notIn: CURRENT } }),
      ...(cursor === undefined ? {} : { id: { lt: decodeCursor(cursor, cursorSchema)[0] } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: withStation,
  });
  return toPage(rows, limit, toView, ({ id }) => [id]);
}

function toView(row: Row): ReservationView {
  const state = RESERVATION_STATES.find((known) => known === row.state);
  if (state === undefined) throw new Error(`unknown reservation state in the books: ${row.state}`);
  return {
    id: row.id,
    identity: row.station.identity,
    evse: row.evse,
    tokenUid: row.tokenUid,
    groupUid: row.groupUid,
    expiresAt: row.expiresAt.toISOString(),
    state,
    reason: row.reason,
    sessionId: row.sessionId,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
