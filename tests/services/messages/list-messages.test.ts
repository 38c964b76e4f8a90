import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { matchesFilter } from "@/lib/domain/message-filter";
import { listMessages } from "@/lib/services/messages/list-messages";
import { readMessage, readNeighbour } from "@/lib/services/messages/read-message";
import { aStation, type Books, openBooks, T0 } from "../books";

let books: Books;
let identity: string;
beforeAll(async () => {
  books = await openBooks();
  const station = await aStation(books.db);
  identity = station.identity;
  const message = (second: number, action: string, direction: string, result: string) => ({
    at: new Date(T0.getTime() + second * 1000),
    stationId: station.id,
    epoch: 1,
    action,
    direction,
    result,
  });
  await books.db.messageLog.createMany({
    data: [
      message(0, "BootNotification", "In", "Ok"),
      message(1, "Heartbeat", "In", "Ok"),
      message(1, "Reset", "Out", "NoAnswer"),
      message(1, "Heartbeat", "In", "InternalError"),
      message(2, "Reset", "Out", "Ok"),
    ],
  });
});
afterAll(async () => books.close());

const actions = async (input: object): Promise<string[]> =>
  (await listMessages(books.as("viewer"), { identity, ...input })).items.map(
    ({ action, result }) => `${action} ${result}`,
  );

test("the newest is told first, filtered by action, direction, result and time", async () => {
  expect((await actions({}))[0]).toBe("Reset Ok");
  expect(await actions({ action: "Heartbeat" })).toEqual(["Heartbeat InternalError", "Heartbeat Ok"]);
  expect(await actions({ direction: "Out" })).toEqual(["Reset Ok", "Reset NoAnswer"]);
  expect(await actions({ result: "NoAnswer" })).toEqual(["Reset NoAnswer"]);
  expect(await actions({ result: "Problem" })).toEqual(["Heartbeat InternalError", "Reset NoAnswer"]);
  expect(await actions({ to: "2026-11-22T10:00:01Z" })).toEqual(["BootNotification Ok"]);
  expect(await actions({ from: "2026-11-22T13:00:02+03:00" })).toEqual(["Reset Ok"]);
});

