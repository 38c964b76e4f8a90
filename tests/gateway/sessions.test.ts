import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStation } from "../simulator/station";
import { startGateway, type TestGateway } from "../support/gateway";
import { dial, dialAndBoot, type RawStation, VERSIONS, type Version } from "./support/raw-station";
import { event, meter16, minutesAgo, start16, stop16 } from "./support/session-frames";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

let stations = 0;
async function aStation(version: Version): Promise<RawStation> {
  const identity = `SES-${(stations += 1)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}
const aToken = async (uid: string, status = "Accepted"): Promise<string> => {
  await kituo.addToken(uid, status);
  return uid;
};

const sessionsOf = ({ identity }: { readonly identity: string }) =>
  kituo.db.chargingSession.findMany({ where: { station: { identity } }, orderBy: { id: "asc" } });
const metersOf = ({ identity }: { readonly identity: string }) =>
  kituo.db.$queryRaw<{ session_id: number | null; station_transaction: string | null; energy_wh: number | null }[]>`
    SELECT m.session_id, m.station_transaction, m.energy_wh FROM meter_value m JOIN station s ON s.id = m.station_id
    WHERE s.identity = ${identity} ORDER BY m.id`;
const journalOf = (sessionId: number) =>
  kituo.db.sessionEvent.findMany({ where: { sessionId }, orderBy: { id: "asc" } });

const STOPPED = [3, {}];
const MEASURED = [3, {}];

describe("a 1.6 station that got no answer", () => {
  test("and starts again with a new message id gets the same transaction, even after its end", async () => {
    const station = await aStation("1.6");
    const idTag = await aToken("REPEAT");
    const first = await start16(station, { idTag });
    expect(first).toEqual({ transactionId: expect.any(Number), status: "Accepted" });
    expect(await start16(station, { idTag })).toEqual(first);
    await stop16(station, first.transactionId, 2_000);
    expect(await start16(station, { idTag })).toEqual(first);
    expect(await sessionsOf(station)).toMatchObject([
      { id: first.transactionId, phase: "Ended", energyWh: 1_000, anomalies: [] },
    ]);
    await station.leave();
  });

  test("and stops again changes nothing", async () => {
    const station = await aStation("1.6");
    const { transactionId } = await start16(station);
    expect(await stop16(station, transactionId, 2_000)).toEqual(STOPPED);
    expect(await stop16(station, transactionId, 2_000)).toEqual(STOPPED);
    expect(await stop16(station, transactionId, 9_000, minutesAgo(1))).toEqual(STOPPED);
    expect(await sessionsOf(station)).toMatchObject([
      { energyWh: 1_000, meterStopWh: 2_000, endedAt: new Date(minutesAgo(10)) },
    ]);
    await station.leave();
  });

  test.each([-1, 0])(
    "and calls its transaction %i is understood where one can be meant, once",
    async (transactionId) => {
      const station = await aStation("1.6");
      const { transactionId: id } = await start16(station);
      expect(await meter16(station, { transactionId }, 1_400)).toEqual(MEASURED);
      expect(await stop16(station, transactionId, 1_750)).toEqual(STOPPED);
      expect(await stop16(station, transactionId, 1_750)).toEqual(STOPPED);
      expect(await sessionsOf(station)).toMatchObject([
        { id, phase: "Ended", energyWh: 750, anomalies: ["MatchedByConnector"] },
      ]);
      expect(await metersOf(station)).toMatchObject([{ session_id: id, energy_wh: 1_400 }]);
      await station.leave();
    },
  );

  test("and calls its transaction -1 does not end the next one by saying so again", async () => {
    const station = await aStation("1.6");
    await start16(station, { at: minutesAgo(60) });
    await stop16(station, -1, 1_750, minutesAgo(50));
    const { transactionId } = await start16(station, { at: minutesAgo(40) });
    await stop16(station, -1, 1_750, minutesAgo(50));
    await stop16(station, -1, 1_800, minutesAgo(45));
    expect(
      (await sessionsOf(station)).map(({ id, phase, energyWh, anomalies }) => [
        id === transactionId,
        phase,
        energyWh,
        anomalies,
      ]),
    ).toEqual([
      [false, "Ended", 750, ["MatchedByConnector"]],
      [true, "Active", 0, []],
      [false, "Ended", null, ["StopWithoutStart"]],
    ]);
    await station.leave();
  });

  test("and calls one of two transactions -1 ends neither, but the stop is kept", async () => {
    const station = await aStation("1.6");
    await start16(station, { connectorId: 1 });
    await start16(station, { connectorId: 2 });
    expect(await stop16(station, -1, 1_750)).toEqual(STOPPED);
    expect(await stop16(station, -1, 1_750)).toEqual(STOPPED);
    expect((await sessionsOf(station)).map(({ phase, anomalies }) => [phase, anomalies])).toEqual([
      ["Active", []],
      ["Active", []],
      ["Ended", ["StopWithoutStart"]],
    ]);
    await station.leave();
  });
});

describe("what names no session that we know", () => {
  test("is a stop that is answered and kept, once", async () => {
    const station = await aStation("1.6");
    expect(await stop16(station, 2_000_000_000, 7_000)).toEqual(STOPPED);
    expect(await stop16(station, 2_000_000_000, 7_000)).toEqual(STOPPED);
    expect(await sessionsOf(station)).toMatchObject([
      { phase: "Ended", meterStopWh: 7_000, anomalies: ["StopWithoutStart"], endedAt: new Date(minutesAgo(10)) },
    ]);
    await station.leave();
  });

  test("is a stop of a session of another station, which goes on", async () => {
    const [owner, other] = [await aStation("1.6"), await aStation("1.6")];
    const { transactionId } = await start16(owner);
    expect(await stop16(other, transactionId, 7_000)).toEqual(STOPPED);
    expect(await sessionsOf(owner)).toMatchObject([{ id: transactionId, phase: "Active" }]);
    expect(await sessionsOf(other)).toMatchObject([{ phase: "Ended", anomalies: ["StopWithoutStart"] }]);
    for (const { leave } of [owner, other]) await leave();
  });

  test("is a reading that is kept with the reference it gave, and moves no session", async () => {
    const station = await aStation("1.6");
    expect(await meter16(station, {}, 900)).toEqual(MEASURED);
    expect(await meter16(station, { transactionId: 2_000_000_000 }, 950)).toEqual(MEASURED);
    expect(await meter16(station, { connectorId: 0 }, 970)).toEqual(MEASURED);
    expect(await metersOf(station)).toEqual([
      { session_id: null, station_transaction: null, energy_wh: 900 },
      { session_id: null, station_transaction: "2000000000", energy_wh: 950 },
      { session_id: null, station_transaction: null, energy_wh: 970 },
    ]);
    expect(await sessionsOf(station)).toEqual([]);
    await station.leave();
  });
});

test("readings without an id belong to what runs on their connector, also over a reconnect; late ones to what ended", async () => {
  const first = await aStation("1.6");
  const { transactionId } = await start16(first);
  await meter16(first, {}, 1_100);
  await first.leave();
  const station = await dial(kituo.ocppUrl, first.identity, "1.6");
  await meter16(station, {}, 1_300, minutesAgo(20));
  expect(await sessionsOf(station)).toMatchObject([{ energyWh: 300, meterLastWh: 1_300 }]);
  await stop16(station, transactionId, 1_500);
  await meter16(station, { transactionId }, 1_490, minutesAgo(11));
  await meter16(station, { transactionId }, 9_000, minutesAgo(1));
  expect((await metersOf(station)).map((row) => row.session_id)).toEqual([
    transactionId,
    transactionId,
    transactionId,
    null,
  ]);
  expect(await sessionsOf(station)).toMatchObject([{ phase: "Ended", energyWh: 500 }]);
  await station.leave();
});

test("a second start on a connector closes the first session as a lost stop, and its late stop still settles it", async () => {
  const station = await aStation("1.6");
  const first = await start16(station, { at: minutesAgo(60) });
  await meter16(station, { transactionId: first.transactionId }, 1_200, minutesAgo(50));
  const second = await start16(station, { at: minutesAgo(40), meterStart: 1_600 });
  expect(await sessionsOf(station)).toMatchObject([
    {
      phase: "Ended",
      endReason: "LostStop",
      anomalies: ["LostStop"],
      energyWh: 200,
      endedAt: new Date(minutesAgo(40)),
    },
    { id: second.transactionId, phase: "Active" },
  ]);
  await stop16(station, first.transactionId, 1_550, minutesAgo(45));
  expect(await sessionsOf(station)).toMatchObject([
    { id: first.transactionId, endReason: "Local", anomalies: [], energyWh: 550, endedAt: new Date(minutesAgo(45)) },
    { id: second.transactionId, phase: "Active", energyWh: 0 },
  ]);
  await station.leave();
});

test("a register that runs backwards is billed by its samples and marked, never below zero", async () => {
  const station = await aStation("1.6");
  const measured = await start16(station, { connectorId: 1, meterStart: 5_000 });
  await meter16(station, { transactionId: measured.transactionId }, 5_600);
  await stop16(station, measured.transactionId, 100);
  const unmeasured = await start16(station, { connectorId: 2, meterStart: 5_000 });
  await stop16(station, unmeasured.transactionId, 4_999);
  expect(await sessionsOf(station)).toMatchObject([
    { energyWh: 600, anomalies: ["MeterRollBack"] },
    { energyWh: 0, anomalies: ["MeterRollBack"] },
  ]);
  await station.leave();
});

test.each(["1970-01-01T00:00:12Z", "2000-01-01T00:00:00Z", new Date(Date.now() + 48 * 3_600_000).toISOString()])(
  "a start at %s is kept at its receipt and marked",
  async (at) => {
    const station = await aStation("1.6");
    const { transactionId } = await start16(station, { at });
    await stop16(station, transactionId, 1_800, new Date().toISOString());
    const [session] = await sessionsOf(station);
    expect(session).toMatchObject({ phase: "Ended", energyWh: 800, anomalies: ["ClockSuspect"] });
    expect(Math.abs(Number(session?.startedAt) - Date.now())).toBeLessThan(60_000);
    await station.leave();
  },
);

describe.each(VERSIONS)("a token presented to a station that speaks %s", (version) => {
  test.each([
    ["unknown", null, "Unknown"],
    ["blocked", "Blocked", "Blocked"],
    ["expired", "Accepted", "Expired"],
  ])("that is %s is answered so, and what it started is stored", async (what, status, answered) => {
    const uid = `${what}-${version}`;
    if (status !== null) await aToken(uid, status);
    if (what === "expired")
      await kituo.db.token.update({ where: { uidKey: uid.toLowerCase() }, data: { expiresAt: new Date(0) } });
    const station = await aStation(version);
    if (version === "1.6") {
      const in16 = answered === "Unknown" ? "Invalid" : answered;
      expect(await station.ask("Authorize", { idTag: uid }, "a")).toMatchObject([
        3,
        "a",
        { idTagInfo: { status: in16 } },
      ]);
      expect(await start16(station, { idTag: uid })).toEqual({ transactionId: expect.any(Number), status: in16 });
    } else {
      const idToken = { idToken: uid, type: "ISO14443" };
      expect(await station.ask("Authorize", { idToken }, "a")).toMatchObject([
        3,
        "a",
        { idTokenInfo: { status: answered } },
      ]);
      expect(await event(station, ["Started", 0, 1_000], { idToken })).toMatchObject([
        3,
        { idTokenInfo: { status: answered } },
      ]);
    }
    expect(await sessionsOf(station)).toMatchObject([{ phase: "Active", tokenUid: uid, authorization: answered }]);
    await station.leave();
  });

  test("that charges somewhere else already is answered so, but not where it charges", async () => {
    const uid = await aToken(`busy-${version}`);
    const [first, second] = [await aStation("1.6"), await aStation(version)];
    expect((await start16(first, { idTag: uid })).status).toBe("Accepted");
    expect((await start16(first, { idTag: uid, at: minutesAgo(50) })).status).toBe("Accepted");
    if (version === "1.6") expect((await start16(second, { idTag: uid })).status).toBe("ConcurrentTx");
    else
      expect(await event(second, ["Started", 0, 0], { idToken: { idToken: uid, type: "ISO14443" } })).toMatchObject([
        3,
        { idTokenInfo: { status: "ConcurrentTx" } },
      ]);
    expect(await sessionsOf(second)).toMatchObject([{ authorization: "ConcurrentTx" }]);
    for (const { leave } of [first, second]) await leave();
  });
});

describe("the events of a 2.0.1 transaction", () => {
  test.each([
    ["in order", [0, 1, 2, 3]],
    ["with the start last", [1, 2, 3, 0]],
    ["with the end before what led to it", [0, 3, 1, 2]],
    ["backwards", [3, 2, 1, 0]],
  ])("come to the same session %s", async (_, order) => {
    const station = await aStation("2.0.1");
    const evse = { id: 2, connectorId: 1 };
    const told = [
      () => event(station, ["Started", 0, 1_000], { evse }),
      () => event(station, ["Updated", 1, 1_250], { idToken: { idToken: "NOBODY", type: "ISO14443" } }),
      () => event(station, ["Updated", 2, 1_700]),
      () =>
        event(station, ["Ended", 3, 2_345.5], {
          transactionInfo: { transactionId: "T-1", stoppedReason: "EVDisconnected" },
        }),
    ];
    for (const seqNo of order) expect(await told[seqNo]?.()).toMatchObject([3, {}]);
    const [session, ...others] = await sessionsOf(station);
    expect(others).toEqual([]);
    expect(session).toMatchObject({
      phase: "Ended",
      transactionId: "T-1",
      evse: 2,
      connector: 1,
      tokenUid: "NOBODY",
      energyWh: 1_345.5,
      endReason: "EVDisconnected",
      endSeqNo: 3,
      anomalies: [],
    });
    expect([session?.startedAt, session?.endedAt]).toEqual([new Date(minutesAgo(60)), new Date(minutesAgo(57))]);
    expect((await journalOf(session?.id ?? 0)).map(({ seqNo }) => seqNo)).toEqual(order);
    expect(await metersOf(station)).toHaveLength(4);
    await station.leave();
  });

  test("count once when they are repeated, and twice when one number is given to two", async () => {
    const station = await aStation("2.0.1");
    for (const [type, seqNo, energyWh] of [
      ["Started", 0, 0],
      ["Started", 0, 0],
      ["Updated", 1, 500],
      ["Updated", 1, 500],
      ["Updated", 1, 600],
      ["Ended", 2, 900],
      ["Ended", 2, 900],
    ] as const) {
      await event(station, [type, seqNo, energyWh]);
    }
    const [session, ...others] = await sessionsOf(station);
    expect(others).toEqual([]);
    expect(session).toMatchObject({ phase: "Ended", energyWh: 900 });
    expect((await journalOf(session?.id ?? 0)).map(({ kind, seqNo }) => [kind, seqNo])).toEqual([
      ["Started", 0],
      ["Updated", 1],
      ["Updated", 1],
      ["Ended", 2],
    ]);
    expect((await metersOf(station)).map(({ energy_wh }) => energy_wh)).toEqual([0, 500, 600, 900]);
    await station.leave();
  });
});

test.each(VERSIONS)(
  "what a %s station did while it was cut off arrives in order, and to the watt-hour",
  async (version) => {
    const identity = `OFFLINE-${version}`;
    const token = await aToken(`offline-${version}`);
    await kituo.addStation(identity);
    const station = createStation({
      identity,
      url: kituo.ocppUrl,
      version,
      meterIntervalMs: 50,
      speed: 600,
      reconnect: { minMs: 20, maxMs: 50 },
    });
    await station.connect();
    await station.plugIn(1);
    const registers = [station.meterWh(1)];
    await station.startCharging(1, token);
    station.cutNetwork();
    await station.stopCharging(1);
    registers.push(station.meterWh(1));
    await station.startCharging(1, token);
    await station.stopCharging(1);
    registers.push(station.meterWh(1));
    expect(station.pendingCount).toBeGreaterThanOrEqual(3);
    station.restoreNetwork();
    await station.drained();
    const sessions = await sessionsOf({ identity });
    expect(sessions).toMatchObject([
      { phase: "Ended", tokenUid: token, anomalies: [] },
      { phase: "Ended", tokenUid: token, anomalies: [] },
    ]);
    for (const [index, { energyWh, meterStartWh, meterStopWh }] of sessions.entries()) {
      expect(energyWh).toBe((meterStopWh ?? 0) - (meterStartWh ?? 0));
      expect(meterStartWh).toBeCloseTo(registers[index] ?? -1, -1);
      expect(meterStopWh).toBeCloseTo(registers[index + 1] ?? -1, -1);
    }
    expect(station.violations).toEqual([]);
    await station.close();
  },
);

test("a start that cannot be stored is not confirmed, and the same call again is", async () => {
  const station = await aStation("1.6");
  const said = { connectorId: 1, idTag: "NOBODY", timestamp: minutesAgo(5), meterStart: 0 };
  await kituo.db.$executeRaw`ALTER TABLE session_event RENAME TO session_event_away`;
  try {
    expect(await station.ask("StartTransaction", said, "s")).toEqual([4, "s", "InternalError", "", {}]);
    expect(await sessionsOf(station)).toEqual([]);
  } finally {
    await kituo.db.$executeRaw`ALTER TABLE session_event_away RENAME TO session_event`;
  }
  expect(await station.ask("StartTransaction", said, "s")).toMatchObject([
    3,
    "s",
    { transactionId: expect.any(Number) },
  ]);
  await station.leave();
});
