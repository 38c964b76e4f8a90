import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Station } from "@/lib/db/generated/client";
import { listCommands } from "@/lib/services/commands/list-commands";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { waitForCommand } from "@/lib/services/commands/wait-for-command";
import { aGateway, announced, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

const online = (): Promise<Station> => aStation(books.db, connected);
const reset = { type: "Reset", when: "Now" } as const;
const operator = () => books.as("operator");

const aSession = (stationId: number, phase: "Active" | "Ended" = "Active") =>
  books.db.chargingSession.create({
    data: { stationId, evse: 1, startKey: randomUUID(), phase, startedAt: T0, startReceivedAt: T0 },
  });

test("a command for a connected station waits for its gateway, is announced and audited", async () => {
  const { identity } = await online();
  const command = await requestCommand(operator(), { identity, command: { ...reset } });
  expect(command).toMatchObject({
    identity,
    name: "Reset",
    request: reset,
    state: "Pending",
    expiresAt: new Date(T0.getTime() + 60_000).toISOString(),
    settledAt: null,
  });
  expect(await announced(books.db)).toContainEqual({ type: "CommandChanged", command });
  expect(await audited(books.db, `station:${identity}`)).toEqual(["RequestCommand"]);
});

test("the gateways are woken for a command that is to be sent, after its commit", async () => {
  const station = await online();
  const client = new pg.Client({ connectionString: books.url });
  await client.connect();
  const heard: string[] = [];
  client.on("notification", ({ payload }) => heard.push(payload ?? ""));
  await client.query("LISTEN kituo_command");
  await requestCommand(operator(), { identity: station.identity, command: reset });
  await client.query("SELECT 1");
  await client.end();
  expect(heard).toEqual([String(station.id)]);
});

test("a command for a station that is away settles at once as not connected", async () => {
  const { identity } = await aStation(books.db);
  const command = await requestCommand(operator(), { identity, command: reset });
  expect(command).toMatchObject({ state: "NotConnected", settledAt: T0.toISOString() });
});

test("a station whose gateway is gone counts as away", async () => {
  const { identity } = await aStation(books.db, { ...connected, gatewayId: "gateway-gone" });
  expect(await requestCommand(operator(), { identity, command: reset })).toMatchObject({ state: "NotConnected" });
});

test("only a harmless command may wait for the station to come back", async () => {
  const { identity } = await aStation(books.db);
  const waiting = await requestCommand(operator(), {
    identity,
    command: { type: "ChangeAvailability", evse: 1, operational: "Inoperative" },
    waitUntilConnected: true,
  });
  expect(waiting).toMatchObject({
    state: "Pending",
    expiresAt: new Date(T0.getTime() + 3_600_000).toISOString(),
  });
  const harmful = await requestCommand(operator(), { identity, command: reset, waitUntilConnected: true });
  expect(harmful.state).toBe("NotConnected");
});

test("the same id or idempotency key asks once, however often and however at once", async () => {
  const { identity } = await online();
  const id = randomUUID();
  const asked = await Promise.all(
    Array.from({ length: 5 }, () =>
      requestCommand(operator(), { identity, command: reset, id, idempotencyKey: "k-1" }),
    ),
  );
  expect(new Set(asked.map((command) => command.id))).toEqual(new Set([id]));
  const byKey = await requestCommand(operator(), { identity, command: reset, idempotencyKey: "k-1" });
  expect(byKey.id).toBe(id);
  expect((await listCommands(operator(), { identity })).items).toHaveLength(1);
});

test("a used id or key is no pass to another command or another person's", async () => {
  const { identity } = await online();
  const id = randomUUID();
  await requestCommand(operator(), { identity, command: reset, id, idempotencyKey: "k-2" });
  const other = { identity, command: { ...reset, when: "WhenIdle" as const } };
  await expect(requestCommand(operator(), { ...other, idempotencyKey: "k-2" })).rejects.toMatchObject({
    code: "Conflict",
  });
  const somebodyElse = books.as("operator", { id: "somebody-else" });
  await expect(requestCommand(somebodyElse, { identity, command: reset, id })).rejects.toMatchObject({
    code: "Conflict",
  });
  await requestCommand(somebodyElse, { identity, command: reset, idempotencyKey: "k-2" });
  expect((await listCommands(operator(), { identity })).items).toHaveLength(2);
});

test("an unknown station, a blocked one and a role that may only look are refused", async () => {
  const { identity } = await aStation(books.db, { ...connected, isBlocked: true });
  await expect(requestCommand(operator(), { identity, command: reset })).rejects.toMatchObject({ code: "Conflict" });
  await expect(requestCommand(operator(), { identity: "NOBODY", command: reset })).rejects.toMatchObject({
    code: "NotFound",
  });
  await expect(requestCommand(books.as("viewer"), { identity, command: reset })).rejects.toMatchObject({
    code: "Forbidden",
  });
});

test("a remote stop needs a live session of that very station", async () => {
  const station = await online();
  const stop = (sessionId: number) =>
    requestCommand(operator(), { identity: station.identity, command: { type: "RemoteStop", sessionId } });
  const elsewhere = await aSession((await online()).id);
  await expect(stop(elsewhere.id)).rejects.toMatchObject({ code: "NotFound" });
  const over = await aSession(station.id, "Ended");
  await expect(stop(over.id)).rejects.toMatchObject({ code: "Conflict" });
  const live = await aSession(station.id);
  expect(await stop(live.id)).toMatchObject({ state: "Pending", request: { sessionId: live.id } });
});

test.each([
  ["an EVSE below 0", { type: "RemoteStart", evse: -1, tokenUid: "A" }, "command.evse"],
  ["an empty token", { type: "RemoteStart", evse: 1, tokenUid: " " }, "command.tokenUid"],
  ["a token too long for any version", { type: "RemoteStart", evse: 1, tokenUid: "x".repeat(37) }, "command.tokenUid"],
  ["a fractional EVSE", { type: "Unlock", evse: 1.5, connector: 1 }, "command.evse"],
  ["an unknown command", { type: "Explode" }, "command.type"],
  ["a payload that is a list", { type: "Raw", action: "Reset", payload: [] }, "command.payload"],
  ["an action with odd letters", { type: "Raw", action: "Re set", payload: {} }, "command.action"],
])("a command with %s is refused with its place", async (_, command, field) => {
  const { identity } = await online();
  const asked = requestCommand(operator(), { identity, command: command as never });
  await expect(asked).rejects.toMatchObject({ code: "Invalid", field });
});

test("text the database cannot hold and nesting without end are refused, not tried", async () => {
  const { identity } = await online();
  const raw = (payload: object) =>
    requestCommand(operator(), {
      identity,
      command: { type: "Raw", action: "DataTransfer", payload: payload as never },
    });
  await expect(raw({ data: "a\u0000b" })).rejects.toMatchObject({ code: "Invalid" });
  await expect(raw({ data: "\ud800" })).rejects.toMatchObject({ code: "Invalid" });
  let nested: object = {};
  for (let depth = 0; depth < 5_000; depth += 1) nested = { nested };
  await expect(raw(nested)).rejects.toMatchObject({ code: "Invalid" });
});

test("a raw payload is stored as it is, and a password in it is shown to nobody", async () => {
  const { identity } = await online();
  const payload = { key: "WifiPassword", value: "736563726574" };
  const { id, request } = await requestCommand(books.as("engineer"), {
    identity,
    command: { type: "Raw", action: "ChangeConfiguration", payload },
  });
  expect(request).toMatchObject({ payload: { key: "WifiPassword", value: "[redacted]" } });
  const row = await books.db.command.findUniqueOrThrow({ where: { id } });
  expect(row.request).toMatchObject({ payload });
  const told = await books.db.auditEntry.findMany({ where: { subject: `station:${identity}` } });
  expect(JSON.stringify(told.map(({ details }) => details))).not.toContain("736563726574");
  expect(JSON.stringify(await announced(books.db))).not.toContain("736563726574");
});

test("a password among 2.x variables is shown to nobody either", async () => {
  const { identity } = await online();
  const variable = { component: { name: "NetworkCtrlr" }, variable: { name: "WifiPassword" } };
  const payload = { setVariableData: [{ ...variable, attributeValue: "hush" }] };
  const raw = { type: "Raw", action: "SetVariables", payload } as const;
  const { request } = await requestCommand(books.as("engineer"), { identity, command: raw });
  expect(JSON.stringify(request)).not.toContain("hush");
});

test.each([
  ["a setting of 1.6", { type: "ChangeSetting", key: "AuthorizationKey", value: "736563726574" }],
  ["a setting of 2.x", { type: "ChangeSetting", key: "SecurityCtrlr.BasicAuthPassword", value: "hush" }],
  [
    "a raw call of 1.6",
    { type: "Raw", action: "ChangeConfiguration", payload: { key: "authorizationkey", value: "736563726574" } },
  ],
  [
    "a raw call of 2.x",
    {
      type: "Raw",
      action: "SetVariables",
      payload: {
        setVariableData: [
          {
            component: { name: "SecurityCtrlr" },
            variable: { name: "BasicAuthPassword" },
            attributeValue: "hush",
          },
        ],
      },
    },
  ],
] as const)(
  "a station that signs in by a password is not told another one as %s: it would be shut out",
  async (_, command) => {
    const { identity } = await aStation(books.db, { ...connected, passwordHash: "a hash" });
    const asked = requestCommand(books.as("engineer"), { identity, command });
    await expect(asked).rejects.toMatchObject({ code: "Conflict" });
    expect(await books.db.command.count({ where: { station: { identity } } })).toBe(0);
    const read = { type: "GetSettings", keys: ["AuthorizationKey"] } as const;
    expect(await requestCommand(operator(), { identity, command: read })).toMatchObject({ state: "Pending" });
  },
);

test("what can be anything, or changes whom a station trusts, is not for operators", async () => {
  const { identity } = await online();
  const hash = { algorithm: "SHA256", issuerNameHash: "AA", issuerKeyHash: "BB", serialNumber: "1" } as const;
  for (const command of [
    { type: "Raw", action: "Reset", payload: { type: "Hard" } },
    { type: "InstallCertificate", use: "CsmsRoot", certificate: "PEM" },
    { type: "DeleteCertificate", hash },
  ] as const) {
    await expect(requestCommand(operator(), { identity, command })).rejects.toMatchObject({ code: "Forbidden" });
    expect(await requestCommand(books.as("engineer"), { identity, command })).toMatchObject({ state: "Pending" });
  }
});

test("waiting ends when the station has answered", async () => {
  const { identity } = await online();
  const { id } = await requestCommand(operator(), { identity, command: reset });
  const waiting = waitForCommand(operator(), { id, seconds: 10 });
  await books.db.command.update({
    where: { id },
    data: { state: "WaitingForEffect", answeredAt: T0, answerStatus: "Accepted" },
  });
  expect(await waiting).toMatchObject({ state: "WaitingForEffect", answerStatus: "Accepted" });
});

test("waiting ends with its time, and with a command that is settled already", async () => {
  const { identity } = await online();
  const { id } = await requestCommand(operator(), { identity, command: reset });
  expect((await waitForCommand(operator(), { id, seconds: 0 })).state).toBe("Pending");
  const away = await aStation(books.db);
  const lost = await requestCommand(operator(), { identity: away.identity, command: reset });
  expect((await waitForCommand(operator(), { id: lost.id, seconds: 60 })).state).toBe("NotConnected");
});

test("a station's commands are paged newest first", async () => {
  const { identity } = await online();
  const asked: string[] = [];
  for (const second of [0, 1, 1, 2]) {
    const now = new Date(T0.getTime() + second * 1000);
    asked.push((await requestCommand(books.as("operator", { now }), { identity, command: reset })).id);
  }
  const first = await listCommands(operator(), { identity, limit: 3 });
  const second = await listCommands(operator(), { identity, limit: 3, cursor: first.nextCursor ?? "" });
  const seen = [...first.items, ...second.items].map(({ id }) => id);
  expect(seen.toSorted()).toEqual(asked.toSorted());
  expect([seen[0], seen[3]]).toEqual([asked[3], asked[0]]);
  expect(second.nextCursor).toBeNull();
});

test("a command nobody asked for is not found, whatever its id looks like", async () => {
  await expect(readCommand(operator(), randomUUID())).rejects.toMatchObject({ code: "NotFound" });
  await expect(readCommand(operator(), "1")).rejects.toMatchObject({ code: "NotFound" });
});
