import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { type HandshakeRefusalView, REFUSAL_STATES } from "@/lib/domain/health-view";
import { adoptRefusal, adoptRefusalInput } from "@/lib/services/stations/adopt-refusal";
import { blockRefusal } from "@/lib/services/stations/block-refusal";
import { dismissRefusal } from "@/lib/services/stations/dismiss-refusal";
import { listHandshakeRefusals, listHandshakeRefusalsInput } from "@/lib/services/stations/list-handshake-refusals";
import type { Api, ApiDeps } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { connectivitySchema, createdStationSchema, pageOf } from "./schemas";
import { withConnectionUrl } from "./station-answer";

const tags = ["Handshake refusals"];
const instant = z.iso.datetime();
const text = z.string().nullable();
const idParam = z.object({ id: z.coerce.number<string>().int().min(1).max(2_147_483_647) });
const DECIDED = { 204: { description: "It is so" }, ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED } as const;

const refusalSchema: z.ZodType<HandshakeRefusalView> = z.object({
  id: z.int(),
  identity: text.describe("Null where the handshake ended before one was told."),
  remoteAddress: text,
  reason: z.string(),
  state: z.enum(REFUSAL_STATES),
  count: z.int().describe("Tries since it last came in; without an identity: since a day of silence."),
  since: instant,
  lastAt: instant,
  total: z.int().describe("Tries ever."),
  offeredProtocols: text,
  detail: text,
  station: z
    .object({
      connectivity: connectivitySchema,
      isBlocked: z.boolean(),
      securityProfile: z.int(),
      minSecurityProfile: z.int(),
      pinnedVersion: text,
      passwordSetAt: instant.nullable(),
      connectedAt: instant.nullable(),
    })
    .nullable(),
  lookAlike: z
    .object({ identity: z.string(), difference: z.enum(["Case", "Writing", "Typo"]) })
    .nullable()
    .describe("The known identity that was probably meant."),
  neighbours: z
    .array(z.string())
    .readonly()
    .describe("Without an identity: stations that last came from this address."),
});

const list = createRoute({
  method: "get",
  path: "/handshake-refusals",
  tags,
  summary: "Refused and broken handshakes, grouped by identity (or address) and reason, the newest first",
  request: { query: listHandshakeRefusalsInput },
  responses: {
    200: answers("A page of them", pageOf(refusalSchema).extend({ counts: z.record(z.enum(REFUSAL_STATES), z.int()) })),
    ...PROBLEMS,
  },
});

const decision = <Path extends string>(path: Path, summary: string) =>
  createRoute({
    method: "post",
    path,
    tags,
    summary,
    request: { headers: idempotencyHeader, params: idParam },
    responses: DECIDED,
  });

const dismiss = decision("/handshake-refusals/{id}/dismiss", "Take it off the list until it happens anew");
const block = decision("/handshake-refusals/{id}/block", "Answer this identity 403 from now on, and tell nobody");
const unblock = decision("/handshake-refusals/{id}/unblock", "Let this identity try again");

const adopt = createRoute({
  method: "post",
  path: "/handshake-refusals/{id}/adopt",
  tags,
  summary: "Make a station known that was refused as unknown",
  request: { headers: idempotencyHeader, params: idParam, body: body(adoptRefusalInput) },
  responses: {
    201: answers("The station, with what its owner has to enter", createdStationSchema),
    ...PROBLEMS,
    ...NOT_FOUND,
    ...CONFLICT,
    ...KEY_REUSED,
  },
});

export function serveHandshakeRefusals(api: Api, deps: ApiDeps): void {
  api.openapi(list, async (c) => c.json(await listHandshakeRefusals(c.get("ctx"), c.req.valid("query")), 200));
  api.openapi(dismiss, async (c) => {
    await dismissRefusal(c.get("ctx"), c.req.valid("param"));
    return c.body(null, 204);
  });
  api.openapi(block, async (c) => {
    await blockRefusal(c.get("ctx"), { ...c.req.valid("param"), blocked: true });
    return c.body(null, 204);
  });
  api.openapi(unblock, async (c) => {
    await blockRefusal(c.get("ctx"), { ...c.req.valid("param"), blocked: false });
    return c.body(null, 204);
  });
  api.openapi(adopt, async (c) => {
    const { station, password } = await adoptRefusal(c.get("ctx"), c.req.valid("param").id, c.req.valid("json"));
    c.header("Location", `/api/v1/stations/${encodeURIComponent(station.identity)}`);
    return c.json({ ...withConnectionUrl(deps, c, station), password }, 201);
  });
}
