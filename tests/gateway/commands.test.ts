import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { CommandView } from "@/lib/domain/command-view";
import type { CommandState } from "@/lib/domain/station-command";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { startGateway, type TestGateway } from "../support/gateway";
import {
  dial,
  dialAndBoot,
  type RawStation,
  SAID,
  VERSIONS,
  type Version,
  type WireFrame,
} from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ callTimeoutMs: 700 });
});
afterAll(() => kituo.stop());

let stations = 0;
async function aStation(version: Version = "1.6"): Promise<RawStation> {
  const identity = `CMD-${(stations += 1)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

type Asked = Parameters<typeof requestCommand>[1];

const ask = (
  { identity }: { readonly identity: string },
  command: Asked["command"],
  options: Omit<Asked, "identity" | "command"> = {},
) => requestCommand(kituo.ctx, { identity, command, ...options });

const becomes = ({ id }: { readonly id: string }, state: CommandState): Promise<CommandView> =>
  vi.waitFor(async () => {
    const command = await readCommand(kituo.ctx, id);
    expect(command.state).toBe(state);
    return command;
  }, 5_000);

const nextCall = (station: RawStation): Promise<WireFrame> => station.next(([type]) => type === 2);

/** Takes the next call, which is this one, and answers it. */
async function obey(station: RawStation, action: string, payload: object, answer: object): Promise<void> {
  const [, id, ...call] = await nextCall(station);
  expect(call).toEqual([action, payload]);
  station.say([3, id, answer]);
}

/** After this everything that would have been sent has been. */
async function aCommandLater(station: RawStation): Promise<void> {
  const probe = await ask(station, { type: "Raw", action: "ClearCache", payload: {} });
  await obey(station, "ClearCache", {}, { status: "Accepted" });
  await becomes(probe, "Done");
}

const READ = { type: "GetSettings", keys: ["OCPPCommCtrlr.HeartbeatInterval"] } as const;
const KEY = { component: { name: "OCPPCommCtrlr" }, variable: { name: "HeartbeatInterval" } };

describe.each(VERSIONS)("a command to a station that speaks %s", (version) => {
  const inItsWords = <T>(in16: T, in201: T): T => (version === "1.6" ? in16 : in201);
  const read = inItsWords<WireFrame>(
    ["GetConfiguration", { key: ["OCPPCommCtrlr.HeartbeatInterval"] }],
    ["GetVariables", { getVariableData: [KEY] }],
  );
  const told = (value: string) =>
    inItsWords(
      { configurationKey: [{ key: "OCPPCommCtrlr.HeartbeatInterval", readonly: false, value }] },
      { getVariableResult: [{ ...KEY, attributeStatus: "Accepted", attributeValue: value }] },
    );

  test("is in the books at each of its steps, and each is announced", async () => {
    const station = await aStation(version);
    const command = await ask(station, READ);
    expect(command.state).toBe("Pending");
    const [type, messageId, ...call] = await nextCall(station);
    expect([type, call]).toEqual([2, read]);
    expect(messageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await becomes(command, "Sent")).toMatchObject({
      sentAt: expect.any(String),
      answeredAt: null,
      settledAt: null,
    });
    station.say([3, messageId, told("300")]);
    expect(await becomes(command, "Done")).toMatchObject({
      action: read[0],
      answer: told("300"),
      answeredAt: expect.any(String),
      settledAt: expect.any(String),
      errorCode: null,
    });
    const events = await kituo.db.outboxEntry.findMany({
      where: { event: { path: ["command", "id"], equals: command.id } },
      orderBy: { id: "asc" },
    });
    expect(events.map(({ event }) => (event as unknown as { command: CommandView }).command.state)).toEqual([
      "Pending",
      "Sent",
      "Done",
    ]);
    await station.leave();
  });

  test("changes a setting, and is done when the station has read it back", async () => {
    const station = await aStation(version);
    const command = await ask(station, { type: "ChangeSetting", key: READ.keys[0], value: "60" });
    const change = inItsWords(
      { key: READ.keys[0], value: "60" },
      { setVariableData: [{ attributeValue: "60", ...KEY }] },
    );
    const accepted = inItsWords(
      { status: "Accepted" },
      { setVariableResult: [{ ...KEY, attributeStatus: "Accepted" }] },
    );
    await obey(station, inItsWords("ChangeConfiguration", "SetVariables"), change, accepted);
    await obey(station, String(read[0]), read[1] as object, told("60"));
    expect(await becomes(command, "Done")).toMatchObject({ answerStatus: "Accepted" });
    await station.leave();
  });

  test("takes a connector out of service, now or once it is free, and is done when the connector says so", async () => {
    const station = await aStation(version);
    for (const answer of ["Accepted", "Scheduled"]) {
      await station.ask("StatusNotification", SAID[version].status(1, "Available"));
      const command = await ask(station, { type: "ChangeAvailability", evse: 1, operational: "Inoperative" });
      const payload = inItsWords(
        { connectorId: 1, type: "Inoperative" },
        { operationalStatus: "Inoperative", evse: { id: 1 } },
      );
      await obey(station, "ChangeAvailability", payload, { status: answer });
      await becomes(command, answer === "Accepted" ? "WaitingForEffect" : "Scheduled");
      await station.ask("StatusNotification", SAID[version].status(1, "Unavailable"));
      expect(await becomes(command, "Done")).toMatchObject({ answerStatus: answer, effectDeadlineAt: null });
    }
    await station.leave();
  });

  test("asks for a message, and is done when it comes", async () => {
    const station = await aStation(version);
    const command = await ask(station, { type: "TriggerMessage", message: "Heartbeat" });
    await obey(station, "TriggerMessage", { requestedMessage: "Heartbeat" }, { status: "Accepted" });
    await becomes(command, "WaitingForEffect");
    await station.ask("Heartbeat", {});
    expect(await becomes(command, "Done")).toMatchObject({ answerStatus: "Accepted" });
    await station.leave();
  });

  test("unlocks, and is done with the answer", async () => {
    const station = await aStation(version);
    const payload = inItsWords({ connectorId: 2 }, { evseId: 2, connectorId: 1 });
    for (const [status, state] of [
      ["Unlocked", "Done"],
      ["UnlockFailed", "Rejected"],
    ] as const) {
      const command = await ask(station, { type: "Unlock", evse: 2, connector: 1 });
      await obey(station, "UnlockConnector", payload, { status });
      expect(await becomes(command, state)).toMatchObject({ answerStatus: status });
    }
    await station.leave();
  });

  test("that was accepted and led to nothing has had no effect at its deadline", async () => {
    const station = await aStation(version);
    const command = await ask(station, { type: "RemoteStart", evse: 1, tokenUid: "CARD" });
    const [, id] = await nextCall(station);
    station.say([3, id, { status: "Accepted" }]);
    expect(Date.parse((await becomes(command, "WaitingForEffect")).effectDeadlineAt ?? "")).toBeGreaterThan(
      Date.now() + 60_000,
    );
    await kituo.db.command.update({ where: { id: command.id }, data: { effectDeadlineAt: new Date(0) } });
    expect(await becomes(command, "NoEffect")).toMatchObject({ answerStatus: "Accepted", sessionId: null });
    await station.leave();
  });

  test("that is refused says how", async () => {
    const station = await aStation(version);
    const answers: readonly (readonly [
      answer: (id: unknown) => WireFrame | string,
      state: CommandState,
      facts: Partial<CommandView>,
    ])[] = [
      [(id) => [3, id, { status: "Rejected" }], "Rejected", { answerStatus: "Rejected", errorCode: null }],
      [
        (id) => [4, id, "GenericError", "the relay\nis stuck", {}],
        "Failed",
        { errorCode: "GenericError", errorDescription: "the relay\nis stuck" },
      ],
      [(id) => [4, id, "FormationViolation", "", {}], "Failed", { errorCode: "FormationViolation" }],
      [(id) => [4, id, "NotSupported", "", {}], "NotSupported", { errorCode: "NotSupported" }],
      [(id) => [4, id, "NotImplemented", "", {}], "NotSupported", { errorCode: "NotImplemented" }],
      [(id) => [3, id, { status: "Perhaps" }], "Failed", { errorCode: "InvalidAnswer" }],
      [(id) => [3, id, "yes"], "Failed", { errorCode: "UnreadableAnswer" }],
      [(id) => `[3,"${String(id)}",{"status":`, "Failed", { errorCode: "UnreadableAnswer" }],
    ];
    for (const [answer, state, facts] of answers) {
      const command = await ask(station, { type: "Reset", when: "Now" });
      const [, id] = await nextCall(station);
      station.say(answer(id));
      expect(await becomes(command, state)).toMatchObject(facts);
    }
    await station.leave();
  });

  test("is any of the station's own actions, passed through as it stands if the schema allows it", async () => {
    const station = await aStation(version);
    const [action, payload] = inItsWords<readonly [string, Record<string, unknown>]>(
      ["ChangeConfiguration", { key: "K", value: "V" }],
      ["ClearCache", { customData: { vendorId: "kituo", extra: [1] } }],
    );
    const good = await ask(station, { type: "Raw", action, payload });
    await obey(station, action, payload, { status: "Accepted" });
    expect(await becomes(good, "Done")).toMatchObject({ action, answer: { status: "Accepted" } });
    for (const [wrongAction, wrongPayload] of [
      ["Reset", { type: "Sideways" }],
      ["Reset", {}],
      ["NoSuchAction", {}],
      ["Heartbeat", {}],
    ] as const) {
      const bad = await ask(station, { type: "Raw", action: wrongAction, payload: wrongPayload });
      expect(await becomes(bad, "Failed")).toMatchObject({
        errorCode: "InvalidPayload",
        errorDescription: expect.any(String),
      });
    }
    await aCommandLater(station);
    expect(station.untaken()).toEqual([]);
    await station.leave();
  });
});

test("what a version cannot say is not supported, and nothing is sent", async () => {
  const station = await aStation("2.0.1");
  const command = await ask(station, { type: "GetSettings" });
  await becomes(command, "NotSupported");
  await aCommandLater(station);
  expect(station.untaken()).toEqual([]);
  await station.leave();
});

test("a command that is not answered in time is never sent again, and a late answer still counts", async () => {
  const station = await aStation();
  const command = await ask(station, { type: "Raw", action: "ClearCache", payload: {} });
  const [, id] = await nextCall(station);
  expect(await becomes(command, "NoAnswer")).toMatchObject({ errorCode: "Timeout", answeredAt: null });
  await aCommandLater(station);
  expect(station.untaken()).toEqual([]);
  station.say([3, id, { status: "Accepted" }]);
  expect(await becomes(command, "Done")).toMatchObject({ answerStatus: "Accepted", answeredAt: expect.any(String) });
  const log = await kituo.db.messageLog.findMany({ where: { messageId: String(id) }, orderBy: { id: "asc" } });
  expect(log.map(({ result }) => result)).toEqual(["NoAnswer", "Late"]);
  await station.leave();
});

test("a command that was not answered is done all the same when its effect is seen", async () => {
  const station = await aStation();
  const command = await ask(station, { type: "ChangeAvailability", evse: 1, operational: "Inoperative" });
  await nextCall(station);
  await becomes(command, "NoAnswer");
  await station.ask("StatusNotification", SAID["1.6"].status(1, "Unavailable"));
  expect(await becomes(command, "Done")).toMatchObject({ errorCode: "Timeout", answerStatus: null });
  await station.leave();
});

test("a station gets one command at a time, whatever others get meanwhile", async () => {
  const [station, neighbour] = [await aStation(), await aStation("2.0.1")];
  const first = await ask(station, { type: "Raw", action: "ClearCache", payload: {} });
  const second = await ask(station, { type: "Raw", action: "GetLocalListVersion", payload: {} });
  const [, id, action] = await nextCall(station);
  expect(action).toBe("ClearCache");
  await aCommandLater(neighbour);
  await station.ask("Heartbeat", {});
  expect(station.untaken()).toEqual([]);
  expect((await readCommand(kituo.ctx, second.id)).state).toBe("Pending");
  station.say([3, id, { status: "Accepted" }]);
  await obey(station, "GetLocalListVersion", {}, { listVersion: 3 });
  await becomes(first, "Done");
  await becomes(second, "Done");
  for (const { leave } of [station, neighbour]) await leave();
});

test("a connection that breaks leaves the sent command without an answer and the next one for the next connection", async () => {
  const station = await aStation();
  const sent = await ask(station, { type: "Reset", when: "Now" });
  const next = await ask(station, { type: "Raw", action: "ClearCache", payload: {} });
  await nextCall(station);
  station.ws.terminate();
  expect(await becomes(sent, "NoAnswer")).toMatchObject({ errorCode: "ConnectionLost" });
  expect((await readCommand(kituo.ctx, next.id)).state).toBe("Pending");
  const again = await dial(kituo.ocppUrl, station.identity, "1.6");
  await obey(again, "ClearCache", {}, { status: "Accepted" });
  await becomes(next, "Done");
  expect(again.untaken()).toEqual([]);
  await again.leave();
});

test("a command asked for twice under one id or one key is sent once", async () => {
  const station = await aStation();
  const options = { id: randomUUID(), idempotencyKey: "the-same" };
  const asked = await Promise.all(
    Array.from({ length: 5 }, () => ask(station, { type: "Raw", action: "ClearCache", payload: {} }, options)),
  );
  expect(new Set(asked.map(({ id }) => id))).toEqual(new Set([options.id]));
  await obey(station, "ClearCache", {}, { status: "Accepted" });
  await becomes({ id: options.id }, "Done");
  expect(
    (await ask(station, { type: "Raw", action: "ClearCache", payload: {} }, { idempotencyKey: "the-same" })).state,
  ).toBe("Done");
  await aCommandLater(station);
  expect(station.untaken()).toEqual([]);
  await station.leave();
});

test("a station that is away gets nothing later, but what was to wait for it, unless that has expired", async () => {
  const station = await aStation();
  await station.leave();
  await vi.waitFor(async () => {
    const row = await kituo.db.station.findUniqueOrThrow({ where: { identity: station.identity } });
    expect(row.gatewayId).toBeNull();
  });
  expect((await ask(station, { type: "Raw", action: "ClearCache", payload: {} })).state).toBe("NotConnected");
  const stale = await ask(station, { type: "GetSettings", keys: ["Old"] }, { waitUntilConnected: true });
  const waiting = await ask(station, { type: "GetSettings", keys: ["New"] }, { waitUntilConnected: true });
  expect(waiting.state).toBe("Pending");
  await kituo.db.command.update({ where: { id: stale.id }, data: { expiresAt: new Date(0) } });
  expect(await becomes(stale, "Expired")).toMatchObject({ sentAt: null });
  const again = await dial(kituo.ocppUrl, station.identity, "1.6");
  await obey(again, "GetConfiguration", { key: ["New"] }, { configurationKey: [] });
  await becomes(waiting, "Done");
  await again.ask("Heartbeat", {});
  expect(again.untaken()).toEqual([]);
  await again.leave();
});

test("a command that a crash left between its claim and its answer is never sent again", async () => {
  const station = await aStation();
  const { id: stationId } = await kituo.db.station.findUniqueOrThrow({ where: { identity: station.identity } });
  const long = new Date(Date.now() - 11 * 60_000);
  const left = (epoch: number, sentAt: Date) => ({
    id: randomUUID(),
    stationId,
    name: "Raw",
    request: { type: "Raw", action: "ClearCache", payload: {} },
    state: "Sent" as const,
    requestedByKind: "system",
    requestedById: "x",
    requestedBy: "x",
    createdAt: sentAt,
    sentAt,
    epoch,
    messageId: randomUUID(),
    expiresAt: new Date(Date.now() + 60_000),
  });
  const onOldConnection = left(0, new Date());
  const onThisOne = left(1, long);
  await kituo.db.command.createMany({ data: [onOldConnection, onThisOne] });
  for (const lost of [onOldConnection, onThisOne]) {
    expect(await becomes(lost, "NoAnswer")).toMatchObject({
      errorCode: "ConnectionLost",
      settledAt: expect.any(String),
    });
  }
  await aCommandLater(station);
  expect(station.untaken()).toEqual([]);
  await station.leave();
});

test("a secret goes to the station and nowhere else", async () => {
  const station = await aStation();
  const value = "00112233445566778899aabbccddeeff00112233";
  const command = await ask(station, {
    type: "Raw",
    action: "ChangeConfiguration",
    payload: { key: "VendorAuthorizationKey", value },
  });
  await obey(station, "ChangeConfiguration", { key: "VendorAuthorizationKey", value }, { status: "Accepted" });
  expect(JSON.stringify(await becomes(command, "Done"))).not.toContain(value);
  const { id: stationId } = await kituo.db.station.findUniqueOrThrow({ where: { identity: station.identity } });
  const log = await vi.waitFor(() => kituo.db.messageLog.findFirstOrThrow({ where: { stationId, direction: "Out" } }));
  expect(log.request).toBe('{"key":"VendorAuthorizationKey","value":"[redacted]"}');
  const events = await kituo.db.outboxEntry.findMany({
    where: { event: { path: ["command", "id"], equals: command.id } },
  });
  expect(JSON.stringify(events.map(({ event }) => event))).not.toContain(value);
  await station.leave();
});
