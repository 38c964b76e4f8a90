import { describe, expect, test } from "vitest";
import { ServiceError } from "@/lib/services/errors";
import { decodeCursor, encodeCursor, instantAndId, toPage } from "@/lib/services/page";

const page = (rows: readonly number[]) => toPage(rows, 3, String, (row) => [row]);

describe("a page", () => {
  test("has a next one only where a further row was read", () => {
    expect(page([1, 2, 3])).toEqual({ items: ["1", "2", "3"], nextCursor: null });
    expect(page([1, 2, 3, 4])).toEqual({ items: ["1", "2", "3"], nextCursor: encodeCursor([3]) });
    expect(page([])).toEqual({ items: [], nextCursor: null });
  });
});

describe("a cursor", () => {
  test("is read back as it was made", () => {
    const key = ["2025-06-01T12:00:00.000Z", "42"];
    expect(decodeCursor(encodeCursor(key), instantAndId)).toEqual(key);
  });

  test.each([
    ["no base64", "%%%"],
    ["no JSON", Buffer.from("{").toString("base64url")],
    ["another list's", encodeCursor(["name"])],
    ["an id that is no number", encodeCursor(["2025-06-01T12:00:00Z", "1; DROP TABLE"])],
    ["a year no calendar knows", encodeCursor(["0000-01-01T00:00:00Z", "1"])],
  ])("that is %s is the caller's mistake", (_, cursor) => {
    expect(() => decodeCursor(cursor, instantAndId)).toThrow(ServiceError);
  });
});
