import { describe, expect, test } from "vitest";
import {
  applyEnd,
  applyLateStart,
  applyLostStop,
  applyUpdate,
  beginSession,
  beginUnseen,
} from "@/lib/domain/charging-session";
import { plausibleTime } from "@/lib/domain/plausible-time";
import { anEnd, anUpdate, aPlace, aSample, aStart, minutes, T0 } from "./session-builders";

const NEVER_SET = new Date("1970-01-01T00:03:00Z");
const FAR_AHEAD = new Date("2099-01-01T00:00:00Z");
const running = (meterStartWh: number | null = 1000) => beginSession(aStart({ meterStartWh, seqNo: 0 }), aPlace());
const endUnheard = (message = anEnd({ meterStopWh: 5000, seqNo: 9 })) =>
  applyEnd(beginUnseen(message, aPlace({ receivedAt: message.at })), message, minutes(60));
const updateUnheard = (message: ReturnType<typeof anUpdate>) =>
  applyUpdate(beginUnseen(message, aPlace({ receivedAt: minutes(30) })), message, minutes(30));

describe("a station's clock", () => {
  test.each([
    ["1970, before it was ever set", NEVER_SET, true],
    ["2015, years behind", new Date("2015-01-01T00:00:00Z"), true],
    ["more than a year behind", new Date(minutes(-365 * 24 * 60).getTime() - 1), true],
    ["a year behind", minutes(-365 * 24 * 60), false],
    ["a day ahead", minutes(24 * 60), false],
    ["more than a day ahead", new Date(minutes(24 * 60).getTime() + 1), true],
    ["no time at all", new Date(Number.NaN), true],
  ])("%s", (_, at, isSuspect) => {
    expect(plausibleTime(at, T0)).toEqual({ at: isSuspect ? T0 : at, isSuspect });
  });

  test("that was never set starts and ends a session at the receipts (quirk D1)", () => {
    const begun = beginSession(aStart({ at: NEVER_SET, meterStartWh: 1000 }), aPlace());
    const ended = applyEnd(begun, anEnd({ at: NEVER_SET, meterStopWh: 3000 }), minutes(60));
    expect(ended).toMatchObject({ startedAt: T0, endedAt: minutes(60), energyWh: 2000, anomalies: ["ClockSuspect"] });
  });

  test("that is suspect in a session's first message is told, also where that is no start", () => {
    const session = beginUnseen(anUpdate({ at: FAR_AHEAD }), aPlace());
    expect(session).toMatchObject({ startedAt: T0, anomalies: ["StartMissing", "ClockSuspect"] });
  });

  test("set back between start and end leaves no negative duration", () => {
    const begun = beginSession(aStart({ at: minutes(20 * 60) }), aPlace());
    expect(applyEnd(begun, anEnd({ at: minutes(30) }), minutes(30)).endedAt).toEqual(minutes(20 * 60));
    expect(applyLostStop(begun, FAR_AHEAD, minutes(30)).endedAt).toEqual(minutes(20 * 60));
  });

  test("years ahead in one sample does not make the next ones old news", () => {
    const ahead = applyUpdate(running(), anUpdate({ samples: [aSample(FAR_AHEAD, 2000)] }), minutes(5));
    const next = applyUpdate(ahead, anUpdate({ samples: [aSample(minutes(6), 2500)] }), minutes(6));
    expect(next).toMatchObject({ energyWh: 1500, lastSampleAt: minutes(6) });
  });
});

