import { afterAll, beforeAll, expect, test } from "vitest";
import { aStation, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
});
afterAll(async () => caller.close());

async function aSession(identity: string, data: object) {
  const { db } = caller.books;
  const { id: stationId } = await aStation(db, { identity });
  const row = { evse: 1, startKey: identity, phase: "Active", startedAt: T0, startReceivedAt: T0 } as const;
  return db.chargingSession.create({ data: { stationId, ...row, ...data } });
}
const ODD = { phase: "Ended", endedAt: T0, meterStopWh: 7_000, anomalies: ["StopWithoutStart"] };

test("a session that waits for a decision is listed, explained, and decided by hand", async () => {
  const { id } = await aSession("ODD-1", ODD);
  const list = () => caller.call("GET", "/sessions?problem=review&identity=ODD-1");
  expect((await list()).body).toMatchObject({ items: [{ id, resolution: null }] });
  const explained = await caller.call("GET", `/sessions/${id}/explanation`, { as: "viewer" });
  expect(explained.body).toMatchObject({
    reviewReasons: ["StopWithoutStart", "EnergyUnknown"],
    stuckReasons: [],
    steps: expect.arrayContaining([{ step: "StartNeverHeard" }, { step: "Result", method: "Unknown", energyWh: null }]),
  });
  const json = { resolution: "ByHand", meterStartWh: 2_000, meterStopWh: 7_000, note: "From the display" };
  const decided = await caller.call("POST", `/sessions/${id}/resolve`, { json, as: "operator" });
  expect(decided).toMatchObject({ status: 200, body: { id, energyWh: 5_000, resolution: "ByHand" } });
  expect((await list()).body).toMatchObject({ items: [] });
});

test.each([
  ["by a viewer", "viewer", { resolution: "AsTold" }, 403],
  ["with words we do not have", "operator", { resolution: "Guess" }, 400],
  [
    "with registers that run back",
    "operator",
    { resolution: "ByHand", meterStartWh: 2, meterStopWh: 1, note: "x" },
    400,
  ],
  ["after it has changed", "operator", { resolution: "AsTold", rev: 7 }, 409],
] as const)("a decision %s is refused", async (what, as, json, status) => {
  const { id } = await aSession(`REFUSED ${what}`, ODD);
  expect((await caller.call("POST", `/sessions/${id}/resolve`, { json, as })).status).toBe(status);
});

test("a session is closed only once its station was asked", async () => {
  const { id } = await aSession("STUCK-1", { energyWh: 9 });
  const close = () => caller.call("POST", `/sessions/${id}/close`, { json: { note: "Gone" }, as: "operator" });
  expect((await close()).status).toBe(409);
  const asked = await caller.call("POST", "/stations/STUCK-1/commands", {
    json: { command: "RemoteStop", sessionId: id },
  });
  expect(asked.body).toMatchObject({ state: "NotConnected" });
  expect(await close()).toMatchObject({ status: 200, body: { phase: "Ended", endReason: "ClosedByOperator" } });
  expect((await caller.call("POST", "/sessions/99999/close", { json: { note: "x" } })).status).toBe(404);
});

test("what never began and readings of nobody are told", async () => {
  const { db } = caller.books;
  const { id: stationId } = await aStation(db, { identity: "ORPHAN-1" });
  const at = { receivedAt: T0, sampledAt: T0 };
  await db.meterValue.create({ data: { stationId, evse: 1, ...at, stationTransaction: "77", energyWh: 5 } });
  expect((await caller.call("GET", "/orphan-readings?identity=ORPHAN-1")).body).toMatchObject({
    items: [{ stationTransaction: "77", count: 1, lastWh: 5 }],
  });
  expect((await caller.call("GET", "/unstarted-sessions")).body).toEqual({ items: [] });
  expect((await caller.call("GET", "/sessions?problem=lost")).status).toBe(400);
});
