import { afterEach, beforeEach, expect, test } from "vitest";
import type { Need } from "@/lib/domain/overview/need";
import { readNeeds } from "@/lib/services/overview/read-needs";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeEach(async () => {
  books = await openBooks();
  await aGateway(books.db);
  await books.db.gateway.update({ where: { id: "gateway-1" }, data: { startedAt: before(7 * 86_400) } });
});
afterEach(async () => books.close());

const before = (seconds: number): Date => new Date(T0.getTime() - seconds * 1000);
const needs = async (role: "viewer" | "approver" = "viewer") => readNeeds(books.as(role));
const short = ({ kind, cause, count }: Need): string => `${kind} ${cause.type} ${cause.name} ${count}`;

const aSite = async (name: string): Promise<number> => (await books.db.site.create({ data: { name } })).id;

/** Chargers that went this many seconds ago, one each. */
async function away(siteId: number | null, ...secondsAgo: readonly number[]): Promise<readonly string[]> {
  const identities: string[] = [];
  for (const seconds of secondsAgo) {
    const at = before(seconds);
    const { identity } = await aStation(books.db, { siteId, connectedAt: before(90_000), disconnectedAt: at });
    identities.push(identity);
  }
  return identities;
}

async function faulted(errorCode: string, data: Parameters<typeof aStation>[1] = {}): Promise<string> {
  const { id: stationId, identity } = await aStation(books.db, { ...connected, ...data });
  await books.db.evse.create({ data: { stationId, evse: 1 } });
  const told = { status: "Faulted", errorCode, statusAt: T0, receivedAt: before(60) };
  await books.db.connector.create({ data: { stationId, evse: 1, connector: 1, ...told } });
  return identity;
}

test("nothing wrong needs nobody: connected, never connected, removed, blocked, updating, or gone a moment ago", async () => {
  await aStation(books.db, connected);
  await aStation(books.db);
  await aStation(books.db, { disconnectedAt: before(900), removedAt: T0 });
  await aStation(books.db, { disconnectedAt: before(900), isBlocked: true });
  await away(null, 60);
  expect(await needs()).toEqual({ items: [], moreStations: 0 });
});

test("six chargers of a site that went within minutes are one item; one that went long before is another", async () => {
  const thika = await aSite("Thika Road");
  const [early = "", ...late] = await away(thika, 40_000, 700, 690, 650, 560, 500, 400);
  await aStation(books.db, { ...connected, siteId: thika });
  const { items } = await needs();
  expect(items.map(short)).toEqual(["Offline Site Thika Road 6", `Offline Station ${early} 1`]);
  expect(items[0]).toMatchObject({ of: 8, since: before(700).toISOString(), severity: "Critical" });
  expect(items[0]?.identities).toEqual(late.toSorted().slice(0, 3));
});

test("two at one site may be chance, and chargers of no site are no site", async () => {
  const mall = await aSite("Mall");
  const made = [...(await away(mall, 300, 310)), ...(await away(null, 320, 330, 340))];
  const { items } = await needs();
  expect(items.map(({ cause }) => cause.type)).toEqual(made.map(() => "Station"));
  expect(items.map(({ cause }) => cause.id)).toEqual(made);
});

test("what a lost gateway held is one item, at once, whatever sites they stand at", async () => {
  await aGateway(books.db, "gateway-2", before(20));
  const held = { ...connected, gatewayId: "gateway-2" };
  const mall = await aSite("Mall");
  for (const siteId of [mall, mall, mall, null]) await aStation(books.db, { ...held, siteId });
  const { items } = await needs();
  expect(items.map(short)).toEqual(["Offline Gateway gateway-2 4"]);
  expect(items[0]?.since).toBe(before(20).toISOString());
});

test("chargers get their time after all gateways were down", async () => {
  await away(null, 5_000);
  await books.db.gateway.update({ where: { id: "gateway-1" }, data: { startedAt: before(100) } });
  expect((await needs()).items).toEqual([]);
});

test("the same fault of one firmware is that firmware; another fault of it is not", async () => {
  const model = { vendor: "ACME", model: "Go", firmwareVersion: "2.4.1" };
  for (let made = 0; made < 3; made += 1) await faulted("GroundFailure", model);
  const other = await faulted("HighTemperature", model);
  const { items } = await needs();
  expect(items.map(short)).toEqual(["Fault Firmware ACME Go 2.4.1 3", `Fault Station ${other} 1`]);
  expect(items.map(({ detail }) => detail)).toEqual(["GroundFailure", "HighTemperature"]);
});

test("a charger that comes and goes by itself is told, not one that Kituo closed", async () => {
  for (const closeReason of ["ClosedByStation", "ShuttingDown"]) {
    const { id: stationId } = await aStation(books.db, { ...connected, identity: closeReason });
    for (let epoch = 1; epoch <= 5; epoch += 1) {
      const told = { gatewayId: "gateway-1", ocppVersion: "ocpp1.6", openedAt: before(600 - epoch * 60) };
      await books.db.connection.create({ data: { stationId, epoch, ...told, closeReason } });
    }
  }
  expect((await needs()).items.map(short)).toEqual(["Flapping Station ClosedByStation 1"]);
});

test("more chargers than can be shown are counted", async () => {
  await away(null, ...Array.from({ length: 11 }, (_, place) => 1_000 + place * 1_000));
  const { items, moreStations } = await needs();
  expect([items.length, moreStations]).toEqual([8, 3]);
});

test("sessions that need a person are one item of their kind, after chargers", async () => {
  const [identity] = await away(null, 900);
  const { id: stationId } = await aStation(books.db, connected);
  const session = (
    key: string,
    startedAt: Date,
    data: { phase: "Active" | "Ended"; energyWh: number; endedAt?: Date; anomalies?: string[] },
  ) =>
    books.db.chargingSession.create({
      data: { stationId, evse: 1, startKey: key, startedAt, startReceivedAt: startedAt, ...data },
    });
  await session("idle", before(1_200), { phase: "Active", energyWh: 0 });
  await session("lost", before(9_000), { phase: "Ended", endedAt: before(100), anomalies: ["LostStop"], energyWh: 10 });
  await session("fine", before(9_000), { phase: "Ended", endedAt: before(100), energyWh: 10 });
  const { items } = await needs();
  expect(items.map(short)).toEqual([
    `Offline Station ${identity} 1`,
    "NeverCharged System Kituo 1",
    "Review System Kituo 1",
  ]);
});

test("unknown identities that knock are told once each", async () => {
  const told = { reason: "UnknownIdentity", firstAt: before(50), lastAt: T0 };
  await books.db.handshakeRefusal.createMany({
    data: [
      { identity: "NEW-1", ...told },
      { identity: "NEW-2", ...told },
    ],
  });
  expect((await needs()).items).toMatchObject([{ kind: "Knocking", count: 2, since: before(50).toISOString() }]);
});
