import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate } from "@/lib/db/migrate.mjs";
import { readMigrations } from "@/lib/db/migration-files.mjs";
import { schemaDrift } from "@/lib/db/schema-drift.mjs";
import { withClient } from "@/lib/launch/databases.mjs";
import { type FreshDatabase, freshDatabase } from "../support/database";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
});

/** The rows of a query, as plain objects. */
const rows = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  withClient(database.url, async (client) => (await client.query(sql, values)).rows);

const migrations = readMigrations();

/** The committed migrations and one more. */
const withMigration = (name: string, script: string) => ({
  ...migrations,
  migrationDirectories: [
    ...migrations.migrationDirectories,
    { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: script } } },
  ],
});

describe("migrations", () => {
  test("lead to exactly the model of schema.prisma", async () => {
    expect(await schemaDrift(database.url)).toBe("");
  });

  test("are each applied once, however many processes start at once", async () => {
    const more = withMigration("20990101000000_once", "CREATE TABLE partitions.once (id int)");
    const applied = await Promise.all([
      migrate(database.url, more),
      migrate(database.url, more),
      migrate(database.url),
    ]);
    expect(applied.flat()).toEqual(["20990101000000_once"]);
  });

  test("leave nothing behind when one of them fails, and can be tried again", async () => {
    const broken = withMigration(
      "20990102000000_broken",
      "CREATE TABLE half (id int); CREATE TABLE bad (id nonsense);",
    );
    await expect(migrate(database.url, broken)).rejects.toThrow(
      'The database could not be migrated: type "nonsense" does not exist',
    );
    expect(await rows("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);

    const mended = withMigration("20990102000000_broken", "CREATE TABLE partitions.mended (id int)");
    expect(await migrate(database.url, mended)).toEqual(["20990102000000_broken"]);
  });

  test("say in one line that the database cannot be reached", async () => {
    await expect(migrate("postgresql://nobody@127.0.0.1:1/kituo")).rejects.toThrow(
      /^The database at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/,
    );
  });
});

describe("partitions by day", () => {
  const log = (at: string) =>
    rows(
      "INSERT INTO message_log (at, station_id, epoch, direction, result) VALUES ($1, 1, 1, 'In', 'Ok') RETURNING id",
      [at],
    );
  const ensure = (from: string, to: string) =>
    rows("SELECT partitions.ensure('message_log', $1::date, $2::date) AS made", [from, to]);
  const places = (day: string) =>
    rows(
      "SELECT DISTINCT tableoid::regclass::text AS place FROM message_log WHERE at >= $1 AND at < $1::timestamptz + interval '1 day' ORDER BY 1",
      [`${day}T00:00:00Z`],
    );

  test("are made once each", async () => {
    expect(await ensure("2026-01-01", "2026-01-03")).toEqual([{ made: 3 }]);
    expect(await ensure("2026-01-02", "2026-01-04")).toEqual([{ made: 1 }]);
  });

  test("are made once by processes that ask at the same time", async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => ensure("2026-02-01", "2026-02-07")));
    expect(made.flat().reduce((sum, row) => sum + Number(row["made"]), 0)).toBe(7);
  });

  test("are cut at midnight UTC", async () => {
    await ensure("2026-03-01", "2026-03-02");
    await log("2026-03-01T23:59:59.999Z");
    await log("2026-03-02T00:00:00.000Z");
    expect(await places("2026-03-01")).toEqual([{ place: "partitions.message_log_20260301" }]);
    expect(await places("2026-03-02")).toEqual([{ place: "partitions.message_log_20260302" }]);
  });

  test("take over the rows that arrived before them", async () => {
    await log("2026-04-01T12:00:00Z");
    await log("2026-04-02T12:00:00Z");
    expect(await places("2026-04-01")).toEqual([{ place: "partitions.message_log_default" }]);
    await ensure("2026-04-01", "2026-04-01");
    expect(await places("2026-04-01")).toEqual([{ place: "partitions.message_log_20260401" }]);
    expect(await places("2026-04-02")).toEqual([{ place: "partitions.message_log_default" }]);
  });

  test("are dropped before a day, and later ones kept", async () => {
    await ensure("2020-01-01", "2020-01-03");
    await log("2020-01-02T12:00:00Z");
    await log("2020-01-03T12:00:00Z");
    await log("2019-12-31T12:00:00Z");
    expect(await rows("SELECT partitions.drop_before('message_log', '2020-01-03') AS dropped")).toEqual([
      { dropped: 2 },
    ]);
    const left = await rows("SELECT tableoid::regclass::text AS place FROM message_log WHERE at < '2020-02-01'");
    expect(left).toEqual([{ place: "partitions.message_log_20200103" }]);
  });

  test("exist for meter values too, and ids go on across days", async () => {
    await rows("SELECT partitions.ensure('meter_value', '2026-01-01', '2026-01-02')");
    const ids = await rows(
      "INSERT INTO meter_value (received_at, station_id, evse, sampled_at) SELECT at, 1, 1, at FROM unnest($1::timestamptz[]) AS at RETURNING id",
      [["2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z", "2026-01-03T12:00:00Z"]],
    );
    expect(new Set(ids.map((row) => row["id"])).size).toBe(3);
  });

  test("are refused for a table that has none", async () => {
    await expect(rows("SELECT partitions.ensure('station', '2026-01-01', '2026-01-02')")).rejects.toThrow(
      "station is not a partitioned table",
    );
  });
});
