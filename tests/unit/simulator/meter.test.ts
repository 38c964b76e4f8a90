import fc from "fast-check";
import { expect, test } from "vitest";
import { advance, type Car, type Flow, measure, type Outlet, powerWatts, registerWh } from "../../simulator/meter";

const SOCKET: Outlet = { current: "AC", phases: 3, amps: 32 };
const FAST: Outlet = { current: "DC", watts: 150_000 };
const CAR: Car = { batteryWh: 60_000, maxWatts: 100_000, stateOfCharge: 0.2 };
const START: Flow = { registerWh: 1_000.7, stateOfCharge: 0.2, secondsCharging: 0 };

test("ramps up, holds, tapers off and stops when full", () => {
  const watts = [
    { ...START, secondsCharging: 10 },
    { ...START, secondsCharging: 60 },
    { ...START, secondsCharging: 900, stateOfCharge: 0.9 },
    { ...START, secondsCharging: 1_800, stateOfCharge: 1 },
  ].map((flow) => Math.round(powerWatts(FAST, CAR, flow)));
  expect(watts).toEqual([50_000, 100_000, 55_000, 0]);
});

test("gives no more than outlet and car can take", () => {
  expect(powerWatts(SOCKET, { ...CAR, maxWatts: 11_000 }, { ...START, secondsCharging: 60 })).toBe(11_000);
  expect(powerWatts(SOCKET, CAR, { ...START, secondsCharging: 60 })).toBe(22_080);
});

test("counts an hour at 11 kW as some 11 kWh", () => {
  const flow = advance(START, 3_600, SOCKET, { ...CAR, maxWatts: 11_000 });
  expect(registerWh(flow) - registerWh(START)).toBeCloseTo(10_969, -2);
});

test("measures three phases on AC, and the state of charge on DC", () => {
  const flow = { ...START, secondsCharging: 60 };
  const told = (outlet: Outlet) =>
    measure(outlet, CAR, flow, 0).map(({ measurand, phase, value, unit }) =>
      [measurand, phase, value, unit].filter((each) => each !== undefined).join(" "),
    );
  expect(told(SOCKET)).toEqual([
    "Energy.Active.Import.Register 1000 Wh",
    "Power.Active.Import 22080 W",
    "Voltage 230 V",
    "Current.Import L1 32 A",
    "Current.Import L2 32 A",
    "Current.Import L3 32 A",
  ]);
  expect(told(FAST)).toEqual([
    "Energy.Active.Import.Register 1000 Wh",
    "Power.Active.Import 100000 W",
    "Voltage 362 V",
    "Current.Import 276.2 A",
    "SoC 20 Percent",
  ]);
});

test("the register never runs backwards and the battery never overflows", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 20_000, noNaN: true })),
      fc.constantFrom(SOCKET, FAST),
      (waits, outlet) => {
        let flow = START;
        for (const seconds of waits) {
          const next = advance(flow, seconds, outlet, CAR);
          expect(next.registerWh).toBeGreaterThanOrEqual(flow.registerWh);
          expect(next.stateOfCharge).toBeLessThanOrEqual(1);
          flow = next;
        }
        expect(flow.registerWh - START.registerWh).toBeLessThanOrEqual(CAR.batteryWh * 0.8 + 1);
      },
    ),
    { numRuns: 50 },
  );
});
