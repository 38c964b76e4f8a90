import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LocalListEntry } from "@/lib/domain/local-list";
import {
  type HeldEntries,
  heldAfter,
  type ListedToken,
  type ListStep,
  nextListStep,
  wantedEntries,
} from "@/lib/domain/local-list-sync";
import { localListState } from "@/lib/domain/local-list-view";
import { tokenKey } from "@/lib/domain/token";

const NOW = new Date("2026-11-22T10:00:00Z");
const LATER = new Date("2026-12-01T00:00:00Z");
const aToken = (uid: string, given: Partial<ListedToken> = {}): ListedToken => ({
  uid,
  type: "ISO14443",
  status: "Accepted",
  groupId: null,
  validFrom: null,
  expiresAt: null,
  group: null,
  ...given,
});
const ROOMY = { perMessage: 100, total: null };
const NOTHING_KNOWN = { versionKnown: 0, versionSent: 0, held: null, heldVersion: null };

describe("what a list is to say", () => {
  test("of each card is what it is worth now", () => {
    const tokens = [
      aToken("B", { status: "Blocked" }),
      aToken("A", { expiresAt: LATER, groupId: "FLEET", group: { status: "Accepted", expiresAt: null } }),
      aToken("C", { groupId: "OLD", group: { status: "Blocked", expiresAt: null } }),
      aToken("D", { expiresAt: new Date("2026-01-01T00:00:00Z") }),
    ];
    expect(wantedEntries(tokens, NOW)).toEqual([
      { tokenUid: "A", tokenType: "ISO14443", status: "Accepted", expiresAt: LATER.toISOString(), groupUid: "FLEET" },
      { tokenUid: "B", tokenType: "ISO14443", status: "Blocked" },
      { tokenUid: "C", tokenType: "ISO14443", status: "Blocked", groupUid: "OLD" },
      { tokenUid: "D", tokenType: "ISO14443", status: "Expired", expiresAt: "2026-01-01T00:00:00.000Z" },
    ]);
  });

  test("leaves out what begins later, and what no station can read", () => {
    expect(wantedEntries([aToken("SOON", { validFrom: LATER }), aToken("x".repeat(37))], NOW)).toEqual([]);
  });
});

describe("the next step", () => {
  const wanted = wantedEntries([aToken("A"), aToken("B"), aToken("C")], NOW);
  const held = heldAfter(new Map(), "Full", wanted);

  test("is a full list where nothing is known, or the station tells another version than it took", () => {
    expect(nextListStep(NOTHING_KNOWN, wanted, ROOMY)).toEqual({
      type: "Send",
      update: "Full",
      version: 1,
      entries: wanted,
    });
    const reset = { versionKnown: 0, versionSent: 7, held, heldVersion: 7 };
    expect(nextListStep(reset, wanted, ROOMY)).toMatchObject({ update: "Full", version: 8 });
    const foreign = { versionKnown: 40, versionSent: 7, held, heldVersion: 7 };
    expect(nextListStep(foreign, wanted, ROOMY)).toMatchObject({ update: "Full", version: 41 });
  });

  test("is the differences where the station has what it took", () => {
    const known = { versionKnown: 7, versionSent: 7, held, heldVersion: 7 };
    expect(nextListStep(known, wanted, ROOMY)).toEqual({ type: "Settled" });
    const fewer = wantedEntries([aToken("a", { status: "Blocked" }), aToken("C"), aToken("D")], NOW);
    expect(nextListStep(known, fewer, ROOMY)).toMatchObject({
      update: "Differential",
      version: 8,
      entries: [{ tokenUid: "B" }, { tokenUid: "D", status: "Accepted" }, { tokenUid: "a", status: "Blocked" }],
    });
  });

  test("is nothing where there is no list and none is wanted", () => {
    expect(nextListStep(NOTHING_KNOWN, [], ROOMY)).toEqual({ type: "Settled" });
    expect(nextListStep({ ...NOTHING_KNOWN, versionKnown: 3 }, [], ROOMY)).toMatchObject({
      update: "Full",
      entries: [],
    });
  });

  test("holds as many entries as one message and the whole list may", () => {
    expect(nextListStep(NOTHING_KNOWN, wanted, { perMessage: 2, total: null })).toMatchObject({
      update: "Full",
      entries: wanted.slice(0, 2),
    });
    const known = {
      versionKnown: 1,
      versionSent: 1,
      held: heldAfter(new Map(), "Full", wanted.slice(0, 2)),
      heldVersion: 1,
    };
    expect(nextListStep(known, wanted, { perMessage: 2, total: 2 })).toEqual({ type: "Settled" });
  });
});

