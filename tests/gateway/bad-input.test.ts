import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createStation, type Station } from "../simulator/station";
import { startGateway, type TestGateway } from "../support/gateway";
import { metric } from "./support/metrics";
import {
  dial,
  dialAndBoot,
  type RawStation,
  refusalOf,
  SAID,
  VERSIONS,
  type Version,
  type WireFrame,
} from "./support/raw-station";

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

const AN_ID = "i".repeat(256);

/** Text, and the error code in 1.6 and in 2.0.1; the answer's id where it is not "id-1". */
const UNREADABLE: readonly (readonly [what: string, text: string, in16: string, in201: string, id?: unknown])[] = [
  ["text that is no JSON", "hello", "FormationViolation", "RpcFrameworkError", "-1"],
  ["a call cut short", '[2,"id-1","BootNotification",{"cha', "FormationViolation", "RpcFrameworkError"],
  ["a value left out", '[2,"id-1","MeterValues",{"transactionId":,}]', "FormationViolation", "RpcFrameworkError"],
  ["an object", '{"id":"id-1"}', "FormationViolation", "RpcFrameworkError", "-1"],
  ["null", "null", "FormationViolation", "RpcFrameworkError", "-1"],
  ["an empty array", "[]", "FormationViolation", "RpcFrameworkError", "-1"],
  ["an array with a type alone", "[2]", "FormationViolation", "RpcFrameworkError", "-1"],
  ["a type that is text", '["2","id-1","Heartbeat",{}]', "FormationViolation", "RpcFrameworkError", "-1"],
  ["a type with a fraction", '[2.5,"id-1","Heartbeat",{}]', "FormationViolation", "RpcFrameworkError", "-1"],
  ["an id of null", '[2,null,"Heartbeat",{}]', "FormationViolation", "RpcFrameworkError", "-1"],
  ["an id without end", `[2,"${AN_ID}","Heartbeat",{}]`, "FormationViolation", "RpcFrameworkError", "-1"],
  ["no action", '[2,"id-1"]', "FormationViolation", "RpcFrameworkError"],
  ["an action that is a number", '[2,"id-1",5,{}]', "FormationViolation", "RpcFrameworkError"],
  ["a payload that is a list", '[2,"id-1","Heartbeat",[]]', "FormationViolation", "FormatViolation"],
  ["a payload that is text", '[2,"id-1","Heartbeat","now"]', "FormationViolation", "FormatViolation"],
  ["a message type nobody knows", '[9,"id-1","Heartbeat",{}]', "GenericError", "MessageTypeNotSupported"],
  ["a message type of 2.1", '[6,"id-1","NotifyPeriodicEventStream",{}]', "GenericError", "MessageTypeNotSupported"],
  [
    "ten thousand nested lists",
    `[2,"id-1","DataTransfer",{"vendorId":"v","data":${"[".repeat(10_000)}${"]".repeat(10_000)}}]`,
    "FormationViolation",
    "RpcFrameworkError",
  ],
  ["a NUL in the id", '[2,"id\0","Heartbeat",{', "FormationViolation", "RpcFrameworkError", "id\0"],
];

