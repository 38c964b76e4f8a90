import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { CLOSING_WORDS } from "@/lib/domain/closing";
import type { JsonValue } from "@/lib/domain/json";
import type { StateHistory } from "@/lib/domain/state-history";
import { STATUS_WORDS } from "@/lib/domain/station";
import { EVENT_KINDS, type EventFacts, type StationEventView } from "@/lib/domain/station-event";
import { listStationEvents, listStationEventsInput } from "@/lib/services/history/list-station-events";
import { readStateHistory, readStateHistoryInput } from "@/lib/services/stations/read-state-history";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { commandSchema, pageOf } from "./schemas";
import { identityParam } from "./stations";

const tags = ["Stations"];
const instant = z.iso.datetime();
const text = z.string().nullable();
const json: z.ZodType<JsonValue> = z.any();
const toldState = { status: z.string(), occupancy: text, errorCode: text };
const closing = z.object({
  by: z.enum(["Charger", "Network", "Kituo", "Unknown"]),
  word: z.enum(CLOSING_WORDS),
});

const factsSchema: z.ZodType<EventFacts> = z.discriminatedUnion("what", [
  z.object({ what: z.literal("Opened"), ocppVersion: z.string(), remoteAddress: text }),
  z.object({ what: z.literal("Closed"), openedAt: instant, code: z.int().nullable(), closing }),
  z.object({ what: z.literal("Booted"), reason: text, firmwareVersion: text, registration: z.string() }),
  z.object({
    what: z.literal("StateChanged"),
    evse: z.int(),
    connector: z.int(),
    is: z.object({ ...toldState, info: text, vendorErrorCode: text }),
    was: z.object({ ...toldState, since: instant.nullable() }).nullable(),
  }),
  z.object({
    what: z.literal("SessionStarted"),
    sessionId: z.int(),
    evse: z.int(),
    tokenUid: text,
    toldAt: instant.describe("By the station's clock"),
  }),
  z.object({
    what: z.literal("SessionEnded"),
    sessionId: z.int(),
    evse: z.int(),
    energyWh: z.number().nullable(),
    reason: text,
    toldAt: instant,
  }),
  z.object({ what: z.literal("Asked"), command: commandSchema }),
  z.object({ what: z.literal("FirmwareReported"), status: z.string(), requestId: z.int().nullable() }),
  z.object({
    what: z.literal("UpdateEnded"),
    campaignId: z.uuid(),
    campaign: z.string(),
    fromVersion: text,
    outcome: z.string(),
  }),
  z.object({ what: z.literal("SecurityReported"), event: z.string(), info: text, toldAt: instant }),
  z.object({ what: z.literal("Changed"), action: z.string(), by: z.string(), details: json }),
]);

const eventSchema: z.ZodType<StationEventView> = z.object({
  key: z.string(),
  at: instant.describe("When Kituo knew of it"),
  kind: z.enum(EVENT_KINDS),
  facts: factsSchema,
});

const historySchema: z.ZodType<StateHistory> = z.object({
  identity: z.string(),
  from: instant,
  to: instant,
  cutAt: instant.nullable().describe("Before it there was too much to look at; it is told as Unknown."),
  connectors: z.array(
    z.object({
      evse: z.int(),
      connector: z.int(),
      spans: z
        .array(z.object({ word: z.enum([...STATUS_WORDS, "Unknown"]), errorCode: text, from: instant, to: instant }))
        .readonly(),
    }),
  ),
});

const events = createRoute({
  method: "get",
  path: "/stations/{identity}/events",
  tags,
  summary: "What happened to and with a station, newest first",
  request: { params: identityParam, query: listStationEventsInput.omit({ identity: true }) },
  responses: { 200: answers("A page of events", pageOf(eventSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const states = createRoute({
  method: "get",
  path: "/stations/{identity}/states",
  tags,
  summary: "What each connector was doing when",
  description: "The last 24 hours unless told otherwise, 31 days at most. Time that nobody can vouch for is Unknown.",
  request: { params: identityParam, query: readStateHistoryInput },
  responses: { 200: answers("The states", historySchema), ...PROBLEMS, ...NOT_FOUND },
});

export function serveStationHistory(api: Api): void {
  api.openapi(events, async (c) => {
    const { identity } = c.req.valid("param");
    return c.json(await listStationEvents(c.get("ctx"), { ...c.req.valid("query"), identity }), 200);
  });
  api.openapi(states, async (c) => {
    const { identity } = c.req.valid("param");
    return c.json(await readStateHistory(c.get("ctx"), identity, c.req.valid("query")), 200);
  });
}
