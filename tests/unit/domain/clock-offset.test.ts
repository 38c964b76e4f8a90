import { beforeEach, describe, expect, test } from "vitest";
import { type ClockWatch, createClockWatch, isClockOff } from "@/lib/domain/clock-offset";

const T0 = Date.parse("2026-11-22T10:00:00.000Z");
const SECOND = 1_000;

let clock: ClockWatch;
beforeEach(() => {
  clock = createClockWatch();
});

/** A message received `after` T0 whose time is `offset` off. */
const tell = (afterMs: number, offsetMs: number): void =>
  clock.told(new Date(T0 + afterMs + offsetMs), new Date(T0 + afterMs));

describe("how far a station's clock is off", () => {
  test("is not known before it told a time", () => {
    expect(clock.offset()).toBeNull();
  });

  test("is believed at once where it is ahead: no message comes from the future", () => {
    tell(0, 300 * SECOND);
    expect(clock.offset()).toEqual({ offsetMs: 300 * SECOND, checkedAt: new Date(T0) });
  });

  test("is what the promptest message says, not what one says that had waited", () => {
    tell(0, -7_200 * SECOND);
    tell(1 * SECOND, -200);
    tell(2 * SECOND, -9_000 * SECOND);
    expect(clock.offset()).toMatchObject({ offsetMs: -200 });
  });

  test("is not said to be behind for old statuses that come together after a boot", () => {
    for (let connector = 0; connector < 4; connector += 1) tell(connector * 100, -3_600 * SECOND);
    expect(clock.offset()).toBeNull();
  });

  test("is behind where messages apart in time say the same", () => {
    tell(0, -3_600 * SECOND);
    tell(30 * SECOND, -3_601 * SECOND);
    expect(clock.offset()).toEqual({ offsetMs: -3_600 * SECOND, checkedAt: new Date(T0 + 30 * SECOND) });
  });

  test("is not behind by what two queued messages differ in", () => {
    tell(0, -3_600 * SECOND);
    tell(30 * SECOND, -1_000 * SECOND);
    expect(clock.offset()).toBeNull();
  });

  test("is forgotten with a restart, and what is long ago counts no more", () => {
    tell(0, 300 * SECOND);
    clock.restart();
    expect(clock.offset()).toBeNull();
    tell(0, 300 * SECOND);
    tell(20 * 60 * SECOND, 100);
    expect(clock.offset()).toMatchObject({ offsetMs: 100 });
  });

  test("of a clock that was never set fits the books", () => {
    clock.told(new Date(0), new Date(T0));
    clock.told(new Date(30 * SECOND), new Date(T0 + 30 * SECOND));
    expect(clock.offset()?.offsetMs).toBeGreaterThanOrEqual(-(2 ** 31));
  });
});

test("a minute off is warned of, in either direction", () => {
  expect([60_000, 60_001, -60_000, -60_001].map(isClockOff)).toEqual([false, true, false, true]);
});