/** Action, payload per version, and the error code in 1.6 and in 2.0.1. */
const REFUSED: readonly (readonly [
  what: string,
  action: string,
  in16: object,
  in201: object,
  code16: string,
  code201: string,
])[] = [
  ["an unknown action", "CustomOperation", {}, {}, "NotImplemented", "NotImplemented"],
  ["an action named like a built-in", "__proto__", {}, {}, "NotImplemented", "NotImplemented"],
  ["an action that only we may send", "Reset", { type: "Hard" }, { type: "Immediate" }, "NotSupported", "NotSupported"],
  [
    "a missing field",
    "BootNotification",
    { chargePointVendor: "V" },
    { reason: "PowerUp" },
    "OccurenceConstraintViolation",
    "OccurrenceConstraintViolation",
  ],
  [
    "a wrong type",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), connectorId: "one" },
    { ...SAID["2.0.1"].status(1, "Available"), evseId: "one" },
    "TypeConstraintViolation",
    "TypeConstraintViolation",
  ],
  [
    "a word outside the enumeration",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), status: "Great" },
    { ...SAID["2.0.1"].status(1, "Available"), connectorStatus: "Great" },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "an unknown field",
    "Heartbeat",
    { colour: "red" },
    { colour: "red" },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "a key that reaches for the prototype",
    "Heartbeat",
    JSON.parse('{"__proto__":{"polluted":true}}'),
    JSON.parse('{"__proto__":{"polluted":true}}'),
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "an address beyond 32 bits",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), connectorId: 99_999_999_999 },
    { ...SAID["2.0.1"].status(1, "Available"), evseId: 99_999_999_999 },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
  [
    "an address below zero",
    "StatusNotification",
    { ...SAID["1.6"].status(1, "Available"), connectorId: -1 },
    { ...SAID["2.0.1"].status(1, "Available"), evseId: -1 },
    "PropertyConstraintViolation",
    "PropertyConstraintViolation",
  ],
];

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
    expect(Object.keys({})).not.toContain("polluted");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
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
    if (version === "1.6") {
      const start = { connectorId: 1, idTag: "NOBODY", timestamp: "0000-01-01T00:00:00Z", meterStart: 1e30 };
      const [type, , answer] = await station.ask("StartTransaction", start);
      expect([type, answer]).toEqual([3, { transactionId: expect.any(Number), idTagInfo: { status: "Invalid" } }]);
      expect(
        await station.ask(
          "StopTransaction",
          { transactionId: 99_999_999_999, timestamp: "9999-12-31T23:59:59Z", meterStop: 1e30 },
          "stop",
        ),
      ).toMatchObject([4, "stop", "PropertyConstraintViolation"]);
      expect(
        await station.ask(
          "MeterValues",
          {
            connectorId: 1,
            meterValue: [
              {
                timestamp: "0000-01-01T00:00:00Z",
                sampledValue: [{ value: "1e400" }, { value: "" }, { value: "NaN" }],
              },
            ],
          },
          "meter",
        ),
      ).toEqual([3, "meter", {}]);
    } else {
      const event = {
        eventType: "Started",
        timestamp: "9999-12-31T23:59:59Z",
        triggerReason: "Authorized",
        transactionInfo: { transactionId: "T-1" },
      };
      expect(await station.ask("TransactionEvent", { ...event, seqNo: 1e15 }, "big")).toMatchObject([
        4,
        "big",
        "PropertyConstraintViolation",
      ]);
      const meterValue = [
        {
          timestamp: "0000-01-01T00:00:00Z",
          sampledValue: [{ value: 1e300, unitOfMeasure: { multiplier: 1_000_000 } }],
        },
      ];
      expect(await station.ask("TransactionEvent", { ...event, seqNo: 0, meterValue }, "start")).toEqual([
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

describe("the station port", () => {
  test.each([
    ["an identity that is no UTF-8", "%E0%A4%A", 400],
    ["half an escape", "A%", 400],
    ["an identity with a NUL", "A%00B", 400],
    ["an identity with a line break", "A%0AB", 400],
    ["an identity of 256 characters", "A".repeat(256), 400],
    ["an identity of 8,000 characters", "A".repeat(8_000), 400],
    ["no identity", "", 404],
    ["a blank identity", "%20", 404],
    ["an identity nobody knows", "STRANGER", 404],
  ])("refuses %s", async (_, path, status) => {
    const before = await counted("kituo_handshakes_total");
    expect((await refusalOf(`${kituo.ocppUrl}/${path}`)).status).toBe(status);
    expect(await counted("kituo_handshakes_total")).toBe(before + 1);
  });

  test("looks at the last segment of the path alone", async () => {
    await kituo.addStation("RDAM 123");
    for (const path of ["RDAM%20123", "RDAM%20123/", "RDAM%20123?token=1&x=/a/b", "tenant/RDAM%20123", "/RDAM%20123"]) {
      const station = await dial(`${kituo.ocppUrl}/${path}#`, "", "1.6");
      await station.leave();
    }
    const { id } = await kituo.db.station.findUniqueOrThrow({ where: { identity: "RDAM 123" } });
    expect(await kituo.db.connection.count({ where: { stationId: id } })).toBe(5);
    expect((await refusalOf(kituo.ocppUrl.replace("/ocpp", "/other/RDAM%20123"))).status).toBe(400);
  });

  test("takes the first version it knows of those a station offers, as it was spelt", async () => {
    await kituo.addStation("OFFERS");
    const url = `${kituo.ocppUrl}/OFFERS`;
    expect((await refusalOf(url, { protocols: [] })).status).toBe(400);
    expect((await refusalOf(url, { protocols: ["ocpp0.1"] })).status).toBe(400);
    expect((await refusalOf(url, { protocols: ["ocpp2.0"] })).status).toBe(400);
    for (const [protocols, chosen] of [
      [["ocpp0.1", "ocpp1.6"], "ocpp1.6"],
      [["ocpp2.0.1", "ocpp1.6"], "ocpp2.0.1"],
      [["OCPP1.6"], "OCPP1.6"],
    ] as const) {
      const station = await dial(kituo.ocppUrl, "OFFERS", "1.6", { protocols });
      expect(station.ws.protocol).toBe(chosen);
      await station.leave();
    }
  });

  test("says to HTTP that it speaks WebSocket only", async () => {
    const response = await fetch(`${kituo.ocppUrl.replace("ws:", "http:")}/BYSTANDER`);
    expect([response.status, response.headers.get("upgrade")]).toEqual([426, "websocket"]);
  });

  test("closes connections that send garbage, and those it refuses even if their peer never does", async () => {
    const { port, hostname } = new URL(kituo.ocppUrl);
    const upgrade = `GET /ocpp/STRANGER HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n\r\n`;
    for (const bytes of [
      Buffer.from([0x16, 0x03, 0x01, 0x02, 0, 1, 0, 1]),
      Buffer.alloc(70_000, 0x41),
      Buffer.from(upgrade),
    ]) {
      const socket = connectTcp({ port: Number(port), host: hostname, allowHalfOpen: true });
      socket.on("error", () => undefined).resume();
      socket.write(bytes);
      await once(socket, "end");
      // The peer is gone altogether, not just done with talking: sooner or later a write meets nobody.
      const broken = once(socket, "close");
      const writing = setInterval(() => socket.write("."), 20);
      await broken;
      clearInterval(writing);
    }
  });

  test("lets others in while handshakes are left unfinished", async () => {
    const { port, hostname } = new URL(kituo.ocppUrl);
    const idlers = Array.from({ length: 100 }, () => connectTcp({ port: Number(port), host: hostname }));
    for (const idler of idlers)
      idler.on("error", () => undefined).write("GET /ocpp/BYSTANDER HTTP/1.1\r\nHost: x\r\nConnec");
    const began = performance.now();
    const station = await aStation("1.6");
    expect(performance.now() - began).toBeLessThan(2_000);
    await station.leave();
    for (const idler of idlers) idler.destroy();
  });
});

test("a station that floods is read more slowly, in order and without loss, and its neighbour does not notice", async () => {
  const [flooder, neighbour] = [await aStation("1.6"), await aStation("2.0.1")];
  const throttled = await counted("kituo_throttled_total");
  const heapBefore = process.memoryUsage().heapUsed;
  flooder.say(...Array.from({ length: 20_000 }, (_, index): WireFrame => [2, `f-${index}`, "Heartbeat", {}]));
  const waits: number[] = [];
  for (let call = 0; call < 60; call += 1) {
    const began = performance.now();
    await neighbour.ask("StatusNotification", SAID["2.0.1"].status(1, "Available"));
    waits.push(performance.now() - began);
  }
  for (let answer = 0; answer < 1_500; answer += 1) expect((await flooder.next())[1]).toBe(`f-${answer}`);
  expect(flooder.ws.readyState).toBe(flooder.ws.OPEN);
  expect(flooder.untaken().length).toBeLessThan(18_000);
  expect(waits.toSorted((one, other) => one - other)[56]).toBeLessThan(500);
  expect(await counted("kituo_throttled_total")).toBeGreaterThan(throttled);
  expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(150 * 1024 * 1024);
  flooder.ws.terminate();
  await neighbour.leave();
});

test("a station cannot flood with frames that are no calls either", async () => {
  const station = await aStation("2.0.1");
  const throttled = await counted("kituo_throttled_total");
  station.say(...Array.from({ length: 5_000 }, (_, index): WireFrame => [3, `nobody-${index}`, {}]));
  await vi.waitFor(async () => expect(await counted("kituo_throttled_total")).toBeGreaterThan(throttled));
  station.ws.terminate();
});

test("the bystander has been charging all the while, and was never kept waiting or told anything wrong", async () => {
  const sample = bystander.once("call", ({ action }) => action === "MeterValues");
  expect((await sample)[0].outcome.type).toBe("Answered");
  expect(bystander.isOnline).toBe(true);
  expect(bystander.violations).toEqual([]);
  expect(bystander.pendingCount).toBe(0);
  await bystander.stopCharging(1);
  const session = await kituo.db.chargingSession.findFirstOrThrow({ where: { station: { identity: "BYSTANDER" } } });
  expect(session).toMatchObject({ phase: "Ended", anomalies: [] });
  expect(await kituo.db.connection.count({ where: { station: { identity: "BYSTANDER" } } })).toBe(1);
});