describe("what is billed", () => {
  test("is the register at the stop less the register at the start, whatever samples said", () => {
    const session = applyUpdate(running(), anUpdate({ samples: [aSample(minutes(5), 99_000)] }));
    expect(applyEnd(session, anEnd({ meterStopWh: 4000 }), minutes(60)).energyWh).toBe(3000);
  });

  test("is measured from the oldest sample where the start told no register", () => {
    const samples = [aSample(minutes(3), 1300), aSample(minutes(1), 1100), aSample(minutes(2), 1200)];
    expect(applyUpdate(running(null), anUpdate({ samples }))).toMatchObject({ meterStartWh: 1100, energyWh: 200 });
  });

  test("is measured from an older sample that comes late, where no start was heard", () => {
    const newer = updateUnheard(anUpdate({ seqNo: 2, samples: [aSample(minutes(20), 3000)] }));
    const older = applyUpdate(newer, anUpdate({ seqNo: 1, samples: [aSample(minutes(10), 2000)] }), minutes(30));
    expect(older).toMatchObject({ meterStartWh: 2000, meterLastWh: 3000, energyWh: 1000 });
  });

  test("is unknown while neither end of it is known", () => {
    expect(endUnheard().energyWh).toBeNull();
    const atEnd = aSample(minutes(60), 5000, { context: "Transaction.End" });
    expect(endUnheard(anEnd({ meterStopWh: 5000, samples: [atEnd] })).energyWh).toBeNull();
  });

  test("follows the newest sample where the end told no register, also one that comes late", () => {
    const session = applyUpdate(running(), anUpdate({ seqNo: 1, samples: [aSample(minutes(5), 1500)] }));
    const ended = applyEnd(session, anEnd({ seqNo: 3 }), minutes(60));
    expect(ended).toMatchObject({ energyWh: 500, meterStopWh: null });
    const late = anUpdate({ seqNo: 2, samples: [aSample(minutes(55), 8000)] });
    expect(applyUpdate(ended, late, minutes(61))).toMatchObject({ phase: "Ended", energyWh: 7000 });
  });

  test("is not moved by a late sample where the end told its register (quirk E8)", () => {
    const ended = applyEnd(running(), anEnd({ meterStopWh: 4000 }), minutes(60));
    const late = anUpdate({ samples: [aSample(minutes(62), 9000, { powerW: 7000 })] });
    expect(applyUpdate(ended, late, minutes(62))).toMatchObject({ phase: "Ended", energyWh: 3000, powerW: null });
  });

  test("has no noise of the subtraction", () => {
    expect(applyEnd(running(1000.1), anEnd({ meterStopWh: 1000.3 }), minutes(60)).energyWh).toBe(0.2);
  });
});

describe("a register that runs back (quirk E10)", () => {
  const sampled = applyUpdate(running(10_000), anUpdate({ samples: [aSample(minutes(5), 10_500)] }));

  test("is told and bills what was seen delivered before", () => {
    const reset = applyUpdate(sampled, anUpdate({ samples: [aSample(minutes(6), 3)] }));
    const ended = applyEnd(reset, anEnd({ meterStopWh: 300 }), minutes(60));
    expect(ended).toMatchObject({ energyWh: 500, anomalies: ["MeterRollBack"] });
  });

  test("bills the station's own begin and end readings where they tell more", () => {
    const samples = [
      aSample(minutes(59), 900, { context: "Transaction.End" }),
      aSample(T0, 0, { context: "Transaction.Begin" }),
    ];
    const ended = applyEnd(sampled, anEnd({ meterStopWh: 900, samples }), minutes(60));
    expect(ended).toMatchObject({ energyWh: 900, anomalies: ["MeterRollBack"] });
  });

  test("is no longer told once the right register came", () => {
    const lost = applyLostStop(applyUpdate(running(10_000), anUpdate({ samples: [aSample(T0, 3)] })), T0, T0);
    expect(lost.anomalies).toContain("MeterRollBack");
    expect(applyEnd(lost, anEnd({ meterStopWh: 12_000 }), minutes(60))).toMatchObject({
      energyWh: 2000,
      anomalies: [],
    });
  });
});

describe("a start that comes late", () => {
  test("repairs a session first heard of in its middle", () => {
    const heard = updateUnheard(anUpdate({ seqNo: 1, samples: [aSample(minutes(5), 1500)] }));
    const start = aStart({ meterStartWh: 1000, chargingState: "Charging", evse: 2, seqNo: 0 });
    expect(applyLateStart(heard, start, minutes(31))).toMatchObject({
      phase: "Active",
      startedAt: T0,
      evse: 2,
      chargingState: "Charging",
      energyWh: 500,
      anomalies: [],
      lastSeqNo: 1,
    });
  });

  test("repairs a session first heard of at its end, and opens nothing", () => {
    const repaired = applyLateStart(
      endUnheard(),
      aStart({ meterStartWh: 1000, chargingState: "Charging" }),
      minutes(61),
    );
    expect(repaired).toMatchObject({
      phase: "Ended",
      chargingState: null,
      startedAt: T0,
      energyWh: 4000,
      anomalies: [],
    });
  });

  test("with a clock that cannot be right does not start the session after its end", () => {
    const repaired = applyLateStart(endUnheard(), aStart({ at: NEVER_SET, meterStartWh: 1000 }), minutes(90));
    expect(repaired).toMatchObject({ startedAt: minutes(60), endedAt: minutes(60), anomalies: ["ClockSuspect"] });
  });

  test("leaves a newer charging state as it is", () => {
    const heard = updateUnheard(anUpdate({ seqNo: 1, chargingState: "SuspendedEV" }));
    expect(applyLateStart(heard, aStart({ chargingState: "Charging" }), minutes(31)).chargingState).toBe("SuspendedEV");
  });
});

