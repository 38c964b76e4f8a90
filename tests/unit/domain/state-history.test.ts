import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  goneOn,
  type HeldState,
  joined,
  type StateSpan,
  type Stretch,
  toSpans,
  within,
} from "@/lib/domain/state-history";

const HOUR = 3_600_000;
const DAY: Stretch = { from: 0, to: 24 * HOUR };
const always: readonly Stretch[] = [{ from: -HOUR, to: 48 * HOUR }];

const held = (from: number, to: number, status: HeldState["status"], errorCode: string | null = null): HeldState => ({
  from: from * HOUR,
  to: to * HOUR,
  status,
  occupancy: status === "Occupied" ? "Charging" : null,
  errorCode,
});
const hours = (from: number, to: number): Stretch => ({ from: from * HOUR, to: to * HOUR });

const spansOf = (told: Partial<Parameters<typeof toSpans>[0]>): readonly StateSpan[] =>
  toSpans({ states: [], connected: always, awake: always, firstConnectedAt: -HOUR, ...told }, DAY);
const words = (spans: readonly StateSpan[]): readonly string[] =>
  spans.map(({ word, from, to }) => `${Date.parse(from) / HOUR}-${Date.parse(to) / HOUR} ${word}`);

describe("the spans of a connector", () => {
  test("are its states, one after the other, cut at the window's edges", () => {
    const states = [held(-2, 6, "Available"), held(6, 9, "Occupied"), held(9, 30, "Available")];
    expect(words(spansOf({ states }))).toEqual(["0-6 Available", "6-9 Charging", "9-24 Available"]);
  });

  test("are offline where the charger was not connected, whatever it had said before", () => {
    const states = [held(-2, 30, "Available")];
    expect(words(spansOf({ states, connected: [hours(-1, 5), hours(8, 30)] }))).toEqual([
      "0-5 Available",
      "5-8 Offline",
      "8-24 Available",
    ]);
  });

  test("are unknown where Kituo was away, and where nothing had been told yet", () => {
    const states = [held(3, 30, "Available")];
    expect(words(spansOf({ states, awake: [hours(-1, 10), hours(12, 30)] }))).toEqual([
      "0-3 Unknown",
      "3-10 Available",
      "10-12 Unknown",
      "12-24 Available",
    ]);
  });

  test("say of the time before its first connection that it never was connected", () => {
    const spans = spansOf({
      states: [held(7, 30, "Available")],
      connected: [hours(7, 30)],
      firstConnectedAt: 7 * HOUR,
    });
    expect(words(spans)).toEqual(["0-7 NeverConnected", "7-24 Available"]);
    expect(words(spansOf({ connected: [], firstConnectedAt: null }))).toEqual(["0-24 NeverConnected"]);
  });

  test("keep two faults apart that differ by their code", () => {
    const states = [held(-1, 4, "Faulted", "HighTemperature"), held(4, 30, "Faulted", "GroundFailure")];
    expect(spansOf({ states }).map(({ errorCode }) => errorCode)).toEqual(["HighTemperature", "GroundFailure"]);
  });

  const stretches = fc
    .uniqueArray(fc.integer({ min: -10, max: 40 }), { maxLength: 12 })
    .map((edges) => edges.toSorted((a, b) => a - b))
    .map((edges) =>
      edges.slice(0, -1).flatMap((from, place) => (place % 2 ? [] : [hours(from, edges[place + 1] ?? from)])),
    );

  test("cover the window without gap or overlap, and are never available where nobody could know it", () => {
    fc.assert(
      fc.property(stretches, stretches, stretches, (known, connected, awake) => {
        const states = known.map(({ from, to }) => ({ ...held(0, 0, "Available"), from, to }));
        const spans = spansOf({ states, connected, awake });
        expect(spans[0]?.from).toBe(new Date(DAY.from).toISOString());
        expect(spans.at(-1)?.to).toBe(new Date(DAY.to).toISOString());
        for (const [place, span] of spans.entries()) {
          expect(spans[place + 1]?.from ?? span.to).toBe(span.to);
          if (span.word !== "Available") continue;
          const middle = (Date.parse(span.from) + Date.parse(span.to)) / 2;
          for (const list of [known, connected, awake]) {
            expect(joined(list).some(({ from, to }) => from <= middle && middle < to)).toBe(true);
          }
        }
      }),
    );
  });
});

describe("a history that was read a while ago", () => {
  const at = (hour: number): string => new Date(hour * HOUR).toISOString();
  const spans: readonly StateSpan[] = [{ word: "Available", errorCode: null, from: at(0), to: at(20) }];

  test("goes on with what is true since, and with the unknown where nobody can tell", () => {
    expect(words(goneOn(spans, at(22), "Available"))).toEqual(["0-22 Available"]);
    expect(words(goneOn(spans, at(22), "Charging"))).toEqual(["0-20 Available", "20-22 Charging"]);
    expect(words(goneOn(spans, at(22), null))).toEqual(["0-20 Available", "20-22 Unknown"]);
    expect(goneOn(spans, at(19), "Charging")).toBe(spans);
  });

  test("is cut to the window that is shown", () => {
    expect(words(within(spans, { from: at(5), to: at(9) }))).toEqual(["5-9 Available"]);
    expect(within(spans, { from: at(21), to: at(22) })).toEqual([]);
  });
});
