import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyEnd,
  applyLateStart,
  applyLostStop,
  applyUpdate,
  beginSession,
  beginUnseen,
  type ChargingSession,
} from "@/lib/domain/charging-session";
import type { MeterSample } from "@/lib/domain/meter-value";
import type { SessionEnded, SessionStarted, SessionUpdated } from "@/lib/domain/station-message";
import { anEnd, anUpdate, aPlace, aSample, aStart, brokenRules, minutes } from "./session-builders";

type Message = SessionStarted | SessionUpdated | SessionEnded;
type Delivery = { readonly key: number; readonly message: Message };

/** Sessions as the verbs keep them: a journal knows each message, and a repeat changes nothing. */
function receive(deliveries: readonly Delivery[], onStep: (session: ChargingSession) => void = () => {}) {
  const journal = new Set<number>();
  let session: ChargingSession | null = null;
  for (const { key, message } of deliveries) {
    if (journal.has(key)) continue;
    journal.add(key);
    session = next(session, message, minutes(200 + journal.size));
    onStep(session);
  }
  if (session === null) throw new Error("nothing was delivered");
  return session;
}

function next(session: ChargingSession | null, message: Message, receivedAt: Date): ChargingSession {
  const place = aPlace({ receivedAt });
  switch (message.type) {
    case "SessionStarted":
      return session === null ? beginSession(message, place) : applyLateStart(session, message, receivedAt);
    case "SessionUpdated":
      return applyUpdate(session ?? beginUnseen(message, place), message, receivedAt);
    case "SessionEnded":
      return applyEnd(session ?? beginUnseen(message, place), message, receivedAt);
  }
}

/** One meter: what it showed each minute, and what the station says of it. `isNumbered`: 2.x. */
const stories = fc
  .record({
    isNumbered: fc.boolean(),
    startWh: fc.integer({ min: 0, max: 5_000_000 }),
    steps: fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 2, maxLength: 12 }),
  })
  .map(({ isNumbered, startWh, steps }) => {
    const registers = steps.reduce<number[]>((shown, step) => [...shown, (shown.at(-1) ?? 0) + step], [startWh]);
    const stopWh = registers.at(-1) ?? startWh;
    const seq = (index: number): number | null => (isNumbered ? index : null);
    const updates = registers
      .slice(1, -1)
      .map((wh, index) =>
        anUpdate({ seqNo: seq(index + 1), at: minutes(index + 1), samples: [aSample(minutes(index + 1), wh)] }),
      );
    const last = registers.length - 1;
    const start = aStart({ seqNo: seq(0), meterStartWh: startWh, evse: 1 });
    const end = anEnd({ seqNo: seq(last), at: minutes(last), meterStopWh: stopWh });
    return { messages: [start, ...updates, end], deliveredWh: stopWh - startWh, startWh, last };
  });

/** The same messages in any order, some of them again. */
const shuffled = (messages: readonly Message[]) => {
  const all = messages.map((message, key) => ({ key, message }));
  return fc
    .subarray(all)
    .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }));
};

/** The same, and some are lost. */
const damaged = (messages: readonly Message[]) =>
  fc.shuffledSubarray(
    messages.map((message, key) => ({ key, message })),
    { minLength: 1 },
  );

const wildTimes = fc.oneof(
  fc.integer({ min: -60, max: 300 }).map(minutes),
  fc.constantFrom(
    new Date(0),
    new Date("1970-01-01T00:05:00Z"),
    new Date("2099-12-31T23:59:59Z"),
    new Date(Number.NaN),
  ),
);
const readings = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: null });
const contexts = fc.constantFrom("Sample.Periodic", "Transaction.Begin", "Transaction.End", null);
const wildSamples: fc.Arbitrary<readonly MeterSample[]> = fc.array(
  fc
    .tuple(wildTimes, readings, contexts, readings)
    .map(([at, wh, context, powerW]) => aSample(at, wh, { context, powerW })),
  { maxLength: 4 },
);
const seqNos = fc.option(fc.nat(20), { nil: null });
const wildMessages: fc.Arbitrary<Message> = fc
  .record({ at: wildTimes, samples: wildSamples, wh: readings, seqNo: seqNos, type: fc.nat(2) })
  .map(({ at, samples, wh, seqNo, type }) => {
    if (type === 0) return aStart({ at, samples, seqNo, meterStartWh: wh, chargingState: "Charging" });
    if (type === 1) return anUpdate({ at, samples, seqNo, chargingState: "Charging" });
    return anEnd({ at, samples, seqNo, meterStopWh: wh });
  });
