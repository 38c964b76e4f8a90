import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createStation, type Station } from "../simulator/station";
import { startGateway, type TestGateway } from "../support/gateway";
import { REFUSED, REFUSED_BY_2X, UNREADABLE } from "./support/bad-frames";
import { metric } from "./support/metrics";
import { dialAndBoot, type RawStation, SAID, VERSIONS, type Version, type WireFrame } from "./support/raw-station";

let kituo: TestGateway;
/** Charges while everything else here goes wrong. */
let bystander: Station;

beforeAll(async () => {
  kituo = await startGateway();
  await kituo.addToken("CARD-1");
  await kituo.addStation("BYSTANDER");
  bystander = createStation({
    identity: "BYSTANDER",
    url: kituo.ocppUrl,
    version: "1.6",
    meterIntervalMs: 100,
    speed: 60,
    callTimeoutMs: 2_000,
  });
  await bystander.connect();
  await bystander.plugIn(1);
  await bystander.startCharging(1, "CARD-1");
});
afterAll(async () => {
  await bystander.close();
  await kituo.stop();
});

const counted = (name: string, labels: Record<string, string> = {}) => metric(kituo.liveUrl, name, labels);

let stations = 0;
/** A station of the test's own, known, connected and accepted. */
async function aStation(version: Version): Promise<RawStation> {
  const identity = `BAD-${version}-${(stations += 1)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

async function messagesOf({ identity }: { readonly identity: string }, result: string) {
  const { id } = await kituo.db.station.findUniqueOrThrow({ where: { identity } });
  return kituo.db.messageLog.findMany({ where: { stationId: id, result }, orderBy: { id: "asc" } });
}

describe.each(VERSIONS)("a station that speaks %s", (version) => {
  const inItsWords = <T>(in16: T, in201: T): T => (version === "1.6" ? in16 : in201);

  test("is told what is wrong with each frame nobody can read, and each is counted and kept", async () => {
    const before = await counted("kituo_bad_frames_total");
    const station = await aStation(version);
    const answers: WireFrame[] = [];
    for (const [, text] of UNREADABLE) {
      station.say(text);
      answers.push(await station.next());
      await station.ask("Heartbeat", {});
    }
    expect(
      answers.map(([type, id, code, , details], index) => [UNREADABLE[index]?.[0], type, id, code, details]),
    ).toEqual(UNREADABLE.map(([what, , in16, in201, id = "id-1"]) => [what, 4, id, inItsWords(in16, in201), {}]));
    expect(answers.every(([, , , description]) => typeof description === "string" && description.length <= 255)).toBe(
      true,
    );
    expect(await counted("kituo_bad_frames_total")).toBe(before + UNREADABLE.length);
    await vi.waitFor(async () => expect(await messagesOf(station, "Invalid")).toHaveLength(UNREADABLE.length));
    await station.leave();
  });

  test("is told what is wrong with each call nobody can serve, and each is counted and kept", async () => {
    const before = await counted("kituo_calls_total", { direction: "in" });
    const station = await aStation(version);
    const answers: WireFrame[] = [];
    for (const [, action, in16, in201] of REFUSED)
      answers.push(await station.ask(action, inItsWords(in16, in201), "id-1"));
    expect(answers.map(([type, id, code], index) => [REFUSED[index]?.[0], type, id, code])).toEqual(
      REFUSED.map(([what, , , , in16, in201]) => [what, 4, "id-1", inItsWords(in16, in201)]),
    );
    expect(await counted("kituo_calls_total", { direction: "in" })).toBeGreaterThanOrEqual(before + REFUSED.length);
    const { id } = await kituo.db.station.findUniqueOrThrow({ where: { identity: station.identity } });
    const kept = await kituo.db.messageLog.findMany({
      where: { stationId: id, messageId: "id-1" },
      orderBy: { id: "asc" },
    });
    expect(kept.map(({ result }) => result)).toEqual(answers.map(([, , code]) => code));
    await station.leave();
  });

  test("may reach for the prototype, in vain", async () => {
    const station = await aStation(version);
    const [type] = await station.ask("Heartbeat", JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(type).toBe(3);
    expect(Object.keys({})).not.toContain("polluted");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    await station.leave();
  });

  test.each(REFUSED_BY_2X)("may send %s in a status, which changes no connector", async (_, in16, in201, code201) => {
    const station = await aStation(version);
    const status = { ...SAID[version].status(1, "Available"), ...inItsWords(in16, in201) };
    const [type, , told] = await station.ask("StatusNotification", status);
    expect([type, told]).toEqual(inItsWords([3, {}], [4, code201]));
    expect(await kituo.db.connector.count({ where: { station: { identity: station.identity } } })).toBe(0);
    await station.leave();
  });

  test("is served though it sends numbers for ids, too much or too little around a call, and blank frames", async () => {
    const station = await aStation(version);
    const told = { currentTime: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/) };
    station.say(
      "",
      "  \r\n",
      '[2,7,"Heartbeat",{}]',
      '[2,"short","Heartbeat"]',
      '[2,"null","Heartbeat",null]',
      '[2,"long","Heartbeat",{},"more"]',
      '\uFEFF[2,"mark","Heartbeat",{}]\0\0',
    );
    for (const id of [7, "short", "null", "long", "mark"]) expect(await station.next()).toEqual([3, id, told]);
    await station.leave();
  });

  test("may send text that no database holds", async () => {
    const station = await aStation(version);
    station.say('[2,"nul\\u0000","DataTransfer",{"vendorId":"a\\u0000b","data":"half \\ud800 \\udc00 a pair"}]');
    expect(await station.next()).toEqual([3, "nul", { status: "UnknownVendorId" }]);
    expect(await messagesOf(station, "Ok")).toContainEqual(
      expect.objectContaining({
        action: "DataTransfer",
        request: '{"vendorId":"ab","data":"half \uFFFD \uFFFD a pair"}',
      }),
    );
    await station.leave();
  });

  test("may send numbers and times beyond all measure", async () => {
    const station = await aStation(version);
    const meterValue = [
      { timestamp: "0000-01-01T00:00:00Z", sampledValue: [{ value: inItsWords<unknown>("1e400", 1e300) }] },
    ];
    if (version === "1.6") {
      const start = { connectorId: 1, idTag: "NOBODY", timestamp: "0000-01-01T00:00:00Z", meterStart: 1e30 };
      const [type, , answer] = await station.ask("StartTransaction", start);
      expect([type, answer]).toEqual([3, { transactionId: expect.any(Number), idTagInfo: { status: "Invalid" } }]);
      expect(await station.ask("MeterValues", { connectorId: 1, meterValue }, "meter")).toEqual([3, "meter", {}]);
    } else {
      const said = {
        eventType: "Started",
        timestamp: "9999-12-31T23:59:59Z",
        triggerReason: "Authorized",
        transactionInfo: { transactionId: "T-1" },
      };
      expect(await station.ask("TransactionEvent", { ...said, seqNo: 1e15 }, "far")).toEqual([3, "far", {}]);
      expect(await station.ask("TransactionEvent", { ...said, seqNo: 0, meterValue }, "start")).toEqual([
        3,
        "start",
        {},
      ]);
    }
    await station.leave();
  });

  test("is closed at its twentieth bad frame in a row, and not before", async () => {
    const station = await aStation(version);
    station.say(...Array.from({ length: 19 }, () => "bad"));
    await station.ask("Heartbeat", {});
    station.say(...Array.from({ length: 19 }, () => '[6,"id-1","Stream",{}]'));
    await station.ask("Heartbeat", {});
    station.say(...Array.from({ length: 20 }, () => '[6,"id-1","Stream",{}]'));
    expect(await station.closed).toEqual({ code: 1002, reason: "TooManyBadFrames" });
    await vi.waitFor(async () => expect(await messagesOf(station, "Invalid")).toHaveLength(58));
  });

  test.each([
    [
      "binary",
      1003,
      "BinaryFrame",
      (station: RawStation) => station.ws.send(Buffer.from('[2,"id-1","Heartbeat",{}]'), { binary: true }),
    ],
    ["of two mebibytes", 1009, "FrameTooBig", (station: RawStation) => station.say("x".repeat(2 * 1024 * 1024))],
    [
      "no UTF-8",
      1007,
      "InvalidText",
      (station: RawStation) => station.ws.send(Buffer.from([0x5b, 0xff, 0xfe]), { binary: false }),
    ],
  ])("is closed for a frame that is %s", async (_, code, reason, send) => {
    const before = await counted("kituo_closes_total", { reason });
    const bad = await counted("kituo_bad_frames_total");
    const station = await aStation(version);
    send(station);
    expect((await station.closed).code).toBe(code);
    await vi.waitFor(async () => {
      const connection = await kituo.db.connection.findFirstOrThrow({
        where: { station: { identity: station.identity } },
      });
      expect(connection.closeReason).toBe(reason);
    });
    expect(await counted("kituo_closes_total", { reason })).toBe(before + 1);
    expect(await counted("kituo_bad_frames_total")).toBe(bad + 1);
  });

  test("may answer what was never asked: it is counted, kept and not answered", async () => {
    const station = await aStation(version);
    station.say([3, "nobody", { status: "Accepted" }], [4, "nobody", "GenericError", "", {}], '[3,"nobody",5]', "[3]");
    await station.ask("Heartbeat", {});
    expect(station.untaken()).toEqual([]);
    await vi.waitFor(async () => expect(await messagesOf(station, "Unmatched")).toHaveLength(3));
    await station.leave();
  });

  test("gets the answers to calls it did not wait for in their order", async () => {
    const station = await aStation(version);
    const ids = Array.from({ length: 200 }, (_, index) => `p-${index}`);
    station.say(
      ...ids.map(
        (id, index): WireFrame =>
          index % 3 === 0
            ? [2, id, "StatusNotification", SAID[version].status(1, "Available")]
            : [2, id, "Heartbeat", {}],
      ),
    );
    const answers: unknown[] = [];
    for (const _ of ids) answers.push((await station.next())[1]);
    expect(answers).toEqual(ids);
    await station.leave();
  });

  test("gets one answer to a call it sends twice at once, the same again later, and has one session", async () => {
    const before = await counted("kituo_repeated_calls_total");
    const station = await aStation(version);
    const at = new Date().toISOString();
    const call: WireFrame = inItsWords<WireFrame>(
      [2, "s-1", "StartTransaction", { connectorId: 1, idTag: "NOBODY", timestamp: at, meterStart: 5 }],
      [
        2,
        "s-1",
        "TransactionEvent",
        {
          eventType: "Started",
          timestamp: at,
          triggerReason: "CablePluggedIn",
          seqNo: 0,
          transactionInfo: { transactionId: "T-2" },
        },
      ],
    );
    station.say(call, call);
    const first = await station.next();
    await station.ask("Heartbeat", {});
    expect(station.untaken()).toEqual([]);
    station.say(call);
    expect(await station.next()).toEqual(first);
    expect(await kituo.db.chargingSession.count({ where: { station: { identity: station.identity } } })).toBe(1);
    expect(await counted("kituo_repeated_calls_total")).toBe(before + 2);
    await station.leave();
  });
});

test("the bystander has been charging all the while, and was never kept waiting or told anything wrong", async () => {
  const sample = bystander.once("call", ({ action }) => action === "MeterValues");
  expect((await sample)[0].outcome.type).toBe("Answered");
  expect(bystander.isOnline).toBe(true);
  expect(bystander.violations).toEqual([]);
  await bystander.stopCharging(1);
  await bystander.drained();
  const session = await kituo.db.chargingSession.findFirstOrThrow({ where: { station: { identity: "BYSTANDER" } } });
  expect(session).toMatchObject({ phase: "Ended", anomalies: [] });
  expect(await kituo.db.connection.count({ where: { station: { identity: "BYSTANDER" } } })).toBe(1);
});
