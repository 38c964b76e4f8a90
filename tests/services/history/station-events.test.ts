import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EVENT_KINDS, type StationEventView } from "@/lib/domain/station-event";
import { listStationEvents } from "@/lib/services/history/list-station-events";
import { updateStation } from "@/lib/services/stations/update-station";
import { aGateway, aStation, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
  await fill();
});
afterAll(async () => books.close());

const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);
const IDENTITY = "CP-0117";

/** One of everything; three of it in the same moment. */
async function fill(): Promise<void> {
  const { id: stationId } = await aStation(books.db, { identity: IDENTITY, ...connected, connectionEpoch: 2 });
  const other = await aStation(books.db, { identity: "CP-0118" });
  const { db } = books;
  const line = { stationId, gatewayId: "gateway-1", ocppVersion: "ocpp1.6" };
  await db.connection.createMany({
    data: [
      {
        ...line,
        epoch: 1,
        openedAt: minutes(-100),
        closedAt: minutes(-80),
        closeCode: 1006,
        closeReason: "ConnectionCut",
      },
      { ...line, epoch: 2, openedAt: minutes(-80) },
    ],
  });
  const boot = { at: minutes(-80), registration: "Accepted" };
  await db.stationBoot.createMany({
    data: [
      { ...boot, stationId, reason: "PowerUp", firmwareVersion: "2.4.1" },
      { ...boot, stationId: other.id },
    ],
  });
  const change = { stationId, evse: 1, connector: 1 };
  await db.connectorChange.createMany({
    data: [
      { ...change, at: minutes(-79), status: "Available" },
      {
        ...change,
        at: minutes(-70),
        status: "Faulted",
        errorCode: "GroundFailure",
        wasStatus: "Available",
        wasSince: minutes(-79),
      },
      {
        ...change,
        at: minutes(-60),
        status: "Available",
        errorCode: "NoError",
        wasStatus: "Faulted",
        wasErrorCode: "GroundFailure",
        wasSince: minutes(-70),
      },
    ],
  });
  await db.chargingSession.create({
    data: {
      id: 88121,
      stationId,
      evse: 1,
      startKey: "1",
      phase: "Ended",
      tokenUid: "04A224B2",
      startedAt: minutes(-55),
      startReceivedAt: minutes(-54),
      endedAt: minutes(-30),
      endReceivedAt: minutes(-29),
      endReason: "Local",
      energyWh: 18_400,
    },
  });
  const command = {
    stationId,
    requestedByKind: "operator",
    requestedById: "asha",
    requestedBy: "Asha",
    expiresAt: minutes(0),
    state: "Done" as const,
  };
  await db.command.createMany({
    data: [
      { ...command, id: randomUUID(), name: "Reset", request: { type: "Reset" }, createdAt: minutes(-20) },
      {
        ...command,
        id: randomUUID(),
        name: "ChangeSetting",
        request: { type: "ChangeSetting", key: "AuthorizationKey", value: "a secret" },
        createdAt: minutes(-15),
      },
    ],
  });
  await db.stationReport.create({
    data: { stationId, kind: "Firmware", status: "Installed", receivedAt: minutes(-10) },
  });
  await db.securityEvent.create({
    data: { stationId, key: "a", event: "TamperDetectionActivated", at: minutes(-9), receivedAt: minutes(-8) },
  });
  await updateStation(books.as("engineer", { now: minutes(-5) }), IDENTITY, { tags: ["public", "dc"] });
}

type Wanted = Omit<Parameters<typeof listStationEvents>[1], "identity">;
const list = async (wanted: Wanted = {}) => listStationEvents(books.as("viewer"), { identity: IDENTITY, ...wanted });
const told = (events: readonly StationEventView[]): readonly string[] =>
  events.map(({ at, kind, facts }) => `${(Date.parse(at) - T0.getTime()) / 60_000} ${kind} ${facts.what}`);

const ALL = [
  "-5 Settings Changed",
  "-8 Security SecurityReported",
  "-10 Firmware FirmwareReported",
  "-15 Settings Asked",
  "-20 Command Asked",
  "-29 Session SessionEnded",
  "-54 Session SessionStarted",
  "-60 Fault StateChanged",
  "-70 Fault StateChanged",
  "-79 Status StateChanged",
  "-80 Boot Booted",
  "-80 Connection Opened",
  "-80 Connection Closed",
  "-100 Connection Opened",
];

describe("the events of a charger", () => {
  test("are one list of what happened to it and with it, newest first, of no other charger", async () => {
    expect(told((await list()).items)).toEqual(ALL);
  });

  test.each([1, 2, 3, 5])("come in pages of %i, each once, also where many are of one moment", async (limit) => {
    const seen: StationEventView[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(told(seen)).toEqual(ALL);
    expect(new Set(seen.map(({ key }) => key)).size).toBe(ALL.length);
  });

  test.each(EVENT_KINDS)("can be narrowed down to %s", async (kind) => {
    expect(told((await list({ kind })).items)).toEqual(ALL.filter((line) => line.split(" ")[1] === kind));
  });

  test("can be narrowed down to a time", async () => {
    const { items } = await list({ from: minutes(-60).toISOString(), to: minutes(-29).toISOString() });
    expect(told(items)).toEqual(ALL.slice(6, 8));
  });

  test("say of a fault what it was and since when, and never the value of a secret", async () => {
    const [cleared] = (await list({ kind: "Fault" })).items;
    expect(cleared?.facts).toMatchObject({
      was: { status: "Faulted", errorCode: "GroundFailure", since: minutes(-70).toISOString() },
      is: { status: "Available" },
    });
    expect(JSON.stringify(await list())).not.toContain("a secret");
  });

  test("are refused with a cursor of another list, and for a charger that is not there", async () => {
    await expect(list({ cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ code: "Invalid", field: "cursor" });
    const nobody = listStationEvents(books.as("viewer"), { identity: "NOBODY" });
    await expect(nobody).rejects.toMatchObject({ code: "NotFound" });
  });
});
