import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestCommand } from "@/lib/services/commands/request-command";
import { closeSession } from "@/lib/services/sessions/close-session";
import { resolveSession } from "@/lib/services/sessions/resolve-session";
import { startGateway, type TestGateway } from "../support/gateway";
import { aQuirkyStation, booksOf } from "./support/quirks";
import type { RawStation } from "./support/raw-station";
import { meter16, minutesAgo, start16, stop16 } from "./support/session-frames";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

const aToken = (uid: string, groupId: string | null = null, status = "Accepted") =>
  kituo.db.token.create({ data: { uid, uidKey: uid.toLowerCase(), status, groupId } });
const tell = async (station: RawStation, action: string, payload: object) => {
  const [, , answer] = await station.ask(action, payload, crypto.randomUUID());
  return answer as { transactionId: number; idTagInfo?: object };
};

describe("a start without a time (D4)", () => {
  const start = { connectorId: 1, idTag: "A", meterStart: 1_000 };

  test("told again is the same session while it runs, and once the register has counted on", async () => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await tell(station, "StartTransaction", start);
    expect((await tell(station, "StartTransaction", start)).transactionId).toBe(transactionId);
    await stop16(station, transactionId, 1_500);
    expect((await tell(station, "StartTransaction", start)).transactionId).toBe(transactionId);
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ id: transactionId, energyWh: 500 }]);
    await station.leave();
  });

  test("is another session where the one before delivered nothing and is over", async () => {
    const station = await aQuirkyStation(kituo);
    const first = await tell(station, "StartTransaction", start);
    await stop16(station, first.transactionId, 1_000);
    const second = await tell(station, "StartTransaction", start);
    expect(second.transactionId).not.toBe(first.transactionId);
    expect((await tell(station, "StartTransaction", start)).transactionId).toBe(second.transactionId);
    await stop16(station, second.transactionId, 1_700);
    expect(await booksOf(kituo, station).sessions()).toMatchObject([{ energyWh: 0 }, { energyWh: 700 }]);
    await station.leave();
  });
});

test("a stop without a time and without an id told again is one stop", async () => {
  const station = await aQuirkyStation(kituo);
  for (let time = 0; time < 3; time += 1) await tell(station, "StopTransaction", { transactionId: -1, meterStop: 900 });
  expect(await booksOf(kituo, station).sessions()).toMatchObject([
    { anomalies: ["StopWithoutStart"], meterStopWh: 900 },
  ]);
  await station.leave();
});

test("a second stop that brings readings is kept beside the first, which stays", async () => {
  const station = await aQuirkyStation(kituo);
  const { transactionId } = await start16(station);
  await stop16(station, transactionId, 6_000);
  const transactionData = [{ timestamp: minutesAgo(30), sampledValue: [{ value: "3000" }] }];
  const again = { transactionId, meterStop: 6_000, timestamp: minutesAgo(10), transactionData };
  for (let time = 0; time < 2; time += 1) await tell(station, "StopTransaction", again);
  const books = booksOf(kituo, station);
  expect(await books.sessions()).toMatchObject([{ energyWh: 5_000, meterStopWh: 6_000 }]);
  expect(await books.meters()).toMatchObject([{ sessionId: transactionId, energyWh: 3_000 }]);
  expect(await kituo.db.sessionEvent.count({ where: { sessionId: transactionId, kind: "Ended" } })).toBe(2);
  await station.leave();
});

test("a stop heard before its start is one session with it, which is not open", async () => {
  const station = await aQuirkyStation(kituo);
  await tell(station, "StopTransaction", {
    transactionId: -1,
    idTag: "early",
    meterStop: 4_000,
    timestamp: minutesAgo(20),
  });
  const { transactionId } = await start16(station, { idTag: "EARLY", at: minutesAgo(50), meterStart: 1_000 });
  expect(await start16(station, { idTag: "EARLY", at: minutesAgo(50), meterStart: 1_000 })).toMatchObject({
    transactionId,
  });
  await tell(station, "StopTransaction", {
    transactionId: -1,
    idTag: "early",
    meterStop: 4_000,
    timestamp: minutesAgo(20),
  });
  expect(await booksOf(kituo, station).sessions()).toMatchObject([
    {
      id: transactionId,
      phase: "Ended",
      evse: 1,
      energyWh: 3_000,
      anomalies: ["MatchedByEvidence"],
      startedAt: new Date(minutesAgo(50)),
      endedAt: new Date(minutesAgo(20)),
    },
  ]);
  await station.leave();
});

