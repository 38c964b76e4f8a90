import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
  const station = { identity: "CP-1", passwordHash: "a hash", ...connected };
  const { id: stationId } = await aStation(caller.books.db, station);
  await caller.books.db.stationSetting.createMany({
    data: [
      { stationId, key: "HeartbeatInterval", value: "300", isReadonly: false, readAt: T0 },
      { stationId, key: "AuthorizationKey", isReadonly: false, needsRestart: true, changedAt: T0 },
    ],
  });
});
afterAll(async () => caller.close());

test("a station's settings are told with their age, to whoever may read", async () => {
  const { status, body } = await caller.call("GET", "/stations/CP-1/settings", { as: "viewer" });
  expect(status).toBe(200);
  const common = { isKnown: true, isReadonly: false };
  expect(body).toEqual({
    keysPerReadMax: null,
    items: [
      {
        ...common,
        key: "AuthorizationKey",
        value: null,
        isSecret: true,
        readAt: null,
        needsRestart: true,
        changedAt: T0.toISOString(),
      },
      {
        ...common,
        key: "HeartbeatInterval",
        value: "300",
        isSecret: false,
        readAt: T0.toISOString(),
        needsRestart: false,
        changedAt: null,
      },
    ],
  });
});

test("the settings of a station that is not known are not found", async () => {
  expect((await caller.call("GET", "/stations/NOBODY/settings")).status).toBe(404);
});

test("the station's password is not changed as a setting, neither by name nor raw", async () => {
  const asked = [
    { command: "ChangeSetting", key: "AuthorizationKey", value: "00" },
    { action: "ChangeConfiguration", payload: { key: "AuthorizationKey", value: "00" } },
  ];
  for (const json of asked) {
    const { status, body } = await caller.call("POST", "/stations/CP-1/commands", { json });
    expect(status).toBe(409);
    expect(body["detail"]).toContain("rotating it");
  }
});
