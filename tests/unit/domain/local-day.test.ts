import fc from "fast-check";
import { expect, test } from "vitest";
import { localDay } from "@/lib/domain/local-day";

const day = (at: string, timeZone: string): readonly string[] => {
  const { startsAt, endsAt } = localDay(new Date(at), timeZone);
  return [startsAt.toISOString(), endsAt.toISOString()];
};

test("a day begins and ends at the place's own midnight", () => {
  expect(day("2026-11-22T22:30:00Z", "Africa/Nairobi")).toEqual([
    "2026-11-22T21:00:00.000Z",
    "2026-11-23T21:00:00.000Z",
  ]);
  expect(day("2026-11-22T22:30:00Z", "UTC")).toEqual(["2026-11-22T00:00:00.000Z", "2026-11-23T00:00:00.000Z"]);
});

test("a day on which clocks change is longer or shorter", () => {
  expect(day("2026-03-29T12:00:00Z", "Europe/Berlin")).toEqual([
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
  expect(day("2026-10-25T12:00:00Z", "Europe/Berlin")).toEqual([
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
  ]);
});

test("every instant lies in its day, and days follow each other without a gap", () => {
  const zones = fc.constantFrom("UTC", "Africa/Nairobi", "Europe/Berlin", "America/New_York", "Asia/Kathmandu");
  const instants = fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(instants, zones, (at, zone) => {
      const { startsAt, endsAt } = localDay(at, zone);
      expect(startsAt <= at && at < endsAt).toBe(true);
      expect(localDay(endsAt, zone).startsAt).toEqual(endsAt);
    }),
  );
});
