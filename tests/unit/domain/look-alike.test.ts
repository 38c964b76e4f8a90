import { describe, expect, test } from "vitest";
import { editDistance, lookAlike } from "@/lib/domain/look-alike";

const known = (...identities: readonly string[]) => identities.map((identity) => ({ identity, isConnected: false }));

describe("which identity was meant", () => {
  test.each([
    ["cp-0117", { identity: "CP-0117", difference: "Case" }],
    ["CP0117", { identity: "CP-0117", difference: "Writing" }],
    ["CP-117", { identity: "CP-0117", difference: "Writing" }],
    ["CP 0117 ", { identity: "CP-0117", difference: "Writing" }],
    ["CP-0171", { identity: "CP-0117", difference: "Typo" }],
    ["CB-0117", { identity: "CP-0117", difference: "Typo" }],
    ["CP-01178", { identity: "CP-0117", difference: "Typo" }],
  ])("%j is taken for CP-0117", (told, meant) => {
    expect(lookAlike(told, known("CP-0117", "GARAGE"))).toEqual(meant);
  });

  test.each(["SCANNER", "admin", "CP-0117-EXTENDED", "", "X"])("%j is taken for nobody", (told) => {
    expect(lookAlike(told, known("CP-0117", "GARAGE"))).toBeNull();
  });

  test("of several the one with the least difference is meant", () => {
    const meant = lookAlike("cp-0117", known("CP-0118", "CP0117", "CP-0117"));
    expect(meant).toEqual({ identity: "CP-0117", difference: "Case" });
  });

  test("a neighbour in the row that is connected is not meant by a new number, but its own look-alike is", () => {
    const connected = [{ identity: "CP-0118", isConnected: true }];
    expect(lookAlike("CP-0119", connected)).toBeNull();
    expect(lookAlike("cp-0118", connected)).toEqual({ identity: "CP-0118", difference: "Case" });
  });

  test("short identities need to be nearer", () => {
    expect(lookAlike("A1", known("B2"))).toBeNull();
    expect(lookAlike("A1", known("A2"))).toEqual({ identity: "A2", difference: "Typo" });
  });

  test("one in ten thousand is found at once", () => {
    const fleet = known(...Array.from({ length: 10_000 }, (_, index) => `NBO-${String(index).padStart(5, "0")}`));
    const began = performance.now();
    for (let tries = 0; tries < 10; tries += 1) {
      expect(lookAlike("nbo-07777", fleet)).toEqual({ identity: "NBO-07777", difference: "Case" });
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe("the distance of two texts", () => {
  test.each([
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "abd", 1],
    ["abc", "ab", 1],
    ["abc", "acb", 1],
    ["kitten", "sitten", 1],
    ["abcd", "badc", 2],
    ["abc", "xyz", 3],
    ["a", "abcdef", 3],
  ])("from %j to %j is %i, where above two is three", (one, other, distance) => {
    expect(editDistance(one, other, 2)).toBe(distance);
    expect(editDistance(other, one, 2)).toBe(distance);
  });
});
