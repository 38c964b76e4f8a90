import { describe, expect, test } from "vitest";
import { checkOurs, checkRequest, checkResponse } from "@/ocpp-gateway/schemas/check";
import { knownActions, type SchemaVersion, schemaCount, schemaOf } from "@/ocpp-gateway/schemas/load";
import { readTime, writeTime } from "@/ocpp-gateway/schemas/time";

const AT = new Date("2025-06-01T12:00:00.000Z");
const VERSIONS: readonly SchemaVersion[] = ["ocpp1.6", "ocpp2.0.1"];

test("all official schemas are there, and only those", () => {
  expect(VERSIONS.map(schemaCount)).toEqual([78, 128]);
  expect(VERSIONS.map((version) => knownActions(version).size)).toEqual([39, 64]);
});

test("every action has a direction and both halves, and all of them compile", () => {
  const counts = VERSIONS.map((version) => {
    const directions = [...knownActions(version)];
    for (const [action] of directions) {
      expect(schemaOf(version, action, "Request")).not.toBeNull();
      checkRequest(version, action, {}, AT);
      checkResponse(version, action, {});
    }
    return ["StationToCsms", "CsmsToStation", "Both"].map(
      (wanted) => directions.filter(([, is]) => is === wanted).length,
    );
  });
  expect(counts).toEqual([
    [13, 25, 1],
    [24, 39, 1],
  ]);
}, 30_000);

describe("the reason of a fault", () => {
  const reasonOf = (version: SchemaVersion, action: string, payload: Parameters<typeof checkRequest>[2]) => {
    const checked = checkRequest(version, action, payload, AT);
    return checked.ok ? null : checked.error.reason;
  };

  test("names the path through lists", () => {
    const meterValue = [{ timestamp: "2025-06-01T10:00:00Z", sampledValue: [{ value: 1 }, { value: "much" }] }];
    expect(reasonOf("ocpp2.0.1", "MeterValues", { evseId: 1, meterValue })).toBe(
      "meterValue[0].sampledValue[1].value must be number",
    );
  });

  test("names a missing field of an inner object", () => {
    expect(reasonOf("ocpp2.0.1", "BootNotification", { reason: "PowerUp", chargingStation: { model: "X" } })).toBe(
      "chargingStation.vendorName is missing",
    );
  });

  test("cuts the name of an unknown field", () => {
    const checked = checkOurs("ocpp1.6", "Heartbeat", "Request", { ["x".repeat(500)]: 1 });
    expect(checked.ok ? null : checked.error.reason).toHaveLength(77);
  });

  test("fits into an error description", () => {
    expect(reasonOf("ocpp1.6", "DataTransfer", { vendorId: {} })?.length).toBeLessThan(256);
  });
});