test("messages of the same instant are paged without repeating or skipping one", async () => {
  const seen: (string | null)[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMessages(books.as("viewer"), { identity, limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
});

const HOUR_MS = 3_600_000;

describe("a fleet's messages", () => {
  let fleet: Books;
  const at = (minutesAgo: number): Date => new Date(T0.getTime() - minutesAgo * 60_000);

  beforeAll(async () => {
    fleet = await openBooks();
    const [a, b] = [await aStation(fleet.db, { identity: "A" }), await aStation(fleet.db, { identity: "B" })];
    const row = (minutesAgo: number, stationId: number, facts: object) => ({
      at: at(minutesAgo),
      stationId,
      epoch: 1,
      direction: "In",
      result: "Ok",
      latencyMs: 3,
      response: "{}",
      ...facts,
    });
    await fleet.db.messageLog.createMany({
      data: [
        row(60 * 24 * 3, a.id, { action: "BootNotification", messageId: "old", request: "{}" }),
        row(50, a.id, { action: "Authorize", messageId: "m1", request: '{"idTag":"04aB%_"}' }),
        row(40, a.id, {
          action: "StartTransaction",
          messageId: "m2",
          request: '{"connectorId":1}',
          response: '{"transactionId":7,"idTagInfo":{"status":"Accepted"}}',
        }),
        row(35, a.id, { action: "MeterValues", messageId: "m3", request: '{"connectorId":1,"transactionId":77}' }),
        row(30, a.id, { action: "MeterValues", messageId: "m4", request: '{"connectorId":1,"transactionId":7}' }),
        row(20, b.id, { action: "MeterValues", messageId: "m5", request: '{"connectorId":1,"transactionId":7}' }),
        row(15, a.id, { action: "StopTransaction", messageId: "m6", request: '{"meterStop":9,"transactionId":7}' }),
        row(12, b.id, {
          direction: "Out",
          action: "Reset",
          messageId: "m7",
          result: "NoAnswer",
          latencyMs: null,
          request: "{}",
        }),
        row(11, b.id, {
          direction: "Out",
          action: "GetLog",
          messageId: "m8",
          result: "Late",
          latencyMs: 41_000,
          request: "{}",
        }),
        row(10, b.id, { action: null, result: "Invalid", latencyMs: null, request: '[2,"x' }),
        row(9, b.id, { action: "Heartbeat", messageId: "m9", request: "{}", latencyMs: 0 }),
        row(8, b.id, {
          action: "DataTransfer",
          messageId: "m10",
          result: "InternalError",
          request: "{}",
          latencyMs: 900,
        }),
      ],
    });
    await fleet.db.chargingSession.create({
      data: {
        id: 7,
        stationId: a.id,
        evse: 1,
        startKey: "s7",
        phase: "Ended",
        startedAt: at(40),
        startReceivedAt: at(40),
        endedAt: at(15),
        endReceivedAt: at(15),
      },
    });
  });
  afterAll(async () => fleet.close());

  const ids = async (input: object): Promise<readonly (string | null)[]> =>
    (await listMessages(fleet.as("viewer"), input)).items.map(({ messageId }) => messageId);

  test("are those of the last day unless a time is given", async () => {
    expect(await ids({})).toHaveLength(11);
    expect(await ids({ from: at(60 * 24 * 4).toISOString(), to: at(60).toISOString() })).toEqual(["old"]);
    const { query } = await listMessages(fleet.as("viewer"));
    expect(query.from).toEqual(new Date(T0.getTime() - 24 * HOUR_MS));
  });

  test("are told with their charger, what they say, and the transaction they name", async () => {
    const [stop] = (await listMessages(fleet.as("viewer"), { messageId: "m6" })).items;
    expect(stop).toMatchObject({ identity: "A", summary: "tx 7 at 9 Wh", transactionRef: "7", requestChars: 33 });
  });

  test.each([
    [{ identity: "B", action: "MeterValues" }, ["m5"]],
    [{ direction: "Out" }, ["m8", "m7"]],
    [{ result: "Error" }, ["m10", "m8"]],
    [{ result: "NoAnswer" }, ["m7"]],
    [{ result: "Unreadable" }, [null]],
    [{ result: "Problem" }, ["m10", null, "m8", "m7"]],
    [{ result: "InternalError" }, ["m10"]],
    [{ slowerThanMs: 500 }, ["m10", "m8"]],
    [{ text: "04ab%_" }, ["m1"]],
    [{ text: "accepted" }, ["m2"]],
    [{ messageId: "m4" }, ["m4"]],
    [{ hideRoutine: true, result: "Ok" }, ["m6", "m2", "m1"]],
    [{ session: 7 }, ["m6", "m4", "m2"]],
    [{ session: 7, hideRoutine: true }, ["m6", "m2"]],
  ] as const)("are found by %j, and the live tail lets the same through", async (input, expected) => {
    expect(await ids(input)).toEqual(expected);
    const { filter } = (await listMessages(fleet.as("viewer"), input)).query;
    const all = (await listMessages(fleet.as("viewer"))).items;
    expect(all.filter((message) => matchesFilter(filter, message)).map(({ messageId }) => messageId)).toEqual(expected);
  });

  test("of a charger or a session that is not there are none to be had", async () => {
    await expect(ids({ identity: "C" })).rejects.toMatchObject({ code: "NotFound" });
    await expect(ids({ session: 8 })).rejects.toMatchObject({ code: "NotFound" });
    await expect(ids({ direction: "Up" })).rejects.toMatchObject({ code: "Invalid" });
  });

  test("of one transaction are walked from one to the next, on the same charger", async () => {
    const { as } = fleet;
    const beside = async (minutesAgo: number, side: "before" | "after") =>
      (
        await readNeighbour(as("viewer"), {
          identity: "A",
          at: at(minutesAgo).toISOString(),
          transactionRef: "7",
          side,
        })
      )?.messageId ?? null;
    expect([await beside(30, "before"), await beside(30, "after")]).toEqual(["m2", "m6"]);
    expect([await beside(40, "before"), await beside(15, "after")]).toEqual([null, null]);
  });

  test("that are long are told without their payload, and read whole when they are opened", async () => {
    const long = `{"data":"${"x".repeat(40_000)}"}`;
    const b = await fleet.db.station.findUniqueOrThrow({ where: { identity: "B" } });
    await fleet.db.messageLog.create({
      data: {
        at: at(1),
        stationId: b.id,
        epoch: 1,
        direction: "In",
        action: "Long",
        messageId: "L",
        result: "Ok",
        request: long,
      },
    });
    const [short] = (await listMessages(fleet.as("viewer"), { messageId: "L" }, 16_384)).items;
    expect(short).toMatchObject({ request: null, requestChars: long.length, responseChars: null });
    const whole = await readMessage(fleet.as("viewer"), {
      identity: "B",
      at: at(1).toISOString(),
      direction: "In",
      messageId: "L",
    });
    expect(whole?.request).toBe(long);
    await fleet.db.messageLog.deleteMany({ where: { messageId: "L" } });
  });

  test("are searched so many at a time, said with where the search stopped, and go on from there", async () => {
    const a = await fleet.db.station.findUniqueOrThrow({ where: { identity: "A" } });
    await fleet.db.$executeRaw`
      INSERT INTO message_log (at, station_id, epoch, direction, action, result, request)
      SELECT ${at(6)}::timestamptz + i * interval '1 millisecond', ${a.id}, 2, 'In', 'Filler', 'Ok', '{}'
      FROM generate_series(1, 60000) i`;
    const first = await listMessages(fleet.as("viewer"), { text: "04ab" });
    expect(first.items).toEqual([]);
    expect(first.searched).toEqual({ count: 50_000, backTo: new Date(at(6).getTime() + 10_001).toISOString() });
    const second = await listMessages(fleet.as("viewer"), { text: "04ab", cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ messageId }) => messageId)).toEqual(["m1"]);
    expect([second.searched, second.nextCursor]).toEqual([null, null]);
    await fleet.db.messageLog.deleteMany({ where: { epoch: 2 } });
  });
});
