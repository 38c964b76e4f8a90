import { randomUUID } from "node:crypto";
import { connect, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase } from "@/lib/db/client";
import { type MessageFilter, NO_FILTER } from "@/lib/domain/message-filter";
import type { MessageView } from "@/lib/domain/message-view";
import type { BrowserToServer, LogTopic, ServerToBrowser, TailAnswer, TailMessage } from "@/lib/live/contract";
import { issueLiveTicket } from "@/lib/services/auth/issue-live-ticket";
import type { ServiceContext } from "@/lib/services/context";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { startGateway, type TestGateway } from "../support/gateway";
import { metric } from "./support/metrics";
import { dialAndBoot, type RawStation, SAID } from "./support/raw-station";

let fresh: FreshDatabase;
let kituo: TestGateway;
let ctx: ServiceContext;
beforeAll(async () => {
  fresh = await freshDatabase();
  kituo = await startGateway({ databaseUrl: fresh.url });
  ctx = { ...kituo.ctx, db: createDatabase(fresh.url, { connectionsMax: 8 }) };
  await ctx.db.operator.create({ data: { id: ctx.actor.id, name: "Test", email: "test@example.org", role: "viewer" } });
});
afterAll(async () => {
  await kituo.stop();
  await ctx.db.$disconnect();
  await fresh.drop();
});

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});

type Tail = {
  readonly socket: Socket<ServerToBrowser, BrowserToServer>;
  readonly told: readonly TailMessage[];
  readonly messages: () => readonly MessageView[];
  readonly follow: (topic: LogTopic, filter?: MessageFilter) => Promise<TailAnswer>;
};

async function aTail(gateway: TestGateway = kituo): Promise<Tail> {
  const auth = await issueLiveTicket(ctx);
  const socket: Tail["socket"] = connect(gateway.liveUrl, {
    auth,
    reconnection: false,
    transports: ["websocket"],
    forceNew: true,
  });
  sockets.push(socket);
  const told: TailMessage[] = [];
  socket.on("tail", (message) => void told.push(message));
  await new Promise<void>((resolve) => socket.on("connect", resolve));
  return {
    socket,
    told,
    messages: () => told.flatMap(({ messages }) => messages),
    follow: (topic, filter = NO_FILTER) => socket.timeout(5_000).emitWithAck("tail", topic, filter),
  };
}

async function aStation(gateway: TestGateway = kituo): Promise<RawStation> {
  const identity = `LOG-${randomUUID().slice(0, 8)}`;
  await kituo.addStation(identity);
  return dialAndBoot(gateway.ocppUrl, identity, "1.6");
}

const stored = (identity: string) =>
  ctx.db.$queryRaw<{ action: string | null; request: string | null; response: string | null }[]>`
    SELECT action, request, response FROM message_log
    WHERE station_id = (SELECT id FROM station WHERE identity = ${identity}) ORDER BY at, id`;

