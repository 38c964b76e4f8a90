import { afterAll, beforeAll, expect, test } from "vitest";
import { listMessages } from "@/lib/services/messages/list-messages";
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
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMessages(books.as("viewer"), { identity, limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(5);
  expect(seen).toHaveLength(5);
});