test("a start told again is a repeat of itself, though a stop of nobody's would fit it as well", async () => {
  const station = await aQuirkyStation(kituo);
  const at = minutesAgo(60);
  const { transactionId } = await start16(station, { at, meterStart: 1_000 });
  await stop16(station, transactionId, 1_500, minutesAgo(50));
  await stop16(station, -1, 1_600, minutesAgo(40));
  expect((await start16(station, { at, meterStart: 1_000 })).transactionId).toBe(transactionId);
  const sessions = await booksOf(kituo, station).sessions();
  expect(sessions).toMatchObject([{ id: transactionId, energyWh: 500 }, { anomalies: ["StopWithoutStart"] }]);
  await station.leave();
});

test("a stop that names an unknown id ends the session that its card and register prove", async () => {
  const station = await aQuirkyStation(kituo);
  const own = await start16(station, { connectorId: 1, idTag: "OWN", meterStart: 1_000 });
  await start16(station, { connectorId: 2, idTag: "OTHER", meterStart: 1_000 });
  await tell(station, "StopTransaction", {
    transactionId: 1_999_999_998,
    idTag: "own",
    meterStop: 1_600,
    timestamp: minutesAgo(5),
  });
  expect(
    (await booksOf(kituo, station).sessions()).map(({ id, phase, energyWh }) => [
      id === own.transactionId,
      phase,
      energyWh,
    ]),
  ).toEqual([
    [true, "Ended", 600],
    [false, "Active", 0],
  ]);
  await station.leave();
});

test("a repeated start of what is long over closes nothing, though its clock was never set", async () => {
  const station = await aQuirkyStation(kituo);
  const at = "1970-01-01T00:05:00Z";
  const first = await start16(station, { at });
  await stop16(station, first.transactionId, 1_400);
  const second = await start16(station, { at: minutesAgo(5), meterStart: 1_400 });
  expect(await start16(station, { at })).toEqual(first);
  expect(await booksOf(kituo, station).sessions()).toMatchObject([
    { phase: "Ended" },
    { id: second.transactionId, phase: "Active" },
  ]);
  await station.leave();
});

test("E8 readings with a wrong id belong to what ran on their connector then, and to nobody before that", async () => {
  const station = await aQuirkyStation(kituo);
  const { transactionId } = await start16(station, { at: minutesAgo(40) });
  await meter16(station, { transactionId: 1_999_999_997 }, 1_300, minutesAgo(30));
  await meter16(station, { transactionId: 1_999_999_997 }, 900, minutesAgo(50));
  await meter16(station, { transactionId: -1, connectorId: 2 }, 70, minutesAgo(30));
  const books = booksOf(kituo, station);
  expect((await books.meters()).map(({ sessionId, stationTransaction }) => [sessionId, stationTransaction])).toEqual([
    [transactionId, null],
    [null, "1999999997"],
    [null, "-1"],
  ]);
  expect(await books.sessions()).toMatchObject([{ energyWh: 300 }]);
  await station.leave();
});

test("readings after a clock ran back still count, and are billed where the stop tells no register", async () => {
  const station = await aQuirkyStation(kituo);
  const { transactionId } = await start16(station, { at: minutesAgo(60) });
  await meter16(station, { transactionId }, 1_500, minutesAgo(30));
  await meter16(station, { transactionId }, 2_500, minutesAgo(3 * 24 * 60));
  await tell(station, "StopTransaction", { transactionId, meterStop: null, timestamp: minutesAgo(5) });
  await meter16(station, { transactionId }, 2_700, minutesAgo(6));
  expect(await booksOf(kituo, station).sessions()).toMatchObject([{ phase: "Ended", energyWh: 1_700 }]);
  await station.leave();
});

