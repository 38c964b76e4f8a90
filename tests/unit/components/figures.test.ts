import { describe, expect, test } from "vitest";
import { toCurve } from "@/components/sessions/session-curve";
import { clockText, toSpan } from "@/components/time/duration";
import type { SamplePoint } from "@/lib/domain/station-view";
import { at } from "../live/builders";

const sample = (second: number, energyWh: number, powerW: number): SamplePoint => ({
  at: at(second),
  energyWh,
  powerW,
  currentA: null,
  voltageV: null,
  socPercent: null,
  context: null,
});

describe("a session's curve", () => {
  test("counts energy from the first reading of the register, in kWh", () => {
    expect(toCurve([sample(0, 50_000, 0), sample(60, 50_500, 11_000)]).kilowattHours).toEqual([0, 0.5]);
  });

  test("is in order of time, however the samples came", () => {
    expect(toCurve([sample(60, 1, 1), sample(0, 0, 0)]).kilowatts).toEqual([0, 0.001]);
  });

  test("leaves a gap where the line was down between two samples, however near they are", () => {
    const silence = { from: Date.parse(at(100)), to: Date.parse(at(200)) };
    const samples = [sample(0, 0, 1000), sample(60, 0, 1000), sample(240, 0, 1000)];
    expect(toCurve(samples, [silence]).kilowatts).toEqual([1, 1, null, 1]);
    expect(toCurve(samples, [{ ...silence, to: silence.from + 5_000 }]).kilowatts).toEqual([1, 1, 1]);
  });

  test("leaves a long silence as a gap", () => {
    expect(toCurve([sample(0, 0, 1000), sample(3600, 0, 1000)]).kilowatts).toEqual([1, null, 1]);
  });
});

describe("lengths of time", () => {
  test.each([
    [12_000, { unit: "seconds", first: 12, second: 0 }],
    [4 * 60_000, { unit: "minutes", first: 4, second: 0 }],
    [124 * 60_000, { unit: "hours", first: 2, second: 4 }],
    [76 * 3_600_000, { unit: "days", first: 3, second: 4 }],
    [-5_000, { unit: "seconds", first: 0, second: 0 }],
  ])("%i ms is told in its two largest units", (ms, expected) => {
    expect(toSpan(ms)).toEqual(expected);
  });

  test("a running clock shows hours, minutes and seconds", () => {
    expect(clockText(7_450_000)).toBe("2:04:10");
  });
});
