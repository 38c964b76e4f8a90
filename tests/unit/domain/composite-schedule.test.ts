import { describe, expect, test } from "vitest";
import type { ChargingProfile, ChargingSchedule } from "@/lib/domain/charging-profile";
import { converted, type Expectation, expectedSchedule, type PlacedProfile } from "@/lib/domain/composite-schedule";
import { excessOf } from "@/lib/domain/schedule-proof";

const NOON = new Date("2026-11-22T12:00:00.000Z");
const HOUR = 3_600;
const after = (seconds: number): string => new Date(NOON.getTime() + seconds * 1000).toISOString();

type Parts = Partial<Omit<ChargingProfile, "schedule">> & Partial<ChargingSchedule> & { readonly evse?: number };

/** A TxDefaultProfile on EVSE 1 that allows 16 A from noon on. */
function placed({ evse = 1, unit = "A", startAt, durationSeconds, periods, ...parts }: Parts = {}): PlacedProfile {
  const profile: ChargingProfile = {
    id: 1,
    stackLevel: 0,
    purpose: "TxDefaultProfile",
    kind: "Absolute",
    ...parts,
    schedule: {
      unit,
      ...(parts.kind === "Relative" ? {} : { startAt: startAt ?? after(0) }),
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
      periods: periods ?? [{ startSeconds: 0, limit: 16 }],
    },
  };
  return { evse, profile };
}

const expected = (profiles: readonly PlacedProfile[], wanted: Partial<Expectation> = {}) =>
  expectedSchedule({
    profiles,
    evse: 1,
    from: NOON,
    durationSeconds: 24 * HOUR,
    unit: "A",
    session: null,
    ...wanted,
  }).map(({ startSeconds, limit }) => [startSeconds, limit]);

const at = (limit: number) => [{ startSeconds: 0, limit }];
const max = (limit: number): PlacedProfile =>
  placed({ evse: 0, purpose: "ChargingStationMaxProfile", periods: at(limit) });

describe("the schedule that is expected", () => {
  test("is no limit where there is no profile", () => {
    expect(expected([])).toEqual([[0, null]]);
  });

  test("is that of the period whose start is the last before then, until the schedule's end", () => {
    const periods = [
      { startSeconds: 0, limit: 16 },
      { startSeconds: HOUR, limit: 8 },
    ];
    expect(expected([placed({ periods, durationSeconds: 2 * HOUR })])).toEqual([
      [0, 16],
      [HOUR, 8],
      [2 * HOUR, null],
    ]);
  });

  test("begins with a schedule that begins later, and keeps within a profile's validity", () => {
    expect(expected([placed({ startAt: after(HOUR) })])).toEqual([
      [0, null],
      [HOUR, 16],
    ]);
    expect(expected([placed({ startAt: after(-HOUR), validFrom: after(600), validTo: after(HOUR) })])).toEqual([
      [0, null],
      [600, 16],
      [HOUR, null],
    ]);
  });

  test("is that of the highest stack level, and falls to a lower one when that has ended", () => {
    const high = placed({ id: 2, stackLevel: 3, periods: at(32), durationSeconds: HOUR });
    expect(expected([placed(), high])).toEqual([
      [0, 32],
      [HOUR, 16],
    ]);
  });

  test("is the session's own while it has one, in place of the default", () => {
    const session = { id: 7, startedAt: NOON };
    const own = placed({ purpose: "TxProfile", sessionId: 7, periods: at(32), durationSeconds: HOUR });
    expect(expected([placed(), own], { session })).toEqual([
      [0, 32],
      [HOUR, 16],
    ]);
    expect(expected([placed(), own], { session: { id: 8, startedAt: NOON } })).toEqual([[0, 16]]);
    expect(expected([placed(), own])).toEqual([[0, 16]]);
  });

  test("is never more than the whole station's", () => {
    expect(expected([placed(), max(10)])).toEqual([[0, 10]]);
    expect(expected([placed(), max(63)])).toEqual([[0, 16]]);
  });

  test("of the whole station is that of its own profiles alone", () => {
    expect(expected([placed({ evse: 0 }), max(63)], { evse: 0 })).toEqual([[0, 63]]);
  });

  test("comes back every day", () => {
    const nightly = placed({
      kind: "Recurring",
      recurrency: "Daily",
      startAt: "2026-11-01T22:00:00Z",
      durationSeconds: 2 * HOUR,
    });
    expect(expected([nightly], { durationSeconds: 48 * HOUR })).toEqual([
      [0, null],
      [10 * HOUR, 16],
      [12 * HOUR, null],
      [34 * HOUR, 16],
      [36 * HOUR, null],
    ]);
  });

  test("counts a relative one from the start of the session, or as if one started now", () => {
    const periods = [
      { startSeconds: 0, limit: 6 },
      { startSeconds: HOUR, limit: 16 },
    ];
    const relative = placed({ kind: "Relative", periods });
    expect(expected([relative])).toEqual([
      [0, 6],
      [HOUR, 16],
    ]);
    const session = { id: 1, startedAt: new Date(after(-1_800)) };
    expect(expected([relative], { session })).toEqual([
      [0, 6],
      [1_800, 16],
    ]);
  });

  test("is told in the unit asked for: watts in all, amperes per phase", () => {
    expect(converted(16, "A", "W")).toBe(11_040);
    expect(converted(3_680, "W", "A", 1)).toBe(16);
    expect(expected([placed({ unit: "W", periods: at(11_040) })])).toEqual([[0, 16]]);
    const onePhase = placed({ unit: "W", periods: [{ startSeconds: 0, limit: 3_680, phases: 1 }] });
    expect(expected([onePhase])).toEqual([[0, 16]]);
  });
});

describe("a schedule that a station tells", () => {
  const told = (periods: readonly { startSeconds: number; limit: number }[], unit: "A" | "W" = "A") => ({
    schedule: { evse: 1, unit, startAt: after(0), periods },
    durationSeconds: 24 * HOUR,
    readAt: NOON,
  });
  const installed = { profiles: [placed({ durationSeconds: 2 * HOUR })], session: null };

  test("keeps to what was installed where it allows no more, be it less", () => {
    expect(excessOf(told(at(16)), installed)).toBeNull();
    expect(excessOf(told(at(6)), installed)).toBeNull();
    expect(excessOf(told([...at(16), { startSeconds: 2 * HOUR, limit: 32 }]), installed)).toBeNull();
    expect(excessOf(told(at(11_040), "W"), installed)).toBeNull();
  });

  test("may be some seconds off at its edges", () => {
    expect(excessOf(told([...at(32), { startSeconds: 3, limit: 16 }]), installed)).toBeNull();
  });

  test("does not, where it allows more", () => {
    expect(excessOf(told(at(32)), installed)).toEqual({ at: NOON, told: 32, expected: 16 });
    const early = told([...at(16), { startSeconds: HOUR, limit: 32 }]);
    expect(excessOf(early, installed)).toMatchObject({ at: new Date(after(HOUR)), told: 32 });
  });
});