describe("repairs", () => {
  test("leave a right payload alone, to the object", () => {
    const payload = { idTag: "04A2" };
    const checked = checkRequest("ocpp1.6", "Authorize", payload, AT);
    expect(checked.ok && checked.value.payload).toBe(payload);
  });

  test("are named when they helped", () => {
    const payload = {
      connectorId: 1,
      idTag: "a",
      meterStart: 1,
      reservationId: null,
      timestamp: "2025-06-01 10:00:00",
    };
    expect(checkRequest("ocpp1.6", "StartTransaction", payload, AT)).toEqual({
      ok: true,
      value: {
        payload: { connectorId: 1, idTag: "a", meterStart: 1, timestamp: "2025-06-01T10:00:00.000Z" },
        repairs: ["NullDropped", "TimeNormalised"],
      },
    });
  });

  test("serve answers too", () => {
    const answer = { configurationKey: [{ key: "A", readonly: true, value: null }] };
    expect(checkResponse("ocpp1.6", "GetConfiguration", answer)).toMatchObject({
      ok: true,
      value: { repairs: ["NullDropped"] },
    });
  });

  test("never touch what we send", () => {
    expect(checkOurs("ocpp1.6", "ClearCache", "Request", { x: null })).toMatchObject({ ok: false });
    expect(
      checkOurs("ocpp1.6", "ReserveNow", "Request", {
        connectorId: 1,
        expiryDate: "2025-06-01 10:00",
        idTag: "a",
        reservationId: 1,
      }),
    ).toMatchObject({ ok: false });
  });

  test("keep out of the free content of others", () => {
    const customData = { vendorId: "x", timestamp: "2025-06-01 10:00", nothing: null };
    expect(checkRequest("ocpp2.0.1", "Heartbeat", { customData, more: 1 }, AT)).toEqual({
      ok: true,
      value: { payload: { customData }, repairs: ["UnknownFieldDropped"] },
    });
  });

  test("drop a field named __proto__ like any other that nobody knows", () => {
    expect(checkRequest("ocpp1.6", "Heartbeat", JSON.parse('{"__proto__":{"x":null}}'), AT)).toEqual({
      ok: true,
      value: { payload: {}, repairs: ["UnknownFieldDropped"] },
    });
  });

  test("of 2.x keep every value as it is: a word in another case is refused there", () => {
    const status = { timestamp: "2025-06-01T10:00:00Z", connectorStatus: "available", evseId: 1, connectorId: 1 };
    expect(checkRequest("ocpp2.0.1", "StatusNotification", status, AT)).toMatchObject({ ok: false });
    expect(
      checkRequest("ocpp2.0.1", "StatusNotification", { ...status, connectorStatus: "Available", evseId: "1" }, AT),
    ).toMatchObject({ ok: true, value: { payload: { evseId: 1 }, repairs: ["ScalarCoerced"] } });
  });

  test("are done in good time though ten thousand readings offend", () => {
    const sampledValue = Array.from({ length: 10_000 }, () => ({ value: [], unit: "Hz" }));
    const meterValue = [{ timestamp: "now", sampledValue: [...sampledValue, { value: "7" }] }];
    const startedAt = performance.now();
    expect(checkRequest("ocpp1.6", "MeterValues", { connectorId: 1, meterValue }, AT)).toMatchObject({
      ok: true,
      value: { payload: { meterValue: [{ timestamp: AT.toISOString(), sampledValue: [{ value: "7" }] }] } },
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test("do not hide that a needed field was null", () => {
    expect(checkRequest("ocpp1.6", "Authorize", { idTag: null }, AT)).toEqual({
      ok: false,
      error: { code: "WrongCount", reason: "idTag is missing" },
    });
  });
});

describe("times", () => {
  test.each([
    ["2025-06-01T10:00:00Z", "2025-06-01T10:00:00.000Z"],
    ["2025-06-01T10:00:00.123456Z", "2025-06-01T10:00:00.123Z"],
    ["2025-06-01T12:00:00+02:00", "2025-06-01T10:00:00.000Z"],
    ["2025-06-01T12:00:00+0200", "2025-06-01T10:00:00.000Z"],
    ["2025-05-31T23:30:00-10:30", "2025-06-01T10:00:00.000Z"],
    ["2026-08-04T13:35:45.377", "2026-08-04T13:35:45.377Z"],
    ["2025-06-01 10:00:00", "2025-06-01T10:00:00.000Z"],
    ["2025-06-01T10:00", "2025-06-01T10:00:00.000Z"],
    ["2025-06-01t10:00:00,5z", "2025-06-01T10:00:00.500Z"],
    ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
  ])("%s is %s", (text, expected) => {
    const at = readTime(text);
    expect(at === null ? null : writeTime(at)).toBe(expected);
  });

  test.each([
    "",
    "yesterday",
    "2025-02-30T10:00:00Z",
    "2025-13-01T10:00:00Z",
    "2025-06-01T24:00:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "2025-06-01",
  ])("%s names no instant", (text) => {
    expect(readTime(text)).toBeNull();
  });
});
