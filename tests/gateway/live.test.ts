import { randomUUID } from "node:crypto";
import { connect, type Socket } from "socket.io-client";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createDatabase } from "@/lib/db/client";
import type { DomainEvent } from "@/lib/domain/domain-event";
import type {
  BrowserToServer,
  ChangeMessage,
  JoinAnswer,
  ServerToBrowser,
  TelemetryMessage,
  Topic,
} from "@/lib/live/contract";
import { issueLiveTicket } from "@/lib/services/auth/issue-live-ticket";
import { inTransaction, type ServiceContext } from "@/lib/services/context";
import { livePosition } from "@/lib/services/live-position";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, SAID } from "./support/raw-station";

let fresh: FreshDatabase;
let kituo: TestGateway;
let ctx: ServiceContext;
beforeAll(async () => {
  fresh = await freshDatabase();
  kituo = await startGateway({ databaseUrl: fresh.url });
  ctx = { ...kituo.ctx, db: createDatabase(fresh.url, { connectionsMax: 8 }) };
  await ctx.db.operator.create({ data: { id: ctx.actor.id, name: "Test", email: "test@example.org", role: "admin" } });
});
afterAll(async () => {
  await kituo.stop();
  await ctx.db.$disconnect();
  await fresh.drop();
});

type Browser = {
  readonly socket: Socket<ServerToBrowser, BrowserToServer>;
  readonly changes: readonly ChangeMessage[];
  readonly telemetry: readonly TelemetryMessage[];
  readonly join: (topic: Topic, position: number) => Promise<JoinAnswer>;
  readonly events: () => readonly DomainEvent[];
};

const browsers: Socket[] = [];
afterEach(() => {
  for (const socket of browsers.splice(0)) socket.disconnect();
});

const dial = (
  auth: object,
  { liveUrl }: { readonly liveUrl: string } = kituo,
): Socket<ServerToBrowser, BrowserToServer> => {
  const socket = connect(liveUrl, { auth, reconnection: false, transports: ["websocket"], forceNew: true });
  browsers.push(socket);
  return socket;
};

/** How a handshake ends: null when it is let in. */
const verdictOn = (auth: object): Promise<string | null> => {
  const socket = dial(auth);
  return new Promise((resolve) => {
    socket.on("connect", () => resolve(null));
    socket.on("connect_error", (error) => resolve(error.message));
  });
};

async function aBrowser(gateway: TestGateway = kituo): Promise<Browser> {
  const socket = dial(await issueLiveTicket(ctx), gateway);
  const changes: ChangeMessage[] = [];
  const telemetry: TelemetryMessage[] = [];
  socket.on("changes", (message) => void changes.push(message));
  socket.on("telemetry", (message) => void telemetry.push(message));
  await new Promise<void>((resolve) => socket.on("connect", resolve));
  return {
    socket,
    changes,
    telemetry,
    join: (topic, position) => socket.timeout(5_000).emitWithAck("join", topic, position),
    events: () => changes.flatMap(({ events }) => events),
  };
}

