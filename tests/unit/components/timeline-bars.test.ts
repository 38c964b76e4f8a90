import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ticks, toBars, totals } from "@/components/stations/history/timeline-bars";
import type { HistoryWord, StateSpan } from "@/lib/domain/state-history";

const HOUR = 3_600_000;
const T0 = Date.parse("2026-11-22T00:00:00.000Z");
const at = (hour: number): string => new Date(T0 + hour * HOUR).toISOString();
const DAY = { from: at(0), to: at(24) };

const spansOf = (...told: readonly (readonly [number, HistoryWord])[]): readonly StateSpan[] =>
  told.map(([from, word], place) => ({ word, errorCode: null, from: at(from), to: at(told[place + 1]?.[0] ?? 24) }));
const drawn = (spans: readonly StateSpan[], columns: number): readonly string[] =>
  toBars(spans, DAY, columns).map(({ word, start, end }) => `${start * 24}-${end * 24} ${word}`);

describe("the bars of a lane", () => {
  test("are the spans, where each is wide enough", () => {
    expect(drawn(spansOf([0, "Available"], [6, "Charging"], [9, "Available"]), 24)).toEqual([
      "0-6 Available",
      "6-9 Charging",
      "9-24 Available",
    ]);
  });

  test("show a fault and a lost line however short they were", () => {
    const spans = spansOf(
      [0, "Available"],
      [6.1, "Fault"],
      [6.11, "Available"],
      [12.5, "Offline"],
      [12.51, "Available"],
    );
    expect(drawn(spans, 24)).toEqual([
      "0-6 Available",
      "6-7 Fault",
      "7-12 Available",
      "12-13 Offline",
      "13-24 Available",
    ]);
  });

  test("show of harmless states in one column the longest", () => {
    expect(drawn(spansOf([0, "Available"], [6.1, "Preparing"], [6.3, "Charging"]), 24)).toEqual([
      "0-6 Available",
      "6-24 Charging",
    ]);
  });

  test("are unknown where nothing is told", () => {
    expect(toBars([], DAY, 10)).toEqual([{ word: "Unknown", start: 0, end: 1 }]);
  });

  const words = fc.constantFrom<HistoryWord>("Available", "Charging", "Fault", "Offline", "Unknown");
  const histories = fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 24 * 60 - 1 }), { maxLength: 40 }),
      fc.array(words, { minLength: 41, maxLength: 41 }),
    )
    .map(([minutes, told]) =>
      spansOf(
        ...[0, ...minutes.toSorted((a, b) => a - b)].map((minute, place): readonly [number, HistoryWord] => [
          minute / 60,
          told[place] ?? "Unknown",
        ]),
      ),
    );

  test("fill the lane without gap or overlap, lose no fault, and are never available over a time that was not", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 200 }), (spans, columns) => {
        const bars = toBars(spans, DAY, columns);
        expect(bars[0]?.start).toBe(0);
        expect(bars.at(-1)?.end).toBe(1);
        expect(bars.length).toBeLessThanOrEqual(columns);
        for (const [place, bar] of bars.entries()) expect(bars[place + 1]?.start ?? 1).toBe(bar.end);
        expect(bars.some(({ word }) => word === "Fault")).toBe(spans.some(({ word }) => word === "Fault"));
        for (const bar of bars.filter(({ word }) => word === "Available")) {
          const [from, to] = [T0 + bar.start * 24 * HOUR, T0 + bar.end * 24 * HOUR];
          const over = spans.filter((span) => Date.parse(span.from) < to - 1 && Date.parse(span.to) > from + 1);
          expect(over.map(({ word }) => word).filter((word) => word === "Offline" || word === "Unknown")).toEqual([]);
        }
      }),
    );
  });
});

test("what each state lasted adds up to the window, the longest first", () => {
  const spans = spansOf([-5, "Available"], [6, "Charging"], [9, "Available"], [20, "Offline"]);
  expect(totals(spans, DAY)).toEqual([
    { word: "Available", ms: 17 * HOUR },
    { word: "Offline", ms: 4 * HOUR },
    { word: "Charging", ms: 3 * HOUR },
  ]);
});

describe("the ticks of the axis", () => {
  const hoursOf = (zone: string, most: number, window = DAY): readonly string[] =>
    ticks(window, zone, most).map((tick) => new Date(tick.at).toISOString().slice(5, 16));

  test("stand at full hours of the reader's clock, also where its zone is off by three quarters of an hour", () => {
    expect(hoursOf("UTC", 8)).toEqual(
      [0, 3, 6, 9, 12, 15, 18, 21].map((hour) => `11-22T${String(hour).padStart(2, "0")}:00`),
    );
    expect(hoursOf("Africa/Nairobi", 4)).toEqual(["11-22T03:00", "11-22T09:00", "11-22T15:00", "11-22T21:00"]);
    expect(hoursOf("Asia/Kathmandu", 4)[0]).toBe("11-22T00:15");
  });

  test("are midnights in a week, and never more than there is room for", () => {
    const week = { from: at(-6 * 24), to: at(24) };
    expect(hoursOf("UTC", 7, week)).toHaveLength(7);
    expect(hoursOf("UTC", 3, week)).toHaveLength(3);
  });
});
