import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
  await aStation(caller.books.db, { identity: "CP-1", ...connected });
});
afterAll(async () => caller.close());

const schedule = { unit: "A", startAt: T0.toISOString(), periods: [{ startSeconds: 0, limit: 16 }] };
const profile = { stackLevel: 0, purpose: "TxDefaultProfile", kind: "Absolute", schedule };

test("a profile that is asked for without an id gets one, and is told with its state", async () => {
  const json = { command: "SetChargingProfile", evse: 1, profile };
  const asked = await caller.call("POST", "/stations/CP-1/commands", { json });
  expect(asked.status).toBe(202);
  const { status, body } = await caller.call("GET", "/stations/CP-1/charging-profiles", { as: "viewer" });
  expect(status).toBe(200);
  expect(body).toEqual({
    items: [
      {
        commandId: asked.body["id"],
        evse: 1,
        profile: { ...profile, id: 1 },
        state: "Requested",
        reason: null,
        requestedBy: "engineer",
        requestedAt: T0.toISOString(),
        installedAt: null,
        endedAt: null,
      },
    ],
    schedules: [],
  });
});

test("a profile in the wrong place is refused with the reason", async () => {
  const json = {
    command: "SetChargingProfile",
    evse: 1,
    profile: { ...profile, purpose: "ChargingStationMaxProfile" },
  };
  const { status, body } = await caller.call("POST", "/stations/CP-1/commands", { json });
  expect(status).toBe(400);
  expect(body["detail"]).toContain("evse 0");
});

test("the profiles of a station that is not known are not found", async () => {
  expect((await caller.call("GET", "/stations/NOBODY/charging-profiles")).status).toBe(404);
});
