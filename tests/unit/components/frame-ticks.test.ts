import { describe, expect, test } from "vitest";
import { type FrameTick, placeOfTicks, windowOf } from "@/components/sessions/frame-ticks";

const at = (minute: number): string => new Date(Date.parse("2026-11-22T10:00:00.000Z") + minute * 60_000).toISOString();
const frame = (minute: number): FrameTick => ({
  id: String(minute),
  at: at(minute),
  action: "MeterValues",
  direction: "In",
  result: "Ok",
});

describe("the marks of messages", () => {
  test("stand where their time is on the axis; those outside of it are left out", () => {
    const placed = placeOfTicks([-1, 0, 15, 60, 61].map(frame), { from: at(0), to: at(60) });
    expect(placed.map(({ share }) => share)).toEqual([0, 0.25, 1]);
  });

  test("are none on an axis without length", () => {
    expect(placeOfTicks([frame(0)], { from: at(0), to: at(0) })).toEqual([]);
  });
});

describe("the time that the figures of a session share", () => {
  const times = { startedAt: at(0), endedAt: at(30), firstSampleAt: at(1), lastSampleAt: at(29) };

  test("is the session", () => {
    expect(windowOf(times, at(90))).toEqual({ from: at(0), to: at(30) });
  });

  test("goes up to now while it runs, and holds every reading, also of a clock that is off", () => {
    expect(windowOf({ ...times, endedAt: null }, at(90))).toEqual({ from: at(0), to: at(90) });
    expect(windowOf({ ...times, firstSampleAt: at(-5), lastSampleAt: at(31) }, at(90))).toEqual({
      from: at(-5),
      to: at(31),
    });
  });
});
