import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { RESERVATION_STATES, type ReservationView } from "@/lib/domain/reservation-view";
import { listReservations, listReservationsInput } from "@/lib/services/reservations/list-reservations";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";
import { identityParam } from "./stations";

const tags = ["Reservations"];
const instant = z.iso.datetime();

const reservationSchema: z.ZodType<ReservationView> = z.object({
  id: z.int().describe("What the station knows it by."),
  identity: z.string(),
  evse: z.int().describe("0 = any."),
  tokenUid: z.string(),
  groupUid: z.string().nullable(),
  expiresAt: instant,
  state: z.enum(RESERVATION_STATES).describe("Requested: no answer is known."),
  reason: z.string().nullable(),
  sessionId: z.int().nullable().describe("The session that used it."),
  requestedBy: z.string(),
  requestedAt: instant,
  acceptedAt: instant.nullable(),
  endedAt: instant.nullable(),
});

const page = answers("A page of reservations", pageOf(reservationSchema));

const list = createRoute({
  method: "get",
  path: "/reservations",
  tags,
  summary: "The reservations of the fleet, newest first",
  description: "They are made and cancelled by the commands ReserveNow and CancelReservation.",
  request: { query: listReservationsInput },
  responses: { 200: page, ...PROBLEMS, ...NOT_FOUND },
});

const listOfStation = createRoute({
  method: "get",
  path: "/stations/{identity}/reservations",
  tags,
  summary: "The reservations of one station, newest first",
  request: { params: identityParam, query: listReservationsInput.omit({ identity: true }) },
  responses: { 200: page, ...PROBLEMS, ...NOT_FOUND },
});

export function serveReservations(api: Api): void {
  api.openapi(list, async (c) => c.json(await listReservations(c.get("ctx"), c.req.valid("query")), 200));
  api.openapi(listOfStation, async (c) => {
    const input = { ...c.req.valid("query"), identity: c.req.valid("param").identity };
    return c.json(await listReservations(c.get("ctx"), input), 200);
  });
}
