import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meterSample, type RawReading } from "@/lib/domain/meter-value";

const AT = new Date("2025-06-01T12:00:00Z");
const ENERGY = "Energy.Active.Import.Register";
const POWER = "Power.Active.Import";

const aReading = (given: Partial<RawReading> = {}): RawReading => ({
  measurand: ENERGY,
  value: "1",
  unit: null,
  multiplier: 0,
  phase: null,
  location: null,
  format: null,
  ...given,
});
const sampled = (...readings: readonly Partial<RawReading>[]) => meterSample(AT, null, readings.map(aReading));

describe("a reading", () => {
  test.each<[string, Partial<RawReading>, number]>([
    ["in kWh is told in Wh", { value: "12.5", unit: "kWh" }, 12_500],
    ["in Wh is told as it is", { value: "12.5", unit: "Wh" }, 12.5],
    ["without a unit is in the field's own", { value: "12.5" }, 12.5],
    ["with blanks and other case in its unit is understood (quirks F1, F3)", { value: "2", unit: " KWH " }, 2000],
    ["with blanks in its value is understood", { value: " 42 " }, 42],
    ["with a multiplier is raised by it", { value: "1.5", unit: "Wh", multiplier: 3 }, 1500],
    ["with unit and multiplier is raised by both", { value: "1.5", unit: "kWh", multiplier: -1 }, 150],
    ["has no noise of the multiplication", { value: "1.005", unit: "kWh" }, 1005],
    ["in exponents is a number", { value: "1.2e3" }, 1200],
  ])("%s", (_, reading, energyWh) => {
    expect(sampled(reading)).toMatchObject({ energyWh, other: [] });
  });

  test.each(["", "  ", "NaN", "Infinity", "-Infinity", "1e400", "12,5", "n/a", "12 Wh"])(
    "of %j is no number, and kept as told (quirk F2)",
    (value) => {
      expect(sampled({ value })).toMatchObject({ energyWh: null, other: [{ measurand: ENERGY, value }] });
    },
  );

  test("that is signed is never read as a number (quirk F9)", () => {
    const signed = { value: "12345", format: "SignedData" };
    expect(sampled(signed, { value: "7" })).toMatchObject({ energyWh: 7, other: [signed] });
  });

  test("taken in the car or at the inlet is not what the outlet gave, but its state of charge is the car's", () => {
    const sample = sampled(
      { value: "9", location: "Inlet" },
      { value: "8", location: "Body" },
      { measurand: "SoC", value: "55", location: "EV" },
    );
    expect(sample).toMatchObject({ energyWh: null, socPercent: 55 });
    expect(sample.other).toHaveLength(2);
  });

  test.each(["Frequency", "Vendor.Own", "constructor", "__proto__", "toString"])(
    "of %s has no field, and is kept as told (quirk F4)",
    (measurand) => {
      expect(sampled({ measurand, value: "50", unit: "Hz" }).other).toMatchObject([{ measurand, value: "50" }]);
    },
  );
});

describe("the phases of one instant", () => {
  const phases = (measurand: string, ...values: readonly string[]) =>
    values.map((value, index) => ({ measurand, value, phase: `L${index + 1}` }));

  test("add up where they share the load (quirk F5)", () => {
    expect(sampled(...phases(POWER, "1000", "2000", "3000")).powerW).toBe(6000);
  });

  test("are averaged where they do not", () => {
    expect(sampled(...phases("Voltage", "229", "230", "231"), ...phases("Current.Import", "10", "20"))).toMatchObject({
      voltageV: 230,
      currentA: 15,
    });
  });

  test("give way to the station's own total, wherever it stands", () => {
    const sample = sampled(...phases(POWER, "1000", "2000"), { measurand: POWER, value: "2900" });
    expect(sample.powerW).toBe(2900);
  });

  test("are all kept as told", () => {
    expect(sampled(...phases(POWER, "1", "2")).other.map(({ phase, value }) => [phase, value])).toEqual([
      ["L1", "1"],
      ["L2", "2"],
    ]);
  });
});

test("the first of several totals counts", () => {
  expect(sampled({ value: "100" }, { value: "200" }).energyWh).toBe(100);
});

test("no field is ever NaN or infinite, and no reading is lost", () => {
  const readings = fc.record<RawReading>({
    measurand: fc.oneof(fc.constantFrom(ENERGY, POWER, "Voltage", "Current.Import", "SoC"), fc.string()),
    value: fc.oneof(fc.double().map(String), fc.constantFrom("1.7e308", "-1.7e308"), fc.string()),
    unit: fc.option(fc.constantFrom("kWh", "kW", "Wh", "A", "constructor", ""), { nil: null }),
    multiplier: fc.oneof(fc.integer({ min: -400, max: 400 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY)),
    phase: fc.option(fc.constantFrom("L1", "L2", "L3", "N"), { nil: null }),
    location: fc.option(fc.constantFrom("Outlet", "Inlet"), { nil: null }),
    format: fc.option(fc.constantFrom("Raw", "SignedData"), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(readings, { maxLength: 8 }), (told) => {
      const { energyWh, powerW, currentA, voltageV, socPercent, other } = meterSample(AT, null, told);
      const numbers = [energyWh, powerW, currentA, voltageV, socPercent].filter((value) => value !== null);
      expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
      const totals = told.filter(({ phase }) => phase === null).length;
      expect(other.length).toBeGreaterThanOrEqual(told.length - totals);
    }),
    { numRuns: 1000 },
  );
});