const wildStories = fc
  .array(wildMessages, { minLength: 1, maxLength: 10 })
  .map((messages) => messages.map((message, key) => ({ key, message })));

describe("a session told in any order, with repeats", () => {
  const told = stories.chain((story) => shuffled(story.messages).map((deliveries) => ({ ...story, deliveries })));

  test("bills what the meter delivered", () => {
    fc.assert(
      fc.property(told, ({ deliveries, deliveredWh, last }) => {
        expect(receive(deliveries)).toMatchObject({
          phase: "Ended",
          energyWh: deliveredWh,
          startedAt: minutes(0),
          endedAt: minutes(last),
          evse: 1,
          anomalies: [],
        });
      }),
    );
  });

  test("ends as if each message had come once", () => {
    fc.assert(
      fc.property(told, ({ deliveries }) => {
        const once = deliveries.filter(({ key }, index) => deliveries.findIndex((each) => each.key === key) === index);
        expect(receive(deliveries)).toEqual(receive(once));
      }),
    );
  });

  test("bills the same where the end told no register, from the samples alone", () => {
    fc.assert(
      fc.property(stories, ({ messages }) => {
        const silent = messages.map((message) =>
          message.type === "SessionEnded" ? { ...message, meterStopWh: null } : message,
        );
        const inOrder = receive(silent.map((message, key) => ({ key, message })));
        const backwards = receive(silent.map((message, key) => ({ key, message })).toReversed());
        expect(backwards.energyWh).toBe(inOrder.energyWh);
      }),
    );
  });
});

test("a session of which messages are lost never bills more than the meter delivered", () => {
  const lossy = stories.chain((story) => damaged(story.messages).map((deliveries) => ({ ...story, deliveries })));
  fc.assert(
    fc.property(lossy, ({ deliveries, deliveredWh }) => {
      const session = receive(deliveries, (step) => expect(brokenRules(step)).toEqual([]));
      expect(session.energyWh ?? 0).toBeLessThanOrEqual(deliveredWh);
      const types = new Set(deliveries.map(({ message }) => message.type));
      if (types.has("SessionStarted") && types.has("SessionEnded")) expect(session.energyWh).toBe(deliveredWh);
    }),
  );
});

describe("whatever nonsense a station tells, a session", () => {
  test("never bills negative energy, ends before it starts, or draws power after its end", () => {
    fc.assert(
      fc.property(wildStories, (deliveries) => {
        receive(deliveries, (session) => expect(brokenRules(session)).toEqual([]));
      }),
      { numRuns: 500 },
    );
  });

  test("never re-opens, nor moves its end", () => {
    fc.assert(
      fc.property(wildStories, (deliveries) => {
        const ends: (string | null)[] = [];
        receive(deliveries, ({ endedAt }) => ends.push(endedAt?.toISOString() ?? null));
        const [first] = ends.filter((end) => end !== null);
        expect(ends.slice(ends.indexOf(first ?? null)).filter((end) => end !== (first ?? null))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("closed as lost obeys the same rules, and its own stop settles it", () => {
    fc.assert(
      fc.property(wildStories, wildTimes, wildMessages, (deliveries, at, message) => {
        const session = receive(deliveries);
        if (session.phase === "Ended") return;
        const lost = applyLostStop(session, at, minutes(300));
        expect(brokenRules(lost)).toEqual([]);
        const later = next(lost, message, minutes(301));
        expect(brokenRules(later)).toEqual([]);
        expect(later.endReason).toBe(message.type === "SessionEnded" ? "Local" : "LostStop");
      }),
    );
  });

  test("leaves the session it was told of as it was", () => {
    fc.assert(
      fc.property(wildStories, wildMessages, (deliveries, message) => {
        const session = receive(deliveries);
        const before = structuredClone(session);
        next(session, message, minutes(301));
        expect(session).toEqual(before);
      }),
    );
  });
});
