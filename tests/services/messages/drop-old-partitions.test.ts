import { afterAll, beforeAll, expect, test } from "vitest";
import { dropOldPartitions } from "@/lib/services/messages/drop-old-partitions";
import { keepPartitions } from "@/lib/services/messages/keep-partitions";
import { aStation, type Books, openBooks } from "../books";

const DAY_MS = 86_400_000;

let books: Books;
beforeAll(async () => {
  books = await openBooks();
});
afterAll(async () => books.close());

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

const partitionsOf = async (table: string): Promise<readonly string[]> => {
  const rows = await books.db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE nspname = 'partitions' AND relkind = 'r' AND relname ~ ${`^${table}_[0-9]{8}$`} ORDER BY relname`;
  return rows.map(({ name }) => name);
};

const nameOf = (table: string, day: Date): string => `${table}_${day.toISOString().slice(0, 10).replaceAll("-", "")}`;

test("days past their retention are dropped with their rows; the rest, today and the days to come stay", async () => {
  const ctx = books.as("admin");
  const station = await aStation(books.db);
  await keepPartitions(ctx);
  for (const table of ["message_log", "meter_value", "connector_change"]) {
    for (const days of [120, 91, 90, 1]) {
      const day = daysAgo(days).toISOString().slice(0, 10);
      await books.db.$executeRaw`SELECT partitions.ensure(${table}, ${day}::date, ${day}::date)`;
    }
  }
  const message = (days: number) => ({
    at: daysAgo(days),
    stationId: station.id,
    epoch: 1,
    direction: "In",
    result: "Ok",
  });
  // The rows of 200 days ago have no partition: they lie in the default one.
  await books.db.messageLog.createMany({ data: [200, 120, 91, 90, 1, 0].map(message) });
  const before = await partitionsOf("message_log");

  expect(await dropOldPartitions(ctx, { messageDays: 90, meterDays: 400 })).toEqual([
    { table: "message_log", partitions: 2 },
    { table: "meter_value", partitions: 0 },
    { table: "connector_change", partitions: 0 },
  ]);
  const gone = [nameOf("message_log", daysAgo(120)), nameOf("message_log", daysAgo(91))];
  expect(await partitionsOf("message_log")).toEqual(before.filter((name) => !gone.includes(name)));
  expect(await partitionsOf("meter_value")).toContain(nameOf("meter_value", daysAgo(120)));
  expect(await books.db.messageLog.count()).toBe(3);

  expect(await dropOldPartitions(ctx, { messageDays: 1, meterDays: 1 })).toEqual([
    { table: "message_log", partitions: 1 },
    { table: "meter_value", partitions: 3 },
    { table: "connector_change", partitions: 3 },
  ]);
  for (const table of ["message_log", "meter_value", "connector_change"]) {
    expect((await partitionsOf(table))[0]).toBe(nameOf(table, daysAgo(1)));
    expect(await partitionsOf(table)).toContain(nameOf(table, daysAgo(-7)));
  }
});

test("a retention that would take today is a mistake of ours", async () => {
  for (const messageDays of [0, -1, 0.5, Number.NaN]) {
    await expect(dropOldPartitions(books.as("admin"), { messageDays, meterDays: 400 })).rejects.toThrow("today");
  }
});