describe("the live tail", () => {
  test("tells a message within a second of its answer, once it is stored, to those who follow it", async () => {
    const [station, other] = [await aStation(), await aStation()];
    const [own, all, none] = [await aTail(), await aTail(), await aTail()];
    expect(await own.follow(`log:${station.identity}`)).toEqual({ ok: true, otherGateways: 0 });
    await all.follow("log");
    const began = performance.now();
    await other.ask("StatusNotification", SAID["1.6"].status(2, "Available"));
    await station.ask("StatusNotification", SAID["1.6"].status(1, "Charging"));
    await vi.waitFor(() => expect(own.messages()).toHaveLength(1));
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(own.messages()[0]).toMatchObject({
      identity: station.identity,
      action: "StatusNotification",
      summary: "status c1 Charging",
      result: "Ok",
    });
    await vi.waitFor(() =>
      expect(all.messages().map(({ identity }) => identity)).toEqual([other.identity, station.identity]),
    );
    const rows = await stored(station.identity);
    expect(rows.at(-1)?.request).toBe(own.messages()[0]?.request);
    expect(none.told).toEqual([]);
    await Promise.all([station.leave(), other.leave()]);
  });

  test("does not tell what could not be stored", async () => {
    const station = await aStation();
    const tail = await aTail();
    await tail.follow(`log:${station.identity}`);
    await ctx.db.$executeRaw`ALTER TABLE message_log ADD CONSTRAINT refuses CHECK (action <> 'Authorize') NOT VALID`;
    const [kind] = await station.ask("Authorize", { idTag: "X" });
    expect(kind).toBe(4);
    await ctx.db.$executeRaw`ALTER TABLE message_log DROP CONSTRAINT refuses`;
    await station.ask("StatusNotification", SAID["1.6"].status(1, "Charging"));
    await vi.waitFor(() => expect(tail.messages().map(({ action }) => action)).toEqual(["StatusNotification"]));
    await station.leave();
  });

  test("a second tail replaces the first, and leaving ends it", async () => {
    const station = await aStation();
    const tail = await aTail();
    await tail.follow("log");
    await tail.follow("log", { ...NO_FILTER, result: "Error" });
    await station.ask("StatusNotification", SAID["1.6"].status(1, "Charging"));
    await station.ask("NoSuchAction", {});
    await vi.waitFor(() => expect(tail.messages().map(({ action }) => action)).toEqual(["NoSuchAction"]));
    tail.socket.emit("untail");
    const witness = await aTail();
    await witness.follow("log");
    await station.ask("NoSuchAction", {});
    await vi.waitFor(() => expect(witness.messages()).toHaveLength(1));
    expect(tail.messages()).toHaveLength(1);
    await station.leave();
  });

  test("is refused to whoever has lost the right since the line was opened, and to nonsense", async () => {
    const tail = await aTail();
    for (const topic of ["logs", "log:", "", 5, null])
      expect(await tail.follow(topic as LogTopic)).toEqual({ ok: false, reason: "unknown topic" });
    for (const filter of [null, {}, { ...NO_FILTER, hidesRoutine: "yes" }])
      expect(await tail.follow("log", filter as MessageFilter)).toEqual({ ok: false, reason: "unknown topic" });
    await ctx.db.operator.update({ where: { id: ctx.actor.id }, data: { role: "nobody" } });
    expect(await tail.follow("log")).toEqual({ ok: false, reason: "forbidden" });
    await ctx.db.operator.update({ where: { id: ctx.actor.id }, data: { role: "viewer" } });
    expect((await tail.follow("log")).ok).toBe(true);
  });

  test("of one gateway tells what that one stored, and that there is another", async () => {
    const second = await startGateway({ databaseUrl: fresh.url });
    await vi.waitFor(async () => expect(await ctx.db.gateway.count({ where: { stoppedAt: null } })).toBe(2), 5_000);
    const [here, there] = [await aTail(kituo), await aTail(second)];
    expect(await here.follow("log")).toEqual({ ok: true, otherGateways: 1 });
    await there.follow("log");
    const station = await aStation(second);
    await station.ask("StatusNotification", SAID["1.6"].status(1, "Charging"));
    await vi.waitFor(() => expect(there.messages().map(({ action }) => action)).toContain("StatusNotification"));
    expect(here.messages()).toEqual([]);
    await station.leave();
    await second.stop();
    await vi.waitFor(() => expect(here.told.at(-1)?.otherGateways).toBe(0), 15_000);
  });
});

describe("the message log holds no secret", () => {
  const SECRET = "s3cret-s3cret";

  test("that a station tells", async () => {
    const station = await aStation();
    await station.ask("DiagnosticsStatusNotification", { status: `ftp://a:${SECRET}@h/`, password: SECRET });
    await station.ask("DataTransfer", { vendorId: "acme", data: `ftp://a:${SECRET}@h/` });
    station.say(`[2,"9","ChangeConfiguration",{"key":"AuthorizationKey","value":"${SECRET}"`);
    await vi.waitFor(async () => expect(await stored(station.identity)).toHaveLength(4));
    const rows = await stored(station.identity);
    expect(rows.filter((row) => JSON.stringify(row).includes(SECRET)).map(({ action }) => action)).toEqual([
      "DataTransfer",
    ]);
    await station.leave();
  });
});

test("days past their retention are dropped while the gateway runs, and counted", async () => {
  const old = await freshDatabase();
  const db = createDatabase(old.url, { connectionsMax: 2 });
  await db.$executeRaw`SELECT partitions.ensure('message_log', current_date - 5, current_date - 1)`;
  const gateway = await startGateway({ databaseUrl: old.url, retention: { messageDays: 2, meterDays: 400 } });
  const days = async (): Promise<number> => {
    const [row] = await db.$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'message_log'::regclass`;
    return row?.n ?? 0;
  };
  // Two days, today, seven days to come, and what has no day.
  await vi.waitFor(async () => expect(await days()).toBe(11), { timeout: 15_000, interval: 200 });
  // Counted once it is dropped, so perhaps a moment after the books say so.
  const counted = async () => metric(gateway.liveUrl, "kituo_partitions_dropped_total", { table: "message_log" });
  await vi.waitFor(async () => expect(await counted()).toBe(3), { timeout: 15_000, interval: 200 });
  await gateway.stop();
  await db.$disconnect();
  await old.drop();
});
