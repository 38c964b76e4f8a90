import { afterAll, beforeAll, expect, test } from "vitest";
import { aStation, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
});
afterAll(async () => caller.close());

test("a token is created, changed, read and listed", async () => {
  const made = await caller.call("POST", "/tokens", { json: { uid: "04 AA/BB" }, as: "operator" });
  expect(made.status).toBe(201);
  const path = made.headers.get("Location")?.replace("/api/v1", "") ?? "";
  const changed = await caller.call("PATCH", path, { json: { status: "Blocked" } });
  expect(changed.body).toMatchObject({ uid: "04 AA/BB", status: "Blocked" });
  expect((await caller.call("GET", path)).body).toEqual(changed.body);
  expect((await caller.call("GET", "/tokens?status=Blocked")).body).toMatchObject({
    total: 1,
    items: [{ uid: "04 AA/BB" }],
  });
  expect((await caller.call("POST", "/tokens", { json: { uid: "04 aa/bb" } })).status).toBe(409);
});

test("a session is listed and read with its meter values", async () => {
  const { db } = caller.books;
  const { id: stationId } = await aStation(db, { identity: "CP-1" });
  const session = await db.chargingSession.create({
    data: { stationId, evse: 1, startKey: "s", phase: "Active", startedAt: T0, startReceivedAt: T0, tokenUid: "A" },
  });
  await db.meterValue.create({
    data: { stationId, sessionId: session.id, evse: 1, receivedAt: T0, sampledAt: T0, powerW: 7_400 },
  });
  const list = await caller.call("GET", "/sessions?phase=live&identity=CP-1&token=a");
  expect(list.body).toMatchObject({ items: [{ id: session.id, identity: "CP-1", phase: "Active" }], nextCursor: null });
  const read = await caller.call("GET", `/sessions/${session.id}`);
  expect(read.body).toMatchObject({ id: session.id, samples: [{ powerW: 7_400 }], journal: [] });
  expect((await caller.call("GET", "/sessions/123456789")).status).toBe(404);
});

test("the message log of a station is told, filtered", async () => {
  const { db } = caller.books;
  const { id: stationId } = await aStation(db, { identity: "CP-2" });
  const message = { at: T0, stationId, epoch: 1, direction: "In", action: "Heartbeat", request: "{}" };
  await db.messageLog.createMany({
    data: [
      { ...message, result: "Ok" },
      { ...message, result: "InternalError" },
    ],
  });
  const { body } = await caller.call("GET", "/stations/CP-2/messages?result=Problem&action=Heartbeat&direction=In");
  expect(body["items"]).toMatchObject([{ result: "InternalError", request: "{}" }]);
});

test("sites are added and listed", async () => {
  const made = await caller.call("POST", "/sites", { json: { name: "Yard", timeZone: "Africa/Nairobi" } });
  expect(made.status).toBe(201);
  expect((await caller.call("GET", "/sites", { as: "viewer" })).body).toEqual({
    items: [{ ...made.body, now: expect.objectContaining({ worst: null, running: 0, powerW: 0 }) }],
  });
});