describe("a card", () => {
  test("that charges is busy elsewhere, in whatever case it is told", async () => {
    await aToken("Mixed-Case");
    const [first, second] = [await aQuirkyStation(kituo), await aQuirkyStation(kituo)];
    expect((await start16(first, { idTag: "mixed-case" })).status).toBe("Accepted");
    expect((await start16(second, { idTag: "MIXED-CASE" })).status).toBe("ConcurrentTx");
    for (const { leave } of [first, second]) await leave();
  });

  test.each([
    [
      "of the same group",
      { uid: "Same-1", group: "G-1", status: "Accepted" },
      { status: "Accepted", parentIdTag: "G-1" },
    ],
    [
      "of another group",
      { uid: "Other-1", group: "G-2", status: "Accepted" },
      { status: "Accepted", parentIdTag: "G-2" },
    ],
    [
      "that is blocked",
      { uid: "Blocked-1", group: "G-1", status: "Blocked" },
      { status: "Blocked", parentIdTag: "G-1" },
    ],
    ["that nobody knows", { uid: "Nobody-1", group: null, status: null }, { status: "Invalid" }],
  ] as const)(
    "%s that stops is answered what it is worth, and kept as the one that stopped",
    async (_, { uid, group, status }, told) => {
      await kituo.db.token.deleteMany({ where: { uidKey: "starter" } });
      await aToken("Starter", "G-1");
      if (status !== null) await aToken(uid, group, status);
      const station = await aQuirkyStation(kituo);
      const { transactionId } = await start16(station, { idTag: "Starter" });
      const stop = { transactionId, idTag: uid, meterStop: 1_200, timestamp: minutesAgo(5) };
      expect((await tell(station, "StopTransaction", stop)).idTagInfo).toEqual(told);
      expect(await booksOf(kituo, station).sessions()).toMatchObject([
        { tokenUid: "Starter", endTokenUid: uid, energyWh: 200 },
      ]);
      await station.leave();
    },
  );

  test("of the same group stops what the station has no id for; a foreign one does not", async () => {
    for (const [uid, group] of [
      ["Fam-1", "FAM"],
      ["Fam-2", "FAM"],
      ["Foe-1", "FOE"],
    ] as const)
      await aToken(uid, group);
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station, { idTag: "Fam-1" });
    const stop = (idTag: string) =>
      tell(station, "StopTransaction", { transactionId: -1, idTag, meterStop: 1_300, timestamp: minutesAgo(5) });
    await stop("Foe-1");
    expect(await booksOf(kituo, station).sessions()).toMatchObject([
      { phase: "Active" },
      { anomalies: ["StopWithoutStart"] },
    ]);
    await stop("Fam-2");
    expect(await booksOf(kituo, station).sessions()).toMatchObject([
      { id: transactionId, phase: "Ended", energyWh: 300, endTokenUid: "Fam-2" },
      { anomalies: ["StopWithoutStart"] },
    ]);
    await station.leave();
  });

  test("that only a remote start vouched for may stop what it started, long after", async () => {
    const station = await aQuirkyStation(kituo);
    const { ctx, db } = kituo;
    await requestCommand(ctx, {
      identity: station.identity,
      command: { type: "RemoteStart", evse: 1, tokenUid: "GUEST" },
    });
    await station.next(([type]) => type === 2);
    const { transactionId, status } = await start16(station, { idTag: "GUEST" });
    expect(status).toBe("Accepted");
    await db.command.updateMany({ data: { createdAt: new Date(minutesAgo(60)) } });
    const stop = { transactionId, idTag: "guest", meterStop: 1_200, timestamp: minutesAgo(5) };
    expect((await tell(station, "StopTransaction", stop)).idTagInfo).toMatchObject({ status: "Accepted" });
    await station.leave();
  });
});

describe("what the station tells after a person has decided", () => {
  /** Asks the station to stop; it refuses. */
  async function refuseToStop(station: RawStation, sessionId: number): Promise<void> {
    const { identity } = station;
    const { id } = await requestCommand(kituo.ctx, { identity, command: { type: "RemoteStop", sessionId } });
    const [, messageId] = await station.next(([type, , action]) => type === 2 && action === "RemoteStopTransaction");
    station.say([3, messageId, { status: "Rejected" }]);
    await expect.poll(async () => (await kituo.db.command.findUniqueOrThrow({ where: { id } })).state).toBe("Rejected");
  }

  test("settles a session that was closed in the books", async () => {
    const station = await aQuirkyStation(kituo);
    const { transactionId } = await start16(station);
    await meter16(station, { transactionId }, 1_800, minutesAgo(30));
    await refuseToStop(station, transactionId);
    await closeSession(kituo.ctx, transactionId, { note: "It does not stop" });
    const books = booksOf(kituo, station);
    expect(await books.sessions()).toMatchObject([{ phase: "Ended", endReason: "ClosedByOperator", energyWh: 800 }]);
    await meter16(station, { transactionId }, 1_900, minutesAgo(29));
    expect(await books.sessions()).toMatchObject([{ phase: "Ended", endReason: "ClosedByOperator", energyWh: 900 }]);
    await stop16(station, transactionId, 2_600, minutesAgo(20));
    expect(await books.sessions()).toMatchObject([
      { endReason: "Local", energyWh: 1_600, endedAt: new Date(minutesAgo(20)), anomalies: [] },
    ]);
    await station.leave();
  });

  test("does not change figures that were set by hand, and is told to a person again", async () => {
    const station = await aQuirkyStation(kituo);
    await stop16(station, -1, 5_000, minutesAgo(20));
    const [kept] = await booksOf(kituo, station).sessions();
    await resolveSession(kituo.ctx, kept?.id ?? 0, {
      resolution: "ByHand",
      meterStartWh: 1_000,
      meterStopWh: 5_000,
      note: "Read from the display",
    });
    await stop16(station, kept?.id ?? 0, 5_100, minutesAgo(19));
    expect(await booksOf(kituo, station).sessions()).toMatchObject([
      { energyWh: 4_000, resolution: null, anomalies: ["StopWithoutStart", "ToldAfterResolution"] },
    ]);
    await station.leave();
  });
});
