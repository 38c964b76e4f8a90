import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "@/app/api/v1/api";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
});
afterAll(async () => caller.close());

test("creating a station answers with the address and the password its owner has to enter, once", async () => {
  const made = await caller.call("POST", "/stations", { json: { identity: "CP-100", name: "Gate" } });
  expect(made.status).toBe(201);
  expect(made.headers.get("Location")).toBe("/api/v1/stations/CP-100");
  expect(made.headers.get("Cache-Control")).toBe("no-store");
  expect(made.body).toMatchObject({
    identity: "CP-100",
    name: "Gate",
    status: "NeverConnected",
    connectionUrl: "ws://console.example:9220/ocpp/CP-100",
  });
  expect(made.body["password"]).toMatch(/^[A-Za-z0-9]{16,20}$/);
  const read = await caller.call("GET", "/stations/CP-100");
  expect(read.body).not.toHaveProperty("password");
  expect(read.body).toMatchObject({ hasPassword: true, connectionUrl: made.body["connectionUrl"] });
});

test("a password that was given is taken", async () => {
  const json = { identity: "CP-101", password: "my own password" };
  expect((await caller.call("POST", "/stations", { json })).body["password"]).toBe(json.password);
});

test("the address told is the public one where that is set", async () => {
  const { db } = caller.books;
  const deps = { db, now: () => T0, ocppPort: 9220, ocppsPort: null, onError: () => undefined };
  await aStation(db, { identity: "Säule 1" });
  for (const publicOcppUrl of ["wss://ocpp.example.org", "wss://ocpp.example.org/ocpp/"]) {
    const api = createApi({ ...deps, publicOcppUrl });
    const headers = { Authorization: `Bearer ${caller.keys.viewer}` };
    const answer = await api.fetch(new Request("http://x/api/v1/stations/S%C3%A4ule%201", { headers }));
    expect(await answer.json()).toMatchObject({ connectionUrl: "wss://ocpp.example.org/ocpp/S%C3%A4ule%201" });
  }
});

test.each(["a b", "50%", "a?b#c", "+=@|*", "充电", "%2F", "a%20b"])(
  "the identity %j is reached percent-encoded",
  async (identity) => {
    expect((await caller.call("POST", "/stations", { json: { identity } })).status).toBe(201);
    const path = `/stations/${encodeURIComponent(identity)}`;
    expect((await caller.call("GET", path)).body).toMatchObject({ identity });
    expect((await caller.call("PATCH", path, { json: { tags: ["t"] } })).body).toMatchObject({ identity, tags: ["t"] });
    expect((await caller.call("GET", `${path}/messages`)).status).toBe(200);
    expect((await caller.call("DELETE", path)).status).toBe(204);
    expect((await caller.call("GET", path)).status).toBe(404);
  },
);

test("a change answers with the station after it", async () => {
  await aStation(caller.books.db, { identity: "CP-200" });
  const json = { name: "North", blocked: true, registrationStatus: "Rejected", pinnedVersion: "ocpp1.6" };
  const { status, body } = await caller.call("PATCH", "/stations/CP-200", { json });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    name: "North",
    isBlocked: true,
    registrationStatus: "Rejected",
    pinnedVersion: "ocpp1.6",
  });
});

test("a connected station is not removed", async () => {
  await aStation(caller.books.db, { identity: "CP-201", ...connected });
  expect((await caller.call("DELETE", "/stations/CP-201")).status).toBe(409);
});

test("the list is filtered by one or several statuses and paged", async () => {
  const { db } = caller.books;
  for (const identity of ["L-1", "L-2"]) await aStation(db, { identity });
  await aStation(db, { identity: "L-3", connectedAt: T0, disconnectedAt: T0 });
  await aStation(db, { identity: "L-4", ...connected });
  const several = await caller.call("GET", "/stations?q=L-&status=Offline&status=NeverConnected&limit=2", {
    as: "viewer",
  });
  expect(several.body).toMatchObject({ total: 3, counts: { Offline: 1, NeverConnected: 2, Available: 1 } });
  const items = several.body["items"] as { identity: string; status: string }[];
  expect(items.map(({ identity }) => identity)).toEqual(["L-1", "L-2"]);
  const next = await caller.call(
    "GET",
    `/stations?q=L-&status=Offline&status=NeverConnected&limit=2&cursor=${String(several.body["nextCursor"])}`,
  );
  expect(next.body).toMatchObject({ items: [{ identity: "L-3", status: "Offline" }], nextCursor: null });
});

test("connectors are told with their status", async () => {
  const { db } = caller.books;
  const { id: stationId } = await aStation(db, { identity: "CP-300" });
  await db.evse.create({ data: { stationId, evse: 1 } });
  const connector = { evse: 1, connector: 1, status: "Occupied", occupancy: "Charging" };
  await db.connector.create({ data: { stationId, ...connector, statusAt: T0, receivedAt: T0 } });
  const { body } = await caller.call("GET", "/stations/CP-300/connectors");
  expect(body).toMatchObject({ items: [{ ...connector, statusAt: T0.toISOString(), errorCode: null }] });
});

test("a connected station is told a new password that nobody sees, once per Idempotency-Key", async () => {
  const { db } = caller.books;
  await aStation(db, { identity: "ROTATE-1", securityProfile: 1, passwordHash: "old", ...connected });
  const rotate = (as: "engineer" | "operator") =>
    caller.call("POST", "/stations/ROTATE-1/rotate-password", { headers: { "Idempotency-Key": `rotate-${as}` }, as });
  expect((await rotate("operator")).status).toBe(403);
  const told = await rotate("engineer");
  expect(told.status).toBe(202);
  expect(told.headers.get("Location")).toBe(`/api/v1/commands/${String(told.body["id"])}`);
  expect(told.body).toMatchObject({
    name: "ChangePassword",
    state: "Pending",
    request: { type: "ChangePassword", password: "[redacted]" },
  });
  expect((await rotate("engineer")).body).toEqual(told.body);
  expect(await db.station.findUniqueOrThrow({ where: { identity: "ROTATE-1" } })).toMatchObject({
    passwordHash: "old",
    passwordHashNext: expect.stringMatching(/^scrypt\$/),
  });
  expect((await caller.call("POST", "/stations/ROTATE-1/rotate-password")).status).toBe(409);
});

test("a password cannot be changed as an ordinary command", async () => {
  await aStation(caller.books.db, { identity: "ROTATE-2", ...connected });
  const json = { command: "ChangePassword", password: "chosen-by-somebody" };
  expect((await caller.call("POST", "/stations/ROTATE-2/commands", { json })).status).toBe(400);
});

test("what had to be mended in a station's messages is told, the most frequent first", async () => {
  const { db } = caller.books;
  const { id: stationId } = await aStation(db, { identity: "CP-SLOPPY" });
  const at = { firstAt: T0, lastAt: T0 };
  await db.stationDeviation.createMany({
    data: [
      { stationId, repair: "NullDropped", count: 2, exampleMessageId: "a", ...at },
      { stationId, repair: "JsonMended", count: 7, exampleMessageId: "b", ...at },
    ],
  });
  const told = { firstAt: T0.toISOString(), lastAt: T0.toISOString() };
  expect((await caller.call("GET", "/stations/CP-SLOPPY/deviations", { as: "viewer" })).body).toEqual({
    items: [
      { repair: "JsonMended", count: 7, exampleMessageId: "b", ...told },
      { repair: "NullDropped", count: 2, exampleMessageId: "a", ...told },
    ],
  });
  expect((await caller.call("GET", "/stations/NOBODY/deviations")).status).toBe(404);
});
