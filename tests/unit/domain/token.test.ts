import { describe, expect, test } from "vitest";
import { authorize, type KnownToken, type TokenUse, tokenKey } from "@/lib/domain/token";

const NOW = new Date("2025-06-01T12:00:00Z");
const YESTERDAY = new Date("2025-05-31T12:00:00Z");
const TOMORROW = new Date("2025-06-02T12:00:00Z");
const aToken = (given: Partial<KnownToken> = {}): KnownToken => ({
  status: "Accepted",
  groupId: null,
  validFrom: null,
  expiresAt: null,
  group: null,
  concurrentMax: 1,
  sessionsPerDayMax: null,
  ...given,
});
const aUse = (given: Partial<TokenUse> = {}): TokenUse => ({
  openElsewhere: 0,
  startedToday: 0,
  dayEndsAt: null,
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
    ["that begins tomorrow may not charge yet", aToken({ validFrom: TOMORROW }), 0, "NotAtThisTime"],
    ["that begins at this very moment may charge", aToken({ validFrom: NOW }), 0, "Accepted"],
    ["may charge as often at once as it is allowed", aToken({ concurrentMax: 2 }), 1, "Accepted"],
    ["may not charge more often at once than it is allowed", aToken({ concurrentMax: 2 }), 2, "ConcurrentTx"],
    ["may charge any number of times at once where nothing limits it", aToken({ concurrentMax: null }), 99, "Accepted"],
    [
      "of a blocked group is blocked",
      aToken({ groupId: "G", group: { status: "Blocked", expiresAt: null } }),
      0,
      "Blocked",
    ],
    [
      "of a group whose time is over has expired",
      aToken({ groupId: "G", expiresAt: TOMORROW, group: { status: "Accepted", expiresAt: YESTERDAY } }),
      0,
      "Expired",
    ],
  ])("%s", (_, token, openElsewhere, status) => {
    expect(authorize(token, NOW, aUse({ openElsewhere })).status).toBe(status);
  });

  test("always tells its group and its end, so that a cache can use them", () => {
    const known = { groupId: "FLEET", expiresAt: TOMORROW };
    expect(authorize(aToken(known), NOW)).toEqual({ status: "Accepted", ...known });
    expect(authorize(aToken({ ...known, status: "Blocked" }), NOW)).toEqual({ status: "Blocked", ...known });
  });

  test("that began as many sessions as a day has for it gets no credit until the day ends", () => {
    const token = aToken({ sessionsPerDayMax: 2 });
    expect(authorize(token, NOW, aUse({ startedToday: 1, dayEndsAt: TOMORROW })).status).toBe("Accepted");
    expect(authorize(token, NOW, aUse({ startedToday: 2, dayEndsAt: TOMORROW }))).toEqual({
      status: "NoCredit",
      groupId: null,
      expiresAt: TOMORROW,
    });
  });

  test("is told the end that comes first, and a refusal for now the moment it is over", () => {
    const group = { status: "Accepted", expiresAt: TOMORROW };
    expect(authorize(aToken({ group }), NOW).expiresAt).toEqual(TOMORROW);
    expect(authorize(aToken({ group, validFrom: TOMORROW, expiresAt: new Date("2026-01-01") }), NOW)).toMatchObject({
      expiresAt: TOMORROW,
    });
  });

  test("is the same in any case of letters", () => {
    expect(tokenKey("04aBcD")).toBe(tokenKey("04ABCD"));
  });
});
