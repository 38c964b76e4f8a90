import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConnectorStatus, Occupancy } from "@/lib/domain/station";
import { storeFrames } from "@/lib/services/messages/store-frames";
import { readStateHistory } from "@/lib/services/stations/read-state-history";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
  await books.db.gateway.update({ where: { id: "gateway-1" }, data: { startedAt: minutes(-3 * 24 * 60) } });
});
afterAll(async () => books.close());

const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);

type Told = {
  readonly at: number;
  readonly status: ConnectorStatus;
  readonly occupancy?: Occupancy;
  readonly errorCode?: string;
};

/** A station that came in `since` minutes from T0 and has told these statuses of connector 1. */
async function aStationThatTold(since: number, told: readonly Told[]) {
  const station = await aStation(books.db, { ...connected, connectionEpoch: 1, connectedAt: minutes(since) });
  await books.db.connection.create({
    data: { stationId: station.id, epoch: 1, gatewayId: "gateway-1", ocppVersion: "ocpp1.6", openedAt: minutes(since) },
  });
  for (const one of told) await tell(station, one);
  return station;
}

async function tell(
  station: { readonly id: number; readonly identity: string },
  { at, status, occupancy, errorCode }: Told,
) {
  const report = {
    type: "ConnectorStatusReported" as const,
    evse: 1,
    connector: 1,
    status,
    occupancy: occupancy ?? null,
    errorCode: errorCode ?? null,
    info: null,
    vendorErrorCode: null,
    at: null,
  };
  const statuses = [{ stationId: station.id, identity: station.identity, report, receivedAt: minutes(at) }];
  await storeFrames(books.db, { messages: [], statuses, occupancies: [], meters: [] }, minutes(at));
}

const spansOf = async (identity: string, input: Parameters<typeof readStateHistory>[2] = {}) =>
  (await readStateHistory(books.as("viewer"), identity, input)).connectors[0]?.spans.map(
    ({ word, errorCode, from, to }) =>
      `${(Date.parse(from) - T0.getTime()) / 60_000}..${(Date.parse(to) - T0.getTime()) / 60_000} ${word}${errorCode ?? ""}`,
  );

describe("the history of a connector", () => {
  test("tells what it was doing when; what is told again is no change", async () => {
    const { identity, id } = await aStationThatTold(-300, [
      { at: -299, status: "Available" },
      { at: -200, status: "Available" },
      { at: -120, status: "Occupied", occupancy: "Charging" },
      { at: -60, status: "Faulted", errorCode: "GroundFailure" },
      { at: -50, status: "Available", errorCode: "NoError" },
    ]);
    expect(await spansOf(identity)).toEqual([
      "-1440..-300 NeverConnected",
      "-300..-299 Unknown",
      "-299..-120 Available",
      "-120..-60 Charging",
      "-60..-50 FaultGroundFailure",
      "-50..0 Available",
    ]);
    expect(await books.db.connectorChange.count({ where: { stationId: id } })).toBe(4);
    const [connector] = await books.db.connector.findMany({ where: { stationId: id } });
    expect(connector?.changedAt).toEqual(minutes(-50));
  });

  test("knows of a window without a change what held before the next one", async () => {
    const { identity } = await aStationThatTold(-2000, [
      { at: -1999, status: "Available" },
      { at: -30, status: "Reserved" },
    ]);
    const window = { from: minutes(-600).toISOString(), to: minutes(-500).toISOString() };
    expect(await spansOf(identity, window)).toEqual(["-600..-500 Available"]);
    expect(await spansOf(identity)).toEqual(["-1440..-30 Available", "-30..0 Reserved"]);
  });

  test("is offline between two connections, and unknown where no gateway was at work", async () => {
    const { identity, id } = await aStationThatTold(-100, [{ at: -99, status: "Available" }]);
    await books.db.connection.update({
      where: { stationId_epoch: { stationId: id, epoch: 1 } },
      data: { closedAt: minutes(-40), closeReason: "ConnectionCut" },
    });
    const again = { stationId: id, epoch: 2, ocppVersion: "ocpp1.6", openedAt: minutes(-20) };
    await books.db.connection.create({ data: { ...again, gatewayId: "gateway-1" } });
    expect((await spansOf(identity))?.slice(-3)).toEqual([
      "-99..-40 Available",
      "-40..-20 Offline",
      "-20..0 Available",
    ]);

    await books.db.gateway.update({ where: { id: "gateway-1" }, data: { beatAt: minutes(-5) } });
    expect((await spansOf(identity))?.at(-1)).toBe("-5..0 Unknown");
    await aGateway(books.db);
  });

  test("says of connectors whose changes were not kept no more than is known", async () => {
    const { identity, id } = await aStationThatTold(-300, []);
    await books.db.evse.create({ data: { stationId: id, evse: 1 } });
    const at = minutes(-10);
    await books.db.connector.create({
      data: { stationId: id, evse: 1, connector: 1, status: "Available", statusAt: at, receivedAt: at },
    });
    expect((await spansOf(identity))?.slice(-2)).toEqual(["-300..-10 Unknown", "-10..0 Available"]);
  });

  test("is refused for a time that ends before it begins, that is too long, and for nobody", async () => {
    const { identity } = await aStation(books.db);
    const viewer = books.as("viewer");
    const from = minutes(5).toISOString();
    await expect(readStateHistory(viewer, identity, { from })).rejects.toMatchObject({ code: "Invalid", field: "to" });
    const long = { from: minutes(-60 * 24 * 40).toISOString() };
    await expect(readStateHistory(viewer, identity, long)).rejects.toMatchObject({ code: "Invalid", field: "from" });
    await expect(readStateHistory(viewer, "NOBODY")).rejects.toMatchObject({ code: "NotFound" });
  });
});

test("what a transaction says of its connector is a change too", async () => {
  const station = await aStationThatTold(-100, [{ at: -90, status: "Occupied" }]);
  const occupancies = [
    { stationId: station.id, identity: station.identity, evse: 1, connector: null, occupancy: "Charging" as const },
  ];
  await storeFrames(books.db, { messages: [], statuses: [], occupancies, meters: [] }, minutes(-80));
  await storeFrames(books.db, { messages: [], statuses: [], occupancies, meters: [] }, minutes(-70));
  expect((await spansOf(station.identity))?.slice(-2)).toEqual(["-90..-80 Occupied", "-80..0 Charging"]);
});
