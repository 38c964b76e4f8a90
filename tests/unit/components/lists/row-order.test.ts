import fc from "fast-check";
import { expect, test } from "vitest";
import { sortAfter } from "@/components/lists/column";
import { countMoved, joined, renewed } from "@/components/lists/row-order";

test("rows that came, went or stand elsewhere are counted", () => {
  expect(countMoved([1, 2, 3], [1, 2, 3])).toBe(0);
  expect(countMoved([1, 2, 3], [1, 3])).toBe(1);
  expect(countMoved([1, 2, 3], [1, 4, 2, 3])).toBe(1);
  expect(countMoved([1, 2, 3], [2, 1, 3])).toBe(2);
});

test("what was read again renews the rows and never moves, adds or drops one", () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 30 }));
  fc.assert(
    fc.property(ids, ids, (shown, read) => {
      const after = renewed(
        shown.map((id) => ({ id, at: "then" })),
        read.map((id) => ({ id, at: "now" })),
      );
      expect(after).toEqual(shown.map((id) => ({ id, at: read.includes(id) ? "now" : "then" })));
    }),
  );
});

test("a row that has moved to the next page is there once", () => {
  expect(joined([{ id: 1 }, { id: 2 }], [{ id: 2 }, { id: 3 }])).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
});

test("a heading sorts, and again the other way; numbers begin with the most", () => {
  expect(sortAfter("identity", { sort: "fw" })).toBe("fw");
  expect(sortAfter("fw", { sort: "fw" })).toBe("-fw");
  expect(sortAfter("-fw", { sort: "fw" })).toBe("fw");
  expect(sortAfter("id", { sort: "energy", isNumber: true })).toBe("-energy");
});
