import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/domain/json";
import { adapterFor, SUPPORTED_SUBPROTOCOLS } from "@/ocpp-gateway/adapters/index";
import { knownActions, type SchemaVersion } from "@/ocpp-gateway/schemas/load";
import { RECEIVED_AT, VALID, VERSIONS } from "../../conformance/versions";

test("speaks 2.0.1 and 1.6, and says so", () => {
  expect(SUPPORTED_SUBPROTOCOLS).toEqual(["ocpp2.0.1", "ocpp1.6"]);
  expect(SUPPORTED_SUBPROTOCOLS.map((version) => adapterFor(version)?.version)).toEqual(SUPPORTED_SUBPROTOCOLS);
  expect(adapterFor("ocpp2.0")).toBeNull();
});

test("only 1.6 stations are served before their first boot", () => {
  expect(VERSIONS.map(({ can }) => can.talkBeforeBoot)).toEqual([true, false]);
});

const leaf = fc.oneof(
  fc.constantFrom<JsonValue>(
    "Available",
    "2025-06-01T10:00:00",
    "2025-02-30T10:00:00Z",
    "2016-12-31T23:59:60Z",
    "",
    null,
  ),
  fc.constantFrom<JsonValue>(-1, 0, 1e308, -1e308, 2 ** 31, 2 ** 53, 1.5, true, [], {}, [null], { __proto__: 1 }),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value))),
);

/** A right payload with some of its fields, at any depth, replaced. */
const spoilt = (payloads: readonly (readonly [string, JsonObject])[]) =>
  fc
    .tuple(fc.constantFrom(...payloads), fc.array(fc.tuple(fc.nat(30), leaf), { maxLength: 3 }))
    .map(([[action, payload], changes]) => ({
      action,
      payload: changes.reduce((before, [place, value]) => replaced(before, place, value), payload),
    }));

function replaced(payload: JsonObject, place: number, value: JsonValue): JsonObject {
  let at = 0;
  return JSON.parse(JSON.stringify(payload, (key, before: unknown) => (key !== "" && at++ === place ? value : before)));
}

const anything = fc
  .dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "status")), leaf, { maxKeys: 5 })
  .map((payload): JsonObject => JSON.parse(JSON.stringify(payload)));

const UNREFUSED: Readonly<Record<string, readonly string[]>> = {
  "ocpp1.6": [
    "BootNotification",
    "Heartbeat",
    "MeterValues",
    "StartTransaction",
    "StatusNotification",
    "StopTransaction",
  ],
  "ocpp2.0.1": ["TransactionEvent"],
};

describe.each(VERSIONS)("$version", (adapter) => {
  const actions = [...knownActions(adapter.version as SchemaVersion).keys(), "Dance", "__proto__", "constructor"];
  const valid = Object.entries(VALID[adapter.version] ?? {});

  test("never throws on a call, whatever its payload", () => {
    fc.assert(
      fc.property(fc.constantFrom(...actions), anything, (action, payload) => {
        expect(adapter.readCall({ action, payload }, RECEIVED_AT)).toHaveProperty("ok");
      }),
    );
  });

  test("never throws on a call that is nearly right, and its message can be stored", () => {
    fc.assert(
      fc.property(spoilt(valid), (call) => {
        const read = adapter.readCall(call, RECEIVED_AT);
        expect(read.ok && datesOf(read.value.message).some((at) => Number.isNaN(at.getTime()))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test("never refuses what registers or bills, whatever its payload", () => {
    const unrefused = valid.filter(([action]) => UNREFUSED[adapter.version]?.includes(action));
    fc.assert(
      fc.property(spoilt(unrefused), (call) => {
        expect(adapter.readCall(call, RECEIVED_AT)).toHaveProperty("ok", true);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...unrefused), anything, ([action], payload) => {
        expect(adapter.readCall({ action, payload }, RECEIVED_AT)).toHaveProperty("ok", true);
      }),
    );
  });

  test("never throws on an answer, whatever its payload", () => {
    fc.assert(
      fc.property(fc.constantFrom(...actions), anything, (action, payload) => {
        expect(adapter.readAnswer({ action, payload: {} }, payload)).toHaveProperty("ok");
      }),
      { numRuns: 500 },
    );
  });

  test("never throws on a raw command, whatever its payload", () => {
    fc.assert(
      fc.property(fc.constantFrom(...actions), anything, (action, payload) => {
        const call = adapter.writeCommand({ type: "Raw", action, payload }, { number: 1, session: null });
        expect(call).toHaveProperty("ok");
      }),
      { numRuns: 500 },
    );
  });

  test("reads a valid start with any numbers and times", () => {
    const call = adapter.version === "ocpp1.6" ? startCall : eventCall;
    const times = fc.date({ min: new Date(0), max: new Date("2090-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(fc.nat(99), fc.integer(), times, (connector, number, at) => {
        const read = adapter.readCall(call(connector, number, at.toISOString()), RECEIVED_AT);
        expect(read).toMatchObject({ ok: true, value: { message: { type: "SessionStarted", evse: connector, at } } });
      }),
    );
  });
});

function datesOf(value: unknown): readonly Date[] {
  if (value instanceof Date) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(datesOf) : [];
}

const startCall = (connectorId: number, meterStart: number, timestamp: string) => ({
  action: "StartTransaction",
  payload: { connectorId, meterStart, timestamp, idTag: "04A2" },
});

const eventCall = (id: number, number: number, timestamp: string) => ({
  action: "TransactionEvent",
  payload: {
    eventType: "Started",
    timestamp,
    triggerReason: "Authorized",
    seqNo: 0,
    transactionInfo: { transactionId: "tx-1" },
    evse: { id },
    meterValue: [{ timestamp, sampledValue: [{ value: number, unitOfMeasure: { multiplier: number } }] }],
  },
});