async function aStation(): Promise<RawStation> {
  const identity = `LIVE-${randomUUID().slice(0, 8)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, "1.6");
}

/** Everything announced so far has its position. */
const allPlaced = (): Promise<number> =>
  vi.waitFor(async () => {
    expect(await ctx.db.outboxEntry.count({ where: { position: null } })).toBe(0);
    return livePosition(ctx.db);
  }, 5_000);

const statusOf = (event: DomainEvent): string | null =>
  event.type === "ConnectorChanged"
    ? `${event.connector.evse} ${event.connector.status} ${event.connector.occupancy}`
    : null;

test("nobody is let in without a ticket that is known, fresh and unused", async () => {
  const { ticket } = await issueLiveTicket(ctx);
  const stale = await issueLiveTicket({ ...ctx, now: () => new Date(Date.now() - 61_000) });
  expect(await verdictOn({})).toBe("ticket missing");
  expect(await verdictOn({ ticket: 5 })).toBe("ticket missing");
  expect(await verdictOn({ ticket: "made-up" })).toBe("ticket refused");
  expect(await verdictOn(stale)).toBe("ticket refused");
  const both = await Promise.all([verdictOn({ ticket }), verdictOn({ ticket })]);
  expect(new Set(both)).toEqual(new Set([null, "ticket refused"]));
  expect(await verdictOn({ ticket })).toBe("ticket refused");
});

test("a browser that joins is told what it missed since its page was drawn, and no more", async () => {
  const station = await aStation();
  await station.ask("StatusNotification", SAID["1.6"].status(1, "Available"));
  const drawnAt = await allPlaced();
  await station.ask("StatusNotification", SAID["1.6"].status(1, "Charging"));
  await station.ask("StatusNotification", SAID["1.6"].status(2, "Unavailable"));
  const newest = await allPlaced();
  const browser = await aBrowser();
  await vi.waitFor(async () =>
    expect(await browser.join(`station:${station.identity}`, drawnAt)).toEqual({ ok: true, version: newest }),
  );
  await vi.waitFor(() => expect(browser.events().map(statusOf)).toEqual(["1 Occupied Charging", "2 Unavailable null"]));
  expect(browser.changes[0]).toMatchObject({ topic: `station:${station.identity}`, previous: drawnAt });
  await station.leave();
});

test("a status change is on the screen within a second", async () => {
  const station = await aStation();
  const browser = await aBrowser();
  await browser.join("fleet", await allPlaced());
  for (const status of ["Charging", "Available", "Unavailable"] as const) {
    const began = performance.now();
    const told = new Promise<void>((resolve) => {
      browser.socket.on("changes", ({ events }) => {
        if (
          events.some(
            (event) =>
              event.type === "ConnectorChanged" &&
              event.identity === station.identity &&
              event.connector.status === (status === "Charging" ? "Occupied" : status),
          )
        )
          resolve();
      });
    });
    await station.ask("StatusNotification", SAID["1.6"].status(1, status));
    await told;
    expect(performance.now() - began).toBeLessThan(1_000);
  }
  await station.leave();
});

test("numbered changes leave no gap, whenever a browser joins, and the last word of each thing is the true one", async () => {
  const station = await aStation();
  const topic: Topic = `station:${station.identity}`;
  const start = await allPlaced();
  const [early, late] = [await aBrowser(), await aBrowser()];
  await early.join(topic, start);
  for (let round = 0; round < 60; round += 1) {
    await station.ask(
      "StatusNotification",
      SAID["1.6"].status(1 + (round % 3), round % 2 === 0 ? "Charging" : "Available"),
    );
    if (round === 30) await late.join(topic, start);
  }
  const end = await allPlaced();
  for (const browser of [early, late]) {
    await vi.waitFor(() => expect(browser.changes.at(-1)?.version).toBe(end));
    let known = start;
    for (const { previous, version } of browser.changes) {
      expect(previous).toBeLessThanOrEqual(known);
      expect(version).toBeGreaterThanOrEqual(known);
      known = version;
    }
    const last = new Map(
      browser
        .events()
        .flatMap((event) => (event.type === "ConnectorChanged" ? [[event.connector.evse, event] as const] : [])),
    );
    const rows = await ctx.db.connector.findMany({ where: { station: { identity: station.identity } } });
    expect(rows.map(({ evse, rev }) => [evse, rev])).toEqual(rows.map(({ evse }) => [evse, last.get(evse)?.rev]));
  }
  await station.leave();
});

test("a session's page is told its figures", async () => {
  const station = await aStation();
  const browser = await aBrowser();
  const now = new Date().toISOString();
  const [, , answer] = await station.ask("StartTransaction", {
    connectorId: 1,
    idTag: "X",
    timestamp: now,
    meterStart: 1_000,
  });
  const { transactionId } = answer as { transactionId: number };
  const position = await allPlaced();
  for (const topic of [`session:${transactionId}`, `station:${station.identity}`, "fleet"] as const)
    await browser.join(topic, position);
  const sampledValue = [
    { value: "1.5", unit: "kWh" },
    { value: "7200", measurand: "Power.Active.Import" },
    { value: "43", measurand: "SoC" },
  ];
  await station.ask("MeterValues", { connectorId: 1, transactionId, meterValue: [{ timestamp: now, sampledValue }] });
  await vi.waitFor(
    () =>
      expect(new Set(browser.telemetry.map(({ topic }) => topic))).toEqual(
        new Set([`session:${transactionId}`, `station:${station.identity}`]),
      ),
    3_000,
  );
  const figures = {
    id: transactionId,
    identity: station.identity,
    energyWh: 500,
    powerW: 7_200,
    socPercent: 43,
    sampledAt: now,
    receivedAt: expect.any(String),
  };
  expect(browser.telemetry.find(({ topic }) => topic === `session:${transactionId}`)?.sessions).toEqual([figures]);
  expect(browser.telemetry.some(({ seen }) => station.identity in seen)).toBe(true);
  await station.leave();
});

test("a page too old to be caught up with is told so, and so is one that does not know its position", async () => {
  const station = await aStation();
  const position = await allPlaced();
  const later = await startGateway({ databaseUrl: fresh.url });
  const browser = await aBrowser(later);
  for (const wrong of [0, position - 1, -1, 1.5, "5", null])
    expect(await browser.join("fleet", wrong as number)).toEqual({ ok: false, reason: "resync" });
  expect(await browser.join("fleet", position)).toEqual({ ok: true, version: position });
  await station.leave();
  await later.stop();
});

test("a browser cannot listen to what is no topic, nor to all of them", async () => {
  const browser = await aBrowser();
  const position = await allPlaced();
  for (const wrong of ["", "everything", "session:x", "station:", "campaign", "__proto__", {}, null]) {
    expect(await browser.join(wrong as Topic, position)).toEqual({ ok: false, reason: "unknown topic" });
  }
  const answers = [];
  for (let id = 1; id <= 70; id += 1) answers.push((await browser.join(`session:${id}`, position)).ok);
  expect(answers.filter(Boolean)).toHaveLength(64);
  browser.socket.emit("leave", "session:1");
  expect((await browser.join("session:70", position)).ok).toBe(true);
});

test("what many write at once gets one order without gaps, and each browser on each gateway is told each thing once", async () => {
  const second = await startGateway({ databaseUrl: fresh.url });
  const start = await allPlaced();
  const both = [await aBrowser(kituo), await aBrowser(second)];
  for (const browser of both)
    await vi.waitFor(async () => expect((await browser.join("fleet", start)).ok).toBe(true), 3_000);
  const writer = async (name: number): Promise<void> => {
    for (let turn = 0; turn < 40; turn += 1) {
      await inTransaction(ctx, async ({ tx, announce }) => {
        await announce({ type: "StationListed", identity: `W-${name}-${turn}` });
        // Committed in another order than begun.
        await tx.$executeRaw`SELECT pg_sleep(${((name * 7 + turn * 3) % 10) / 1_000})`;
      });
    }
  };
  const names = Array.from({ length: 8 }, (_, name) => name);
  await Promise.all(names.map(writer));
  const end = await allPlaced();
  const placed = await ctx.db.outboxEntry.findMany({
    where: { position: { gt: start } },
    orderBy: { position: "asc" },
  });
  expect(placed.map((entry) => Number(entry.position))).toEqual(
    Array.from({ length: end - start }, (_, index) => start + 1 + index),
  );
  const inOrder = placed
    .map(({ event }) => (event as { identity: string }).identity)
    .filter((identity) => identity.startsWith("W-"));
  expect(inOrder).toHaveLength(320);
  for (const browser of both) {
    await vi.waitFor(() => expect(browser.changes.at(-1)?.version).toBe(end), 5_000);
    const told = browser.events().flatMap((event) => (event.type === "StationListed" ? [event.identity] : []));
    expect(told).toEqual(inOrder);
  }
  for (const name of names) {
    expect(inOrder.filter((identity) => identity.startsWith(`W-${name}-`))).toEqual(
      Array.from({ length: 40 }, (_, turn) => `W-${name}-${turn}`),
    );
  }
  await second.stop();
});

test("every browser hears the gateway's beat at once, and so knows that its line is alive", async () => {
  const socket = dial(await issueLiveTicket(ctx));
  const beat = await new Promise<{ at: string; gateway: string }>((resolve) => socket.on("beat", resolve));
  const [alive] = await ctx.db.gateway.findMany({ where: { stoppedAt: null } });
  expect(beat.gateway).toBe(alive?.id);
  expect(Math.abs(Date.parse(beat.at) - Date.now())).toBeLessThan(5_000);
});
