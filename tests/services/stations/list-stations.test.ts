import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CONNECTOR_STATUSES,
  type ConnectorStatus,
  OCCUPANCIES,
  type Occupancy,
  stationWord,
} from "@/lib/domain/station";
import { listStations } from "@/lib/services/stations/list-stations";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";
import { aCampaign } from "../rollout/books-of-campaigns";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

type Seen = { evse: number; connector: number; status: ConnectorStatus; occupancy: Occupancy | null };

async function addConnectors(stationId: number, seen: readonly Seen[]): Promise<void> {
  const evses = [...new Set(seen.map(({ evse }) => evse))];
  await books.db.evse.createMany({ data: evses.map((evse) => ({ stationId, evse })) });
  await books.db.connector.createMany({
    data: seen.map((connector) => ({ ...connector, stationId, statusAt: T0, receivedAt: T0 })),
  });
}

async function openAttempt(campaignId: string, stationId: number): Promise<void> {
  const jobId = randomUUID();
  await books.db.firmwareJob.create({
    data: { id: jobId, campaignId, waveIndex: 0, stationId, status: "InProgress", statusAt: T0 },
  });
  await books.db.firmwareAttempt.create({
    data: {
      id: randomUUID(),
      jobId,
      stationId,
      commandId: randomUUID(),
      n: 1,
      openedAt: T0,
      progressAt: T0,
      epochAtOpen: 1,
    },
  });
}

test("counts in SQL exactly what the domain calls each mix of connectors", async () => {
  const states = CONNECTOR_STATUSES.flatMap((status): Pick<Seen, "status" | "occupancy">[] =>
    status === "Occupied"
      ? [...OCCUPANCIES, null].map((occupancy) => ({ status, occupancy }))
      : [{ status, occupancy: null }],
  );
  const mixes: Seen[][] = states.flatMap((one) =>
    states.flatMap((other) => [
      [
        { evse: 1, connector: 1, ...one },
        { evse: 2, connector: 1, ...other },
      ],
      [
        { evse: 0, connector: 0, ...one },
        { evse: 1, connector: 1, ...other },
      ],
    ]),
  );
  const expected = new Map<string, string>();
  const { id: campaignId } = await aCampaign(books.db, { stations: [[]] });
  for (const [index, connectors] of [[], ...mixes].flatMap((mix) => [mix, mix]).entries()) {
    const isUpdating = index % 2 === 1;
    const station = await aStation(books.db, { ...connected, identity: `MIX-${index}` });
    await addConnectors(station.id, connectors);
    if (isUpdating) await openAttempt(campaignId, station.id);
    expected.set(station.identity, stationWord({ isConnected: true, everConnected: true, isUpdating, connectors }));
  }

  const words = [...new Set(expected.values())];
  const found = new Map<string, string>();
  for (const word of words) {
    let cursor: string | undefined;
    do {
      const page = await listStations(books.as("viewer"), { q: "MIX-", status: [word as never], limit: 200, cursor });
      for (const { identity } of page.items) found.set(identity, word);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  expect(found).toEqual(expected);
});

test("a station whose gateway stopped beating is not shown as connected", async () => {
  await aGateway(books.db, "gateway-silent", new Date(T0.getTime() - 10_001));
  await aStation(books.db, { ...connected, gatewayId: "gateway-silent", identity: "LOST-1" });
  await aStation(books.db, { ...connected, gatewayId: "gateway-unheard-of", identity: "LOST-2" });
  const { items, counts } = await listStations(books.as("viewer"), { q: "LOST-" });
  expect(items.map(({ connectivity }) => connectivity.state)).toEqual(["GatewayLost", "GatewayLost"]);
  expect(counts.Offline).toBe(2);
});

test("a station that never connected is told from one that is away", async () => {
  await aStation(books.db, { identity: "AWAY-1" });
  await aStation(books.db, { identity: "AWAY-2", connectedAt: T0, disconnectedAt: T0, disconnectReason: "Closed" });
  const { items, counts } = await listStations(books.as("viewer"), { q: "AWAY-" });
  expect(items.map(({ connectivity }) => connectivity)).toEqual([
    { state: "NeverConnected" },
    { state: "Disconnected", since: T0.toISOString(), reason: "Closed" },
  ]);
  expect(counts).toMatchObject({ NeverConnected: 1, Offline: 1, Available: 0 });
});

test("pages by identity without repeating or skipping one", async () => {
  const identities = ["PAGE-a", "PAGE-b", "PAGE-C", "PAGE-ä", "PAGE-1"];
  for (const identity of identities) await aStation(books.db, { identity });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listStations(books.as("viewer"), { q: "page-", limit: 2, cursor });
    expect(page.total).toBe(identities.length);
    seen.push(...page.items.map(({ identity }) => identity));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen.toSorted()).toEqual(identities.toSorted());
});

test("finds by name, serial number, vendor, model and tag, taking wildcards literally", async () => {
  await aStation(books.db, { identity: "FIND-1", name: "Yard 100%", serialNumber: "SN77", tags: ["depot_A"] });
  const found = async (q: string) =>
    (await listStations(books.as("viewer"), { q })).items.map(({ identity }) => identity);
  expect(await found("100%")).toEqual(["FIND-1"]);
  expect(await found("sn77")).toEqual(["FIND-1"]);
  expect(await found("depot_a")).toEqual(["FIND-1"]);
  expect(await found("depot%a")).toEqual([]);
});

test("tells the outbox position the snapshot is true at", async () => {
  await books.db.outboxEntry.create({ data: { position: 41n, event: {} } });
  await books.db.outboxEntry.create({ data: { event: {} } });
  expect((await listStations(books.as("viewer"))).position).toBe(41);
});

test("a cursor of another list is refused, not guessed at", async () => {
  await expect(listStations(books.as("viewer"), { cursor: "nonsense" })).rejects.toMatchObject({
    code: "Invalid",
    field: "cursor",
  });
});
