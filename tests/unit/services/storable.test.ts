import { expect, test } from "vitest";
import { isStorable } from "@/lib/services/storable";

const nested = (depth: number): unknown => (depth === 0 ? "x" : [nested(depth - 1)]);

test.each<[string, unknown, boolean]>([
  ["text", "CP 1 ü 漢 🔌", true],
  ["a NUL", "a\0b", false],
  ["half a character", "a\ud83d", false],
  ["a NUL deep inside", { a: [{ b: "\0" }] }, false],
  ["a NUL in a key", { "\0": 1 }, false],
  ["an instant", new Date(0), true],
  ["nothing", null, true],
  ["a hundred levels", nested(100), true],
  ["more than a hundred levels", nested(101), false],
])("%s: whether PostgreSQL can keep it", (_, value, is) => {
  expect(isStorable(value)).toBe(is);
});
