import { describe, expect, test } from "vitest";
import { authorize, type KnownToken, tokenKey } from "@/lib/domain/token";

const NOW = new Date("2025-06-01T12:00:00Z");
const YESTERDAY = new Date("2025-05-31T12:00:00Z");
const TOMORROW = new Date("2025-06-02T12:00:00Z");
const aToken = (given: Partial<KnownToken> = {}): KnownToken => ({
  status: "Accepted",
  groupId: null,
  expiresAt: null,
  ...given,
});

describe("a token", () => {
  test.each<[string, KnownToken | null, number, string]>([
    ["that nobody knows is unknown", null, 0, "Unknown"],
    ["that is known may charge", aToken(), 0, "Accepted"],
    ["that is known until tomorrow may charge", aToken({ expiresAt: TOMORROW }), 0, "Accepted"],
    ["whose time ends at this very moment has expired", aToken({ expiresAt: NOW }), 0, "Expired"],
    ["that charges elsewhere may not charge twice", aToken(), 1, "ConcurrentTx"],
    [
      "that is blocked is blocked before it is expired",
      aToken({ status: "Blocked", expiresAt: YESTERDAY }),
      1,
      "Blocked",
    ],
    ["that is expired is expired before it is busy", aToken({ expiresAt: YESTERDAY }), 1, "Expired"],
    ["of a status nobody knows may not charge", aToken({ status: "accepted" }), 0, "Blocked"],
  ])("%s", (_, token, openElsewhere, status) => {
    expect(authorize(token, NOW, openElsewhere).status).toBe(status);
  });

  test("always tells its group and its end, so that a cache can use them", () => {
    const known = { groupId: "FLEET", expiresAt: TOMORROW };
    expect(authorize(aToken(known), NOW)).toEqual({ status: "Accepted", ...known });
    expect(authorize(aToken({ ...known, status: "Blocked" }), NOW)).toEqual({ status: "Blocked", ...known });
  });

  test("is the same in any case of letters", () => {
    expect(tokenKey("04aBcD")).toBe(tokenKey("04ABCD"));
  });
});