test("the description is open to everybody and tells every address, request and answer", async () => {
  const { status, body } = await caller.call("GET", "/openapi.json", { as: "nobody" });
  expect(status).toBe(200);
  expect(body["openapi"]).toBe("3.1.0");
  const paths = body["paths"] as Record<string, Record<string, unknown>>;
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(calls.toSorted()).toEqual(
    [
      "get /api/v1/firmware/campaigns",
      "post /api/v1/firmware/campaigns",
      "post /api/v1/firmware/campaigns/preview",
      "get /api/v1/firmware/campaigns/{id}",
      "patch /api/v1/firmware/campaigns/{id}",
      "post /api/v1/firmware/campaigns/{id}/submit",
      "post /api/v1/firmware/campaigns/{id}/withdraw",
      "post /api/v1/firmware/campaigns/{id}/approve",
      "post /api/v1/firmware/campaigns/{id}/reject",
      "post /api/v1/firmware/campaigns/{id}/start",
      "post /api/v1/firmware/campaigns/{id}/pause",
      "post /api/v1/firmware/campaigns/{id}/resume",
      "post /api/v1/firmware/campaigns/{id}/release",
      "post /api/v1/firmware/campaigns/{id}/override",
      "post /api/v1/firmware/campaigns/{id}/retry-failed",
      "post /api/v1/firmware/campaigns/{id}/credit",
      "post /api/v1/firmware/campaigns/{id}/abort",
      "post /api/v1/firmware/campaigns/{id}/cancel",
      "post /api/v1/firmware/campaigns/{id}/clone",
      "post /api/v1/firmware/campaigns/{id}/roll-back",
      "get /api/v1/firmware/campaigns/{id}/jobs",
      "get /api/v1/firmware/campaigns/{id}/events",
      "get /api/v1/firmware/campaigns/{id}/report.csv",
      "get /api/v1/firmware/campaigns/{id}/journal-check",
      "get /api/v1/firmware/campaigns/{id}/soak",
      "get /api/v1/firmware/kill-switch",
      "put /api/v1/firmware/kill-switch",
      "get /api/v1/stations/{identity}/events",
      "get /api/v1/stations/{identity}/states",
      "get /api/v1/stations/{identity}/notes",
      "post /api/v1/stations/{identity}/notes",
      "patch /api/v1/stations/{identity}/notes/{id}",
      "delete /api/v1/stations/{identity}/notes/{id}",
      "get /api/v1/stations/{identity}/update-lock",
      "put /api/v1/stations/{identity}/update-lock",
      "delete /api/v1/stations/{identity}/update-lock",
      "get /api/v1/firmware/releases",
      "post /api/v1/firmware/releases",
      "get /api/v1/firmware/releases/{id}",
      "patch /api/v1/firmware/releases/{id}",
      "delete /api/v1/firmware/releases/{id}",
      "put /api/v1/firmware/releases/{id}/file",
      "post /api/v1/firmware/releases/{id}/retire",
      "get /api/v1/firmware/compliance",
      "get /api/v1/firmware/trust-roots",
      "post /api/v1/firmware/trust-roots",
      "delete /api/v1/firmware/trust-roots/{id}",
      "get /api/v1/stations",
      "get /api/v1/stations/{identity}/local-list",
      "post /api/v1/stations/{identity}/local-list/sync",
      "get /api/v1/token-groups",
      "post /api/v1/token-groups",
      "patch /api/v1/token-groups/{uid}",
      "get /api/v1/unknown-tokens",
      "post /api/v1/unknown-tokens/adopt",
      "patch /api/v1/sites/{id}",
      "post /api/v1/stations",
      "get /api/v1/stations/{identity}",
      "patch /api/v1/stations/{identity}",
      "delete /api/v1/stations/{identity}",
      "get /api/v1/stations/{identity}/connectors",
      "get /api/v1/stations/{identity}/deviations",
      "get /api/v1/stations/{identity}/health",
      "get /api/v1/stations/{identity}/security-events",
      "get /api/v1/stations/{identity}/reports",
      "get /api/v1/stations/{identity}/certificate-requests",
      "get /api/v1/handshake-refusals",
      "post /api/v1/handshake-refusals/{id}/adopt",
      "post /api/v1/handshake-refusals/{id}/block",
      "post /api/v1/handshake-refusals/{id}/dismiss",
      "post /api/v1/handshake-refusals/{id}/unblock",
      "get /api/v1/stations/{identity}/settings",
      "get /api/v1/stations/{identity}/charging-profiles",
      "get /api/v1/stations/{identity}/reservations",
      "get /api/v1/reservations",
      "get /api/v1/stations/{identity}/logs",
      "post /api/v1/stations/{identity}/logs",
      "get /api/v1/uploads/{id}/file",
      "post /api/v1/uploads/{id}/cancel",
      "get /api/v1/files/{id}",
      "delete /api/v1/files/{id}",
      "post /api/v1/stations/{identity}/rotate-password",
      "post /api/v1/stations/{identity}/commands",
      "get /api/v1/stations/{identity}/commands",
      "get /api/v1/stations/{identity}/messages",
      "get /api/v1/messages",
      "get /api/v1/messages/export",
      "get /api/v1/commands/{id}",
      "get /api/v1/search",
      "post /api/v1/tokens/import-previews",
      "post /api/v1/tokens/imports",
      "delete /api/v1/alert-routes/{id}",
      "delete /api/v1/alert-rules/{id}",
      "get /api/v1/alert-routes",
      "get /api/v1/alert-routes/{id}/deliveries",
      "get /api/v1/alert-rules",
      "get /api/v1/alert-rules/{id}",
      "get /api/v1/alerts",
      "get /api/v1/alerts/{id}",
      "patch /api/v1/alert-routes/{id}",
      "patch /api/v1/alert-rules/{id}",
      "post /api/v1/alert-routes",
      "post /api/v1/alert-routes/{id}/secret",
      "post /api/v1/alert-routes/{id}/test",
      "post /api/v1/alert-rules",
      "post /api/v1/alerts/{id}/acknowledge",
      "post /api/v1/alerts/{id}/resolve",
      "post /api/v1/alerts/{id}/silence",
      "get /api/v1/sessions",
      "get /api/v1/sessions/{id}",
      "get /api/v1/sessions/{id}/explanation",
      "post /api/v1/sessions/{id}/resolve",
      "post /api/v1/sessions/{id}/close",
      "get /api/v1/unstarted-sessions",
      "get /api/v1/orphan-readings",
      "get /api/v1/tokens",
      "post /api/v1/tokens",
      "get /api/v1/tokens/{uid}",
      "patch /api/v1/tokens/{uid}",
      "get /api/v1/sites",
      "get /api/v1/sites/{id}",
      "post /api/v1/sites",
      "get /api/v1/bulk-jobs",
      "post /api/v1/bulk-jobs",
      "post /api/v1/bulk-jobs/preview",
      "get /api/v1/bulk-jobs/{id}",
      "get /api/v1/bulk-jobs/{id}/rows",
      "post /api/v1/bulk-jobs/{id}/stop",
      "post /api/v1/bulk-jobs/{id}/retry",
      "get /api/v1/stations.csv",
      "get /api/v1/sessions.csv",
      "get /api/v1/views",
      "get /api/v1/views/counts",
      "post /api/v1/views",
      "patch /api/v1/views/{id}",
      "delete /api/v1/views/{id}",
    ].toSorted(),
  );
  expect(paths["/api/v1/stations"]?.["post"]).toMatchObject({
    requestBody: { content: { "application/json": { schema: { required: ["identity"] } } } },
    responses: { 201: {}, 409: { content: { "application/problem+json": {} } } },
  });
});
