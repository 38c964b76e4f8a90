import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEnd, beginSession, beginUnseen, type ChargingSession } from "@/lib/domain/charging-session";
import { sameCard, sessionMeantByStop, stopMeantByStart } from "@/lib/domain/session-matching";
import type { SessionEnded, SessionStarted } from "@/lib/domain/station-message";
import { anEnd, aPlace, aSample, aStart, minutes } from "./session-builders";

const card = (uid: string) => ({ uid, type: "ISO14443" });
const nameless = { kind: "Ours", id: -1 } as const;
const NOW = minutes(300);
const running = (id: number, told: Partial<SessionStarted>): ChargingSession =>
  beginSession(
    aStart({ transactionId: null, evse: id, meterStartWh: 1_000, ...told }),
    aPlace({ id, receivedAt: minutes(1) }),
  );
const aStop = (told: Partial<SessionEnded>): SessionEnded =>
  anEnd({ session: nameless, at: minutes(60), meterStopWh: 2_000, ...told });
const meant = (sessions: readonly ChargingSession[], told: Partial<SessionEnded>, needsProof = false) => {
  const message = aStop(told);
  const found = sessionMeantByStop(
    sessions,
    { message, at: message.at, receivedAt: NOW, isSameHolder: sameCard },
    needsProof,
  );
  return found === null ? null : [found.session.id, found.isProven];
};

describe("a stop without a name", () => {
  const own = running(1, { token: card("OWN"), meterStartWh: 1_000 });
  const other = running(2, { token: card("OTHER"), meterStartWh: 1_500 });

  test.each<[string, readonly ChargingSession[], Partial<SessionEnded>, [number, boolean] | null]>([
    ["ends the only one that runs", [own], {}, [1, false]],
    ["ends none where two can be meant", [own, other], {}, null],
    ["ends that of its card, in any case", [own, other], { token: card("own") }, [1, true]],
    [
      "ends that of the register it began with",
      [own, other],
      { samples: [aSample(minutes(0), 1_500, { context: "Transaction.Begin" })] },
      [2, true],
    ],
    [
      "ends none that began at another register",
      [own],
      { samples: [aSample(minutes(0), 7, { context: "Transaction.Begin" })] },
      null,
    ],
    ["ends none of another card", [own], { token: card("FOREIGN") }, null],
    ["ends none that shows more already", [own], { meterStopWh: 900 }, null],
    ["ends its card's though the register was reset", [own], { meterStopWh: 900, token: card("OWN") }, [1, false]],
    ["ends none that would have taken half a megawatt-hour", [own], { meterStopWh: 600_000 }, null],
    ["ends none that began after it", [own], { at: minutes(-5) }, null],
    ["of a clock years behind ends the only one", [own], { at: new Date("2020-01-01T00:00:00Z") }, [1, false]],
  ])("%s", (_, sessions, told, wanted) => {
    expect(meant(sessions, told)).toEqual(wanted);
  });

  test("that names an unknown id needs a proof", () => {
    expect(meant([own], {}, true)).toBeNull();
    expect(meant([own], { token: card("OWN") }, true)).toEqual([1, true]);
  });
});

describe("a start after its stop", () => {
  const heard = (told: Partial<SessionEnded>): ChargingSession => {
    const message = aStop(told);
    const place = aPlace({ id: 9, startKey: "unseen:-1", receivedAt: minutes(200) });
    return applyEnd(beginUnseen(message, place), message, minutes(200));
  };
  const found = (stops: readonly ChargingSession[], told: Partial<SessionStarted>) => {
    const message = aStart({ transactionId: null, evse: 1, meterStartWh: 1_000, at: minutes(10), ...told });
    const match = stopMeantByStart(stops, { message, at: message.at, receivedAt: NOW });
    return match === null ? null : match.isProven;
  };

  test.each<[string, Partial<SessionEnded>, Partial<SessionStarted>, boolean | null]>([
    ["is known by its card", { token: card("own") }, { token: card("OWN") }, true],
    ["is taken for the only one that fits", {}, {}, false],
    ["is another one of another card", { token: card("OWN") }, { token: card("ELSE") }, null],
    ["is another one where it began later", {}, { at: minutes(70) }, null],
    ["is another one where its register is higher", {}, { meterStartWh: 2_001 }, null],
    [
      "is another one where the register says nothing and the clock is wrong",
      { meterStopWh: 1_000 },
      { at: new Date(0) },
      null,
    ],
    ["delivered nothing where the times say so", { meterStopWh: 1_000, token: card("A") }, { token: card("A") }, true],
  ])("%s", (_, stop, start, wanted) => {
    expect(found([heard(stop)], start)).toBe(wanted);
  });

  test("is nobody's where two stops fit", () => {
    expect(found([heard({}), { ...heard({ meterStopWh: 3_000 }), id: 10 }], {})).toBeNull();
  });
});

test("a nameless stop never ends a session of another card, one that began at another register, or one of two", () => {
  const cards = fc.option(fc.constantFrom("A", "B", "C"), { nil: null });
  const worlds = fc.record({
    sessions: fc.uniqueArray(
      fc.record({ evse: fc.integer({ min: 1, max: 4 }), card: cards, startWh: fc.nat(5_000), at: fc.nat(50) }),
      {
        minLength: 1,
        maxLength: 4,
        selector: ({ evse }) => evse,
      },
    ),
    stop: fc.record({
      card: cards,
      wh: fc.nat(8_000),
      at: fc.nat(100),
      begin: fc.option(fc.nat(5_000), { nil: null }),
    }),
  });
  fc.assert(
    fc.property(worlds, ({ sessions, stop }) => {
      const open = sessions.map(({ evse, card: uid, startWh, at }) =>
        running(evse, { token: uid === null ? null : card(uid), meterStartWh: startWh, at: minutes(at) }),
      );
      const samples = stop.begin === null ? [] : [aSample(minutes(0), stop.begin, { context: "Transaction.Begin" })];
      const told = {
        token: stop.card === null ? null : card(stop.card),
        meterStopWh: stop.wh,
        at: minutes(stop.at),
        samples,
      };
      const forward = meant(open, told);
      expect(meant(open.toReversed(), told)).toEqual(forward);
      const session = open.find(({ id }) => id === forward?.[0]);
      if (session === undefined) return;
      expect([null, stop.card]).toContain(stop.card === null ? null : (session.tokenUid ?? stop.card));
      if (stop.begin !== null) expect(session.meterStartWh).toBe(stop.begin);
    }),
    { numRuns: 5_000 },
  );
});
