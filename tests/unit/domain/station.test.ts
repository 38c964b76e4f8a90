import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CONNECTOR_STATUSES,
  type ConnectorStatus,
  connectorWord,
  mayCall,
  OCCUPANCIES,
  type Occupancy,
  STATUS_WORDS,
  stationWord,
} from "@/lib/domain/station";

type Part = { readonly evse: number; readonly status: ConnectorStatus; readonly occupancy: Occupancy | null };
const at = (evse: number, status: ConnectorStatus, occupancy: Occupancy | null = null): Part => ({
  evse,
  status,
  occupancy,
});
const word = (...connectors: readonly Part[]) =>
  stationWord({ isConnected: true, everConnected: true, isUpdating: false, connectors });

describe("a connector", () => {
  test.each<[ConnectorStatus, Occupancy | null, string]>([
    ["Available", null, "Available"],
    ["Reserved", null, "Reserved"],
    ["Unavailable", null, "OutOfService"],
    ["Faulted", null, "Fault"],
    ["Faulted", "Charging", "Fault"],
    ["Occupied", null, "Occupied"],
    ["Occupied", "Preparing", "Preparing"],
    ["Occupied", "Charging", "Charging"],
    ["Occupied", "SuspendedEV", "PausedByCar"],
    ["Occupied", "SuspendedEVSE", "PausedByCharger"],
    ["Occupied", "Finishing", "Finishing"],
  ])("that is %s (%s) reads %s", (status, occupancy, expected) => {
    expect(connectorWord({ status, occupancy })).toBe(expected);
  });
});

describe("a charger", () => {
  test.each([
    ["is as its worst connector", word(at(1, "Available"), at(2, "Faulted")), "Fault"],
    ["charges while one of its connectors does", word(at(1, "Available"), at(2, "Occupied", "Charging")), "Charging"],
    ["is available while one of its connectors is", word(at(1, "Unavailable"), at(2, "Available")), "Available"],
    [
      "is out of service only when all its connectors are",
      word(at(1, "Unavailable"), at(2, "Unavailable")),
      "OutOfService",
    ],
    ["that is faulted itself is faulted", word(at(0, "Faulted"), at(1, "Available")), "Fault"],
    ["that is unavailable itself is out of service", word(at(0, "Unavailable"), at(1, "Available")), "OutOfService"],
    ["that is available itself is as its connectors", word(at(0, "Available"), at(1, "Unavailable")), "OutOfService"],
    ["of which no connector is known is available", word(), "Available"],
  ])("%s", (_, actual, expected) => {
    expect(actual).toBe(expected);
  });

  test("that is not connected says so, whatever it told before", () => {
    const connectors = [at(0, "Faulted"), at(1, "Occupied", "Charging")];
    const away = { isConnected: false, isUpdating: true };
    expect(stationWord({ ...away, everConnected: true, connectors })).toBe("Offline");
    expect(stationWord({ ...away, everConnected: false, connectors: [] })).toBe("NeverConnected");
  });

  test.each([
    [[], "Updating"],
    [[at(1, "Occupied", "Charging")], "Updating"],
    [[at(0, "Unavailable")], "Updating"],
    [[at(1, "Available"), at(2, "Faulted")], "Fault"],
    [[at(0, "Faulted")], "Fault"],
  ])("that is updating says so, unless it has a fault (%j: %s)", (connectors, expected) => {
    expect(stationWord({ isConnected: true, everConnected: true, isUpdating: true, connectors })).toBe(expected);
  });

  test("never reads better than its worst connector, nor worse, in any order", () => {
    const parts = fc.array(
      fc.record<Part>({
        evse: fc.integer({ min: 1, max: 9 }),
        status: fc.constantFrom(...CONNECTOR_STATUSES),
        occupancy: fc.option(fc.constantFrom(...OCCUPANCIES), { nil: null }),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(parts, (connectors) => {
        const ranks = connectors.map((connector) => STATUS_WORDS.indexOf(connectorWord(connector)));
        expect(word(...connectors)).toBe(STATUS_WORDS[Math.min(...ranks)]);
        expect(word(...connectors.toReversed())).toBe(word(...connectors));
      }),
    );
  });
});

describe("before it is accepted, a station", () => {
  test.each([
    ["Accepted", false, true],
    ["Pending", true, false],
    ["Rejected", true, false],
    [null, true, true],
    [null, false, false],
  ] as const)("registered as %s (served unbooted: %s) may call: %s", (registered, neverBootedIsServed, may) => {
    expect(mayCall(registered, neverBootedIsServed)).toBe(may);
  });
});