describe("the end", () => {
  test("of a session closed as lost settles it after all (quirk E2)", () => {
    const sampled = applyUpdate(running(), anUpdate({ samples: [aSample(minutes(5), 1500)] }));
    const lost = applyLostStop(sampled, minutes(120), minutes(120));
    expect(lost).toMatchObject({ phase: "Ended", endReason: "LostStop", energyWh: 500, anomalies: ["LostStop"] });
    const ended = applyEnd(lost, anEnd({ meterStopWh: 4000 }), minutes(121));
    expect(ended).toMatchObject({ endedAt: minutes(60), endReason: "Local", energyWh: 3000, anomalies: [] });
  });

  test("told twice keeps the first and fills only what it left open (quirk E7)", () => {
    const first = applyEnd(running(), anEnd({ reason: "EVDisconnected" }), minutes(60));
    const second = anEnd({ at: minutes(90), meterStopWh: 4000, reason: "PowerLoss" });
    const filled = applyEnd(first, second, minutes(90));
    expect(filled).toMatchObject({
      endedAt: minutes(60),
      endReason: "EVDisconnected",
      meterStopWh: 4000,
      energyWh: 3000,
    });
    expect(applyEnd(filled, anEnd({ meterStopWh: 9000 }), minutes(91)).energyWh).toBe(3000);
  });

  test("of an unheard session dates and bills it from its first sample (quirk E3)", () => {
    const samples = [aSample(minutes(40), 4000), aSample(minutes(10), 2000)];
    expect(endUnheard(anEnd({ meterStopWh: 5000, samples }))).toMatchObject({
      startedAt: minutes(10),
      endedAt: minutes(60),
      energyWh: 3000,
      anomalies: ["StopWithoutStart"],
    });
  });
});

describe("an update", () => {
  test("older than the newest known does not set the state back", () => {
    const newer = applyUpdate(running(), anUpdate({ seqNo: 4, chargingState: "SuspendedEV" }));
    const older = applyUpdate(newer, anUpdate({ seqNo: 3, chargingState: "Charging" }));
    expect(older).toMatchObject({ chargingState: "SuspendedEV", lastSeqNo: 4 });
  });

  test("with an older sample does not set the live figures back", () => {
    const newest = aSample(minutes(10), 1500, { powerW: 7000, socPercent: 60 });
    const older = aSample(minutes(9), 1400, { powerW: 3000, socPercent: 50 });
    const session = applyUpdate(running(), anUpdate({ samples: [newest] }));
    expect(applyUpdate(session, anUpdate({ samples: [older] }))).toMatchObject({
      energyWh: 500,
      powerW: 7000,
      socPercent: 60,
    });
  });

  test("keeps place, token and remote start from when they were told", () => {
    const token = { uid: "CARD", type: "ISO14443" };
    const told = applyUpdate(running(), anUpdate({ evse: 2, connector: 1, token, remoteStartId: 7 }));
    const later = applyUpdate(told, anUpdate({ token: { uid: "OTHER", type: "Central" }, remoteStartId: 8 }));
    expect(later).toMatchObject({ evse: 2, connector: 1, tokenUid: "CARD", tokenType: "ISO14443", remoteStartId: 7 });
  });

  test("that comes after the end still tells who charged and where", () => {
    const ended = applyEnd(running(), anEnd({ seqNo: 5, token: { uid: "STOPPER", type: "ISO14443" } }), minutes(60));
    const late = anUpdate({ seqNo: 1, evse: 2, connector: 1, token: { uid: "CARD", type: "ISO14443" } });
    expect(applyUpdate(ended, late)).toMatchObject({
      phase: "Ended",
      tokenUid: "CARD",
      evse: 2,
      endTokenUid: "STOPPER",
    });
  });

  test("names the one who charged where only the one who stopped was known", () => {
    const ended = endUnheard(anEnd({ token: { uid: "STOPPER", type: "ISO14443" } }));
    expect(ended.tokenUid).toBe("STOPPER");
    expect(applyUpdate(ended, anUpdate({ token: { uid: "CARD", type: "eMAID" } }))).toMatchObject({
      tokenUid: "CARD",
      tokenType: "eMAID",
    });
  });
});
