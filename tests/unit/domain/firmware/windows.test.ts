import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { UpdateWindow } from "@/lib/domain/firmware/campaign-spec";
import { nextWindow, openWindow } from "@/lib/domain/firmware/windows";

const DAILY = [1, 2, 3, 4, 5, 6, 7];
const minutesOpen = (window: Partial<UpdateWindow>, timeZone: string, at: string): number | null => {
  const span = openWindow([{ days: DAILY, start: "01:30", end: "04:00", ...window }], timeZone, Date.parse(at));
  return span === null ? null : (span.closesAt - span.opensAt) / 60_000;
};

describe("openWindow", () => {
  it("lasts as long as the clock on the wall says, in the nights when clocks change too", () => {
    expect(minutesOpen({}, "Africa/Nairobi", "2027-03-27T23:00:00Z")).toBe(150);
    expect(minutesOpen({}, "Europe/Berlin", "2027-03-28T00:45:00Z")).toBe(90);
    expect(minutesOpen({}, "Europe/Berlin", "2027-10-31T01:00:00Z")).toBe(210);
    expect(minutesOpen({ start: "02:30" }, "Europe/Berlin", "2027-03-28T01:45:00Z")).toBe(30);
  });

  it("belongs to the day it begins on, also where it ends on the next", () => {
    const friday = { days: [5], start: "22:00", end: "02:00" };
    expect(minutesOpen(friday, "UTC", "2026-11-20T23:00:00Z")).toBe(240);
    expect(minutesOpen(friday, "UTC", "2026-11-21T01:59:59Z")).toBe(240);
    expect(minutesOpen(friday, "UTC", "2026-11-21T02:00:00Z")).toBeNull();
    expect(minutesOpen(friday, "UTC", "2026-11-21T23:00:00Z")).toBeNull();
  });

  it("is always open where there are none", () => {
    expect(openWindow([], "UTC", 0)).toEqual({
      opensAt: Number.NEGATIVE_INFINITY,
      closesAt: Number.POSITIVE_INFINITY,
    });
  });

  it("of two that overlap, the one that stays open longer counts", () => {
    const span = openWindow(
      [
        { days: DAILY, start: "01:00", end: "02:00" },
        { days: DAILY, start: "01:30", end: "03:00" },
      ],
      "UTC",
      Date.parse("2026-11-22T01:45:00Z"),
    );
    expect(span?.closesAt).toBe(Date.parse("2026-11-22T03:00:00Z"));
  });

  it("holds an instant if and only if the wall time there lies in the window, but for skipped and repeated hours", () => {
    const zones = fc.constantFrom(
      "Africa/Nairobi",
      "Europe/Berlin",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
    );
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
    const at = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2028-12-31") });
    fc.assert(
      fc.property(
        zones,
        fc.record({ days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), start: time, end: time }),
        at,
        (zone, window, instant) => {
          const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
          // Near a change of clocks "compatible" decides, which the examples above show.
          fc.pre([-1, 0, 1].every((day) => wall.add({ days: day }).hoursInDay === 24));
          expect(openWindow([window], zone, instant) !== null).toBe(isWallInside(window, wall));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

function isWallInside({ days, start, end }: UpdateWindow, wall: Temporal.ZonedDateTime): boolean {
  const now = wall.toPlainTime().toString();
  const today = days.includes(wall.dayOfWeek);
  const yesterday = days.includes(wall.subtract({ days: 1 }).dayOfWeek);
  if (end > start) return today && now >= `${start}:00` && now < `${end}:00`;
  return (today && now >= `${start}:00`) || (yesterday && now < `${end}:00`);
}

describe("nextWindow", () => {
  it("is the one that is open, or the first to open", () => {
    const nights: readonly UpdateWindow[] = [{ days: [1], start: "01:00", end: "05:00" }];
    const from = Date.parse("2026-11-22T12:00:00Z"); // a Sunday
    expect(nextWindow(nights, "Africa/Nairobi", from)?.opensAt).toBe(Date.parse("2026-11-22T22:00:00Z"));
    const open = Date.parse("2026-11-22T23:00:00Z");
    expect(nextWindow(nights, "Africa/Nairobi", open)?.opensAt).toBe(Date.parse("2026-11-22T22:00:00Z"));
    const after = Date.parse("2026-11-23T02:00:00Z");
    expect(nextWindow(nights, "Africa/Nairobi", after)?.opensAt).toBe(Date.parse("2026-11-29T22:00:00Z"));
  });

  it("is none where no day has one", () => {
    expect(nextWindow([{ days: [], start: "01:00", end: "05:00" }], "UTC", 0)).toBeNull();
  });
});
