import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCertificateRequests, listReports, listSecurityEvents } from "@/lib/services/stations/list-station-news";
import { listStations } from "@/lib/services/stations/list-stations";
import { readHealth } from "@/lib/services/stations/read-health";
import { recordLineFigures } from "@/lib/services/stations/record-presence";
import { resetPassword } from "@/lib/services/stations/reset-password";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);

type Stay = { readonly at: number; readonly until?: number; readonly reason?: string };

/** A station that has been connected so, minutes from T0; an open stay is the last. */
async function aStationWith(identity: string, stays: readonly Stay[]) {
  const last = stays.at(-1);
  const station = await aStation(books.db, {
    identity,
    ...connected,
    connectionEpoch: stays.length,
    connectedAt: minutes(last?.at ?? 0),
  });
  await books.db.connection.createMany({
    data: stays.map(({ at, until, reason = "ConnectionCut" }, index) => ({
      stationId: station.id,
      epoch: index + 1,
      gatewayId: "gateway-1",
      ocppVersion: "ocpp1.6",
      securityProfile: 1,
      openedAt: minutes(at),
      ...(until === undefined ? {} : { closedAt: minutes(until), closeCode: 1006, closeReason: reason }),
    })),
  });
  return station;
}

const flapping: readonly Stay[] = [{ at: -700, until: -12 }, { at: -11, until: -8 }, { at: -7, until: -4 }, { at: -3 }];

const isUnstable = async (identity: string): Promise<boolean | undefined> =>
  (await listStations(books.as("viewer"), { q: identity })).items.find((found) => found.identity === identity)
    ?.isUnstable;

describe("stability", () => {
  test("three returns in a quarter of an hour make a charger unstable, in its health and in the list", async () => {
    await aStationWith("FLAPS", flapping);
    expect(await readHealth(books.as("viewer"), "FLAPS")).toMatchObject({
      isUnstable: true,
      reconnects: { last15Minutes: 3, last24Hours: 3 },
    });
    expect(await isUnstable("FLAPS")).toBe(true);
  });

  test("a quarter of an hour later it is not, but the day remembers", async () => {
    await aStationWith("CALMED", flapping);
    const later = books.as("viewer", { now: minutes(13) });
    expect(await readHealth(later, "CALMED")).toMatchObject({
      isUnstable: false,
      reconnects: { last15Minutes: 0, last24Hours: 3 },
    });
  });

  test.each(["ShuttingDown", "GatewayLost", "AccessChanged"])(
    "returns after Kituo's own %s do not count, and neither does the first coming",
    async (reason) => {
      const identity = `OURS-${reason}`;
      await aStationWith(
        identity,
        flapping.map((stay) => (stay.until === undefined ? stay : { ...stay, reason })),
      );
      expect(await readHealth(books.as("viewer"), identity)).toMatchObject({
        isUnstable: false,
        reconnects: { last15Minutes: 0, last24Hours: 0 },
      });
      expect(await isUnstable(identity)).toBe(false);
    },
  );
});

test("the last connections are told with who ended them, the newest first", async () => {
  await aStationWith("STAYS", [
    { at: -60, until: -50, reason: "ClosedByStation:1000" },
    { at: -40, until: -30, reason: "Silent" },
    { at: -20 },
  ]);
  const { connections } = await readHealth(books.as("viewer"), "STAYS");
  expect(connections).toMatchObject([
    { epoch: 3, closedAt: null, closing: null },
    { epoch: 2, closing: { by: "Network", word: "Silent" } },
    { epoch: 1, closing: { by: "Charger", word: "ClosedOtherwise" } },
  ]);
});

test("ping times go to the connection they were measured on, the clock's offset to the station", async () => {
  const { id: stationId } = await aStationWith("MEASURED", [{ at: -20, until: -10 }, { at: -5 }]);
  const clock = { offsetMs: 90_000, checkedAt: T0 };
  const pings = { lastMs: 30, medianMs: 40, maxMs: 900 };
  await recordLineFigures(books.as("admin"), [{ stationId, epoch: 2, pings, clock }]);
  await recordLineFigures(books.as("admin"), [{ stationId, epoch: 2, pings: null, clock: null }]);
  const health = await readHealth(books.as("viewer"), "MEASURED");
  expect(health).toMatchObject({
    pings,
    clock: { offsetMs: 90_000, checkedAt: T0.toISOString(), isOff: true },
    security: { inUse: 1, required: 0, minimum: 0, hasPassword: false },
  });
  expect(health.connections.map((connection) => connection.pings)).toEqual([pings, null]);
});

test("when the password was set is told, the password is not", async () => {
  await aStation(books.db, { identity: "SET", securityProfile: 1 });
  const { password } = await resetPassword(books.as("engineer"), { identity: "SET" });
  const health = await readHealth(books.as("viewer"), "SET");
  expect(health.security).toMatchObject({ hasPassword: true, passwordSetAt: T0.toISOString(), inUse: null });
  expect(JSON.stringify(health)).not.toContain(password);
});

test("the health of a station that does not exist is not found", async () => {
  await expect(readHealth(books.as("viewer"), "NOBODY")).rejects.toMatchObject({ code: "NotFound" });
});

test("events, reports and certificate requests come page by page, the newest first", async () => {
  const { id: stationId } = await aStation(books.db, { identity: "NEWS" });
  for (let index = 0; index < 3; index += 1) {
    const receivedAt = minutes(index);
    await books.db.securityEvent.create({
      data: { stationId, key: `k${index}`, event: `Event${index}`, at: receivedAt, receivedAt },
    });
    await books.db.stationReport.create({ data: { stationId, kind: "Firmware", status: `S${index}`, receivedAt } });
    await books.db.certificateRequest.create({
      data: { stationId, key: `k${index}`, use: "V2G", csr: `csr ${index}`, requestedAt: receivedAt },
    });
  }
  const ctx = books.as("viewer");
  for (const [list, told] of [
    [listSecurityEvents, "event"],
    [listReports, "status"],
    [listCertificateRequests, "csr"],
  ] as const) {
    const first = await list(ctx, { identity: "NEWS", limit: 2 });
    const second = await list(ctx, { identity: "NEWS", limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.nextCursor).toBeNull();
    const words = [...first.items, ...second.items].map(
      (item) => Object.entries(item).find(([key]) => key === told)?.[1],
    );
    expect(words.map((word) => String(word).at(-1))).toEqual(["2", "1", "0"]);
  }
});
