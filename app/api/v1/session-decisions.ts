import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { EnergyStep } from "@/lib/domain/explain-energy";
import type { OrphanReadings, UnstartedSession } from "@/lib/domain/unstarted-session";
import { closeSession, closeSessionInput } from "@/lib/services/sessions/close-session";
import { explainSession, type SessionExplanation } from "@/lib/services/sessions/explain-session";
import { listOrphanReadings, listOrphanReadingsInput } from "@/lib/services/sessions/list-orphan-readings";
import { listUnstarted } from "@/lib/services/sessions/list-unstarted";
import { resolveSession, resolveSessionInput } from "@/lib/services/sessions/resolve-session";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { sessionSchema } from "./schemas";
import { sessionIdParam } from "./sessions";

const tags = ["Sessions"];
const instant = z.iso.datetime();
const text = z.string().nullable();
const figure = z.number().nullable();
const heard = { at: instant.nullable(), heardAt: instant.nullable() };

const stepSchema: z.ZodType<EnergyStep> = z.discriminatedUnion("step", [
  z.object({ step: z.literal("StartHeard"), wasLate: z.boolean(), ...heard }),
  z.object({ step: z.literal("StartNeverHeard") }),
  z.object({ step: z.literal("StopHeard"), isFirst: z.boolean(), meterStopWh: figure, ...heard }),
  z.object({ step: z.literal("ClockCorrected"), of: z.enum(["Start", "Stop"]), used: instant, ...heard }),
  z.object({ step: z.literal("MatchedWithoutId"), isProven: z.boolean() }),
  z.object({ step: z.literal("ClosedByUs"), because: z.enum(["LostStop", "ClosedByOperator"]), ...heard }),
  z.object({
    step: z.literal("StartRegister"),
    source: z.enum(["ToldAtStart", "BeginReading", "FirstReading", "SetByHand", "Unknown"]),
    wh: figure,
    ...heard,
  }),
  z.object({
    step: z.literal("StopRegister"),
    source: z.enum(["ToldAtStop", "EndReading", "LastReading", "SetByHand", "Unknown"]),
    wh: figure,
    ...heard,
  }),
  z.object({ step: z.literal("RanBack"), fromWh: z.number(), toWh: z.number(), at: instant.nullable() }),
  z.object({ step: z.literal("Decided"), resolution: z.string(), by: z.string(), note: text, ...heard }),
  z.object({
    step: z.literal("Result"),
    method: z.enum(["Registers", "BestKnown", "NotBilled", "Running", "Unknown"]),
    energyWh: figure,
  }),
]);

const explanationSchema: z.ZodType<SessionExplanation> = z.object({
  steps: z.array(stepSchema),
  reviewReasons: z.array(
    z.enum([
      "StopWithoutStart",
      "StartMissing",
      "LostStop",
      "MeterRollBack",
      "MatchedByConnector",
      "ToldAfterResolution",
      "EnergyUnknown",
    ]),
  ),
  stuckReasons: z.array(z.enum(["NeverCharged", "TooLong", "ConnectorFree", "StationGone"])),
});

const unstartedSchema: z.ZodType<UnstartedSession> = z.object({
  identity: z.string(),
  evse: z.int(),
  connector: z.int().nullable(),
  why: z.enum(["ChargingUnheard", "StartUnheard"]),
  since: instant,
  tokenUid: text,
  commandId: text,
});

const orphanSchema: z.ZodType<OrphanReadings> = z.object({
  identity: z.string(),
  evse: z.int(),
  stationTransaction: z.string(),
  count: z.int(),
  firstAt: instant,
  lastAt: instant,
  firstWh: z.number(),
  lastWh: z.number(),
});

const explain = createRoute({
  method: "get",
  path: "/sessions/{id}/explanation",
  tags,
  summary: "How the energy of a session was determined, from frames to kWh, and what is odd about it",
  request: { params: sessionIdParam },
  responses: { 200: answers("The explanation", explanationSchema), ...PROBLEMS, ...NOT_FOUND },
});

const resolve = createRoute({
  method: "post",
  path: "/sessions/{id}/resolve",
  tags,
  summary: "Decide of a session that waits for a person: as told, registers by hand, or not billable",
  request: { headers: idempotencyHeader, params: sessionIdParam, body: body(resolveSessionInput) },
  responses: { 200: answers("The session", sessionSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const close = createRoute({
  method: "post",
  path: "/sessions/{id}/close",
  tags,
  summary: "End a session in the books, after its station was asked to stop (RemoteStop) and did not",
  request: { headers: idempotencyHeader, params: sessionIdParam, body: body(closeSessionInput) },
  responses: { 200: answers("The session", sessionSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const unstarted = createRoute({
  method: "get",
  path: "/unstarted-sessions",
  tags,
  summary: "Connectors that charge without a session, and accepted remote starts after which none began",
  responses: { 200: answers("All of them", z.object({ items: z.array(unstartedSchema).readonly() })), ...PROBLEMS },
});

const orphans = createRoute({
  method: "get",
  path: "/orphan-readings",
  tags,
  summary: "Meter readings that name a transaction and belong to no session",
  request: { query: listOrphanReadingsInput },
  responses: { 200: answers("All of them", z.object({ items: z.array(orphanSchema).readonly() })), ...PROBLEMS },
});

export function serveSessionDecisions(api: Api): void {
  api.openapi(explain, async (c) => {
    const { explanation } = await explainSession(c.get("ctx"), c.req.valid("param").id);
    return c.json(explanation, 200);
  });
  api.openapi(resolve, async (c) =>
    c.json(await resolveSession(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(close, async (c) =>
    c.json(await closeSession(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(unstarted, async (c) => c.json({ items: await listUnstarted(c.get("ctx")) }, 200));
  api.openapi(orphans, async (c) =>
    c.json({ items: await listOrphanReadings(c.get("ctx"), c.req.valid("query")) }, 200),
  );
}
