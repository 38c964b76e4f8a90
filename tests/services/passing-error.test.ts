import { afterAll, beforeAll, expect, test } from "vitest";
import { isDataError } from "@/lib/services/data-error";
import { isPassingError } from "@/lib/services/passing-error";
import { aStation, type Books, openBooks } from "./books";

let books: Books;
let stationId: number;
beforeAll(async () => {
  books = await openBooks();
  stationId = (await aStation(books.db)).id;
});
afterAll(() => books.close());

const insert = (at: string) =>
  books.db.$executeRaw`INSERT INTO message_log (at, station_id, epoch, direction, result)
    VALUES (${at}::timestamptz, ${stationId}, 1, 'In', 'Ok')`;

test("a row that waits for the default partition while its day gets one is refused, and welcome a moment later", async () => {
  const at = "2031-05-05T12:00:00Z";
  let refused: Promise<unknown> = Promise.resolve(null);
  await books.db.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE partitions.message_log_default IN ACCESS EXCLUSIVE MODE`;
    refused = insert(at).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await tx.$executeRaw`SELECT partitions.ensure('message_log', '2031-05-05'::date, '2031-05-05'::date)`;
  });
  expect(isPassingError(await refused)).toBe(true);
  expect(await insert(at)).toBe(1);
});

test("a deadlock passes; what is wrong with the data does not", async () => {
  const other = await aStation(books.db);
  const touch = (id: number) => `UPDATE station SET model = model WHERE id = ${id}`;
  const crossing = (first: number, second: number) =>
    books.db
      .$transaction(async (tx) => {
        await tx.$executeRawUnsafe(touch(first));
        await new Promise((resolve) => setTimeout(resolve, 200));
        await tx.$executeRawUnsafe(touch(second));
      })
      .catch((error: unknown) => error);
  const ends = await Promise.all([crossing(stationId, other.id), crossing(other.id, stationId)]);
  expect(ends.filter((end) => end !== undefined).map(isPassingError)).toEqual([true]);

  const wrong = await books.db.$executeRaw`INSERT INTO connector (station_id, evse, connector, status, status_at)
    VALUES (-1, 1, 1, 'Available', now())`.catch((error: unknown) => error);
  expect(isPassingError(wrong)).toBe(false);
  expect(isDataError(wrong)).toBe(true);
});