/** A station as the norm has it: full replaces, differential adds, changes and removes; an old version is refused. */
class SimulatedStation {
  version = 0;
  list = new Map<string, LocalListEntry>();

  take(step: Extract<ListStep, { type: "Send" }>, capacity: number): boolean {
    if (step.update === "Differential" && step.version <= this.version) return false;
    const list = step.update === "Full" ? new Map<string, LocalListEntry>() : new Map(this.list);
    for (const entry of step.entries) {
      if (entry.status === undefined) list.delete(tokenKey(entry.tokenUid));
      else list.set(tokenKey(entry.tokenUid), entry);
    }
    if (list.size > capacity) return false;
    this.list = list;
    this.version = step.version;
    return true;
  }
}

type Change = {
  readonly tokens: readonly ListedToken[];
  readonly mishap: "None" | "AnswerLost" | "ListLost" | "Refused";
};

const tokensArbitrary = fc.uniqueArray(
  fc.record({
    uid: fc.constantFrom("A", "b", "C", "d", "E", "f", "G"),
    status: fc.constantFrom("Accepted", "Blocked"),
    groupId: fc.option(fc.constantFrom("FLEET", "VANS")),
    expiresAt: fc.option(fc.constantFrom(LATER, new Date("2026-01-01T00:00:00Z"))),
  }),
  { selector: ({ uid }) => uid },
);
const changesArbitrary: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    tokens: tokensArbitrary.map((rows) => rows.map(({ uid, ...given }) => aToken(uid, given))),
    mishap: fc.constantFrom("None", "None", "AnswerLost", "ListLost", "Refused"),
  }),
  { minLength: 1, maxLength: 6 },
);

describe("any sequence of steps", () => {
  test("ends with the list we want on the station, in parts that fit, under versions that rise", () => {
    fc.assert(
      fc.property(
        changesArbitrary,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 3, max: 8 }),
        (changes, perMessage, total) => {
          const station = new SimulatedStation();
          const limits = { perMessage, total };
          let held: HeldEntries | null = null;
          let heldVersion: number | null = null;
          let versionSent = 0;
          for (const { tokens, mishap } of changes) {
            const wanted = wantedEntries(tokens, NOW);
            let trouble = mishap;
            for (let round = 0; ; round += 1) {
              expect(round).toBeLessThan(40);
              if (trouble === "ListLost") [station.version, station.list, trouble] = [0, new Map(), "None"];
              const step = nextListStep(
                { versionKnown: station.version, versionSent, held, heldVersion },
                wanted,
                limits,
              );
              if (step.type === "Settled") break;
              expect(step.version).toBeGreaterThan(versionSent);
              expect(step.entries.length).toBeLessThanOrEqual(perMessage);
              versionSent = step.version;
              if (trouble === "Refused") {
                [held, heldVersion, trouble] = [null, null, "None"];
                continue;
              }
              expect(station.take(step, total)).toBe(true);
              if (trouble === "AnswerLost") {
                trouble = "None";
                continue;
              }
              held = heldAfter(held ?? new Map(), step.update, step.entries);
              heldVersion = step.version;
            }
            expect([...station.list.values()].toSorted(byUid)).toEqual(wanted.slice(0, total).toSorted(byUid));
          }
        },
      ),
    );
  });
});

const byUid = (one: LocalListEntry, other: LocalListEntry): number => (one.tokenUid < other.tokenUid ? -1 : 1);

test.each([
  [{ stored: "Unknown", isHeldKnown: false, changeCount: 3 }, "Unknown"],
  [{ stored: "InSync", isHeldKnown: true, changeCount: 0 }, "InSync"],
  [{ stored: "InSync", isHeldKnown: true, changeCount: 1 }, "Behind"],
  [{ stored: "InSync", isHeldKnown: false, changeCount: 0 }, "Unknown"],
  [{ stored: "Unsupported", isHeldKnown: false, changeCount: 0 }, "Unsupported"],
  [{ stored: "Failed", isHeldKnown: true, changeCount: 0 }, "Failed"],
])("a list of which %j is known is %s", (facts, state) => {
  expect(localListState(facts)).toBe(state);
});
