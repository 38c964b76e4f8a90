import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
});
afterAll(async () => caller.close());

const PLACE = { latitude: -1.2676, longitude: 36.8108, capacityKw: 250, contactPhone: "+254 20 123456" };

test("a site is added with its place, read with how it is doing, and found by a word", async () => {
  const { db } = caller.books;
  await aGateway(db);
  const made = await caller.call("POST", "/sites", {
    json: { name: "Westlands", timeZone: "Africa/Nairobi", ...PLACE },
  });
  expect([made.status, made.body]).toMatchObject([201, { name: "Westlands", ...PLACE, contactEmail: null }]);
  const siteId = Number(made.body["id"]);
  const station = await aStation(db, { siteId, ...connected });
  await db.chargingSession.create({
    data: {
      stationId: station.id,
      evse: 1,
      startKey: "one",
      phase: "Active",
      startedAt: T0,
      startReceivedAt: T0,
      powerW: 41_800,
      energyWh: 1_200,
      lastSampleAt: T0,
    },
  });
  const now = { worst: "Available", running: 1, powerW: 41_800, powerUnknown: 0 };
  const one = await caller.call("GET", `/sites/${siteId}`, { as: "viewer" });
  expect(one.body).toMatchObject({
    ...PLACE,
    stationCount: 1,
    now,
    dayBeganAt: "2026-11-21T21:00:00.000Z",
    today: { sessions: 1, energyWh: 1_200 },
    windows: [],
  });
  await caller.call("POST", "/sites", { json: { name: "Karen" } });
  const found = await caller.call("GET", "/sites?q=west", { as: "viewer" });
  expect(found.body).toMatchObject({ items: [{ name: "Westlands", now }] });
  expect((await caller.call("GET", "/sites")).body).toMatchObject({
    items: [{ name: "Karen" }, { name: "Westlands" }],
  });
});

test("what is wrong with a site is told with its place, and nobody without the right changes one", async () => {
  const { body } = await caller.call("POST", "/sites", { json: { name: "Mall" } });
  const path = `/sites/${String(body["id"])}`;
  for (const json of [{ latitude: 91, longitude: 0 }, { latitude: 1 }, { capacityKw: -1 }, { contactEmail: "desk" }]) {
    const refused = await caller.call("PATCH", path, { json });
    expect([json, refused.status]).toEqual([json, 400]);
  }
  expect((await caller.call("PATCH", path, { json: { capacityKw: 1 }, as: "viewer" })).status).toBe(403);
  expect((await caller.call("GET", path, { as: "nobody" })).status).toBe(401);
  expect((await caller.call("GET", path)).body).toMatchObject({ capacityKw: null, latitude: null });
});

test("a site that is not there is a 404, and what is no number a 400", async () => {
  expect((await caller.call("GET", "/sites/123456")).status).toBe(404);
  expect((await caller.call("GET", "/sites/99999999999")).status).toBe(404);
  expect((await caller.call("GET", "/sites/west")).status).toBe(400);
});
