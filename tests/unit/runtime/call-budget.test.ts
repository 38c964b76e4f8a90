import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createCallBudget } from "@/ocpp-gateway/transport/call-budget";

const T0 = 1_000_000;
const aBudget = () => createCallBudget({ perSecond: 10, burst: 3 }, T0);
const takeAt = (budget: ReturnType<typeof aBudget>, ...offsets: readonly number[]) =>
  offsets.map((offset) => budget.take(T0 + offset));

describe("a station's budget of calls", () => {
  test("lets a burst through, then asks to wait for as long as the excess takes", () => {
    expect(takeAt(aBudget(), 0, 0, 0, 0, 0)).toEqual([0, 0, 0, 100, 200]);
  });

  test("fills up with time", () => {
    const budget = aBudget();
    takeAt(budget, 0, 0, 0, 0);
    expect(takeAt(budget, 99, 500, 500)).toEqual([101, 0, 0]);
  });

  test("never holds more than a burst, however long the silence", () => {
    expect(takeAt(aBudget(), 3_600_000, 3_600_000, 3_600_000, 3_600_000)).toEqual([0, 0, 0, 100]);
  });

  test("is not made nor lost by a clock set back", () => {
    const budget = aBudget();
    expect(takeAt(budget, 0, 0, -5_000, -5_000)).toEqual([0, 0, 0, 100]);
    expect(takeAt(budget, -4_800)).toEqual([0]);
  });

  test("never lets more through than its rate and one burst, for one who waits as asked", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1, maxLength: 200 }), (pauses) => {
        const budget = aBudget();
        let now = T0;
        for (const pause of pauses) now += Math.max(pause, budget.take(now + pause) + pause);
        expect(pauses.length).toBeLessThanOrEqual(3 + ((now - T0) / 1000) * 10 + 1e-6);
      }),
    );
  });
});
