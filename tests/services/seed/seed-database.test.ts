import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { listCampaigns } from "@/lib/services/campaigns/list-campaigns";
import { listCommands } from "@/lib/services/commands/list-commands";
import { explainSession } from "@/lib/services/sessions/explain-session";
import { listSessions } from "@/lib/services/sessions/list-sessions";
import { listStations } from "@/lib/services/stations/list-stations";
import { readStation } from "@/lib/services/stations/read-station";
import { holdFleet } from "../../seed/hold";
import { SeedRefusal } from "../../seed/marker";
import { seedDatabase } from "../../seed/seed-database";
import { aStation, type Books, openBooks, T0 } from "../books";

const PLAN = { stations: 50, sessions: 2_000, seed: 7, at: T0 };
const quietly = { resets: false, say: () => undefined };

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await seedDatabase(books.db, PLAN, quietly);
}, 60_000);
afterAll(() => books.close());

const countOf = async (sql: string, from: Books = books): Promise<number> => {
  const [row] = await from.db.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${sql}`);
  return row?.n ?? -1;
};

/** A fingerprint of everything that was made. */
async function fingerprint({ db }: Books): Promise<readonly unknown[]> {
  const tables = ["site", "station", "evse", "connector", "connection", "token", "charging_session", "session_event"];
  return Promise.all(
    [...tables, "meter_value", "message_log", "command", "firmware_job", "campaign_event"].map((table) =>
      db.$queryRawUnsafe(
        `SELECT '${table}' AS name, count(*)::int AS n, md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM "${table}" t`,
      ),
    ),
  );
}

describe("a seeded database", () => {
  test("holds as many chargers and sessions as were asked for, in all their variety", async () => {
    expect(await countOf("station")).toBe(50);
    expect(await countOf("charging_session")).toBe(2_000);
    expect(await countOf("(SELECT DISTINCT ocpp_version FROM station WHERE ocpp_version IS NOT NULL) v")).toBe(3);
    expect(await countOf("(SELECT DISTINCT time_zone FROM site) z")).toBeGreaterThan(3);
    expect(await countOf("station WHERE gateway_id = 'seed'")).toBeGreaterThan(35);
    expect(await countOf("charging_session WHERE phase = 'Active'")).toBeGreaterThan(0);
    expect(await countOf("charging_session WHERE cardinality(anomalies) > 0")).toBeGreaterThan(0);
    const filled: { table: string; isFilled: boolean }[] = [];
    for (const table of ["token", "token_group", "connection", "meter_value", "message_log", "command", "firmware_job"])
      filled.push({ table, isFilled: (await countOf(table)) > 0 });
    expect(filled.filter(({ isFilled }) => !isFilled)).toEqual([]);
  });

  test.each([
    [
      "a session of an EVSE that its charger does not have",
      "charging_session s WHERE NOT EXISTS (SELECT FROM evse e WHERE e.station_id = s.station_id AND e.evse = s.evse)",
    ],
    [
      "a session that ends before it starts, or in the time to come",
      `charging_session WHERE ended_at < started_at OR COALESCE(ended_at, started_at) > '${T0.toISOString()}'`,
    ],
    [
      "a session that is over and has no end, or the other way round",
      `charging_session WHERE (phase = 'Ended') <> (ended_at IS NOT NULL)`,
    ],
    [
      "an energy that is not the difference of its registers",
      "charging_session WHERE energy_wh <> COALESCE(meter_stop_wh, meter_last_wh, meter_start_wh) - meter_start_wh OR energy_wh < 0",
    ],
    ["an energy that nobody can know", "charging_session WHERE energy_wh IS NOT NULL AND meter_start_wh IS NULL"],
    [
      "two sessions at once on an EVSE",
      "charging_session a JOIN charging_session b ON b.station_id = a.station_id AND b.evse = a.evse AND b.id > a.id AND b.started_at < COALESCE(a.ended_at, 'infinity')",
    ],
    [
      "a register that runs back from one session to the next",
      "(SELECT meter_start_wh - lag(COALESCE(meter_stop_wh, meter_last_wh, meter_start_wh)) OVER (PARTITION BY station_id, evse ORDER BY started_at) AS d FROM charging_session WHERE meter_start_wh IS NOT NULL) x WHERE d < 0",
    ],
    [
      "a session with a card that nobody knows",
      "charging_session s WHERE token_uid IS NOT NULL AND NOT EXISTS (SELECT FROM token t WHERE t.uid = s.token_uid)",
    ],
    [
      "a session before its charger was there",
      "charging_session c JOIN station s ON s.id = c.station_id WHERE c.started_at < s.created_at",
    ],
    [
      "a reading of no session, or outside of it",
      "meter_value v LEFT JOIN charging_session s ON s.id = v.session_id AND v.sampled_at BETWEEN s.started_at AND COALESCE(s.ended_at, s.last_sample_at) AND v.energy_wh BETWEEN s.meter_start_wh AND s.meter_start_wh + s.energy_wh WHERE s.id IS NULL",
    ],
    [
      "a reading or message beside the partitions",
      "(SELECT 1 FROM partitions.meter_value_default UNION ALL SELECT 1 FROM partitions.message_log_default) d",
    ],
    [
      "a message of a charger that is not there",
      "message_log m WHERE NOT EXISTS (SELECT FROM station s WHERE s.id = m.station_id)",
    ],
    [
      "a charger whose line is not its newest connection",
      "station s LEFT JOIN connection c ON c.station_id = s.id AND c.epoch = s.connection_epoch WHERE (s.gateway_id IS NOT NULL) <> (c.epoch IS NOT NULL AND c.closed_at IS NULL)",
    ],
    [
      "a charger that was never there and yet has a past",
      "station s WHERE connected_at IS NULL AND disconnected_at IS NULL AND (vendor IS NOT NULL OR EXISTS (SELECT FROM connector c WHERE c.station_id = s.id) OR EXISTS (SELECT FROM charging_session c WHERE c.station_id = s.id))",
    ],
    [
      "a running session where its connector says something else",
      "charging_session s JOIN station st ON st.id = s.station_id JOIN connector c ON c.station_id = s.station_id AND c.evse = s.evse AND c.connector = s.connector WHERE s.phase = 'Active' AND st.gateway_id IS NOT NULL AND c.occupancy IS DISTINCT FROM s.charging_state",
    ],
    [
      "a card in a group that is not there",
      "token t WHERE group_id IS NOT NULL AND NOT EXISTS (SELECT FROM token_group g WHERE g.uid = t.group_id)",
    ],
    [
      "a command that still waits to be sent",
      "command WHERE settled_at IS NULL OR state IN ('Pending', 'Sent', 'Accepted', 'WaitingForEffect')",
    ],
    ["an update under way", "firmware_attempt WHERE closed_at IS NULL"],
    ["a foreign key that leads nowhere", "pg_constraint WHERE contype = 'f' AND NOT convalidated"],
  ])("has no %s", async (_, sql) => {
    expect(await countOf(sql)).toBe(0);
  });

  test("is read by the lists and pages as any other", async () => {
    const ctx = books.as("viewer");
    const stations = await listStations(ctx, { limit: 50 });
    expect(stations.total).toBe(50);
    expect(stations.counts.Charging).toBeGreaterThan(0);
    expect(stations.counts.NeverConnected + stations.counts.Offline).toBeLessThan(15);
    await Promise.all(stations.items.map(({ identity }) => readStation(ctx, identity)));
    const sessions = await listSessions(ctx, { limit: 100, phase: "ended" });
    expect(sessions.items).toHaveLength(100);
    const [newest] = sessions.items;
    expect((await explainSession(ctx, newest?.id ?? 0)).session.id).toBe(newest?.id);
    expect((await listSessions(ctx, { problem: "review" })).items.length).toBeGreaterThan(0);
    const { identity } = await books.db.station.findFirstOrThrow({ where: { commands: { some: {} } } });
    expect((await listCommands(ctx, { identity })).items.length).toBeGreaterThan(0);
  });

  test("has campaigns whose journals are unbroken", async () => {
    const { items } = await listCampaigns(books.as("viewer"));
    expect(items).toHaveLength(2);
    for (const { id } of items) expect(await checkJournal(books.as("viewer"), id)).toMatchObject({ isUnbroken: true });
  });

  test("gives the next charger and session a number of their own", async () => {
    const other = await openBooks();
    await seedDatabase(other.db, { ...PLAN, stations: 5, sessions: 20 }, quietly);
    const { id } = await aStation(other.db);
    expect(id).toBe(6);
    await other.close();
  });
});

describe("a seed", () => {
  test("makes the same rows of the same plan, and others of another", async () => {
    const again = await openBooks();
    await seedDatabase(again.db, PLAN, quietly);
    expect(await fingerprint(again)).toEqual(await fingerprint(books));
    await seedDatabase(again.db, { ...PLAN, seed: 8 }, { ...quietly, resets: true });
    expect(await countOf("charging_session", again)).toBe(2_000);
    expect(await fingerprint(again)).not.toEqual(await fingerprint(books));
    await again.close();
  }, 60_000);

  test("refuses a database that was seeded already, unless it is told to reset it", async () => {
    await expect(seedDatabase(books.db, PLAN, quietly)).rejects.toThrow(/seeded already .*--reset/);
    expect(await countOf("station")).toBe(50);
  });

  test("refuses a database with anybody's chargers, with and without reset", async () => {
    const real = await openBooks();
    await aStation(real.db, { identity: "REAL-1" });
    for (const resets of [false, true])
      await expect(seedDatabase(real.db, PLAN, { ...quietly, resets })).rejects.toThrow(SeedRefusal);
    expect(await real.db.station.findMany({ select: { identity: true } })).toEqual([{ identity: "REAL-1" }]);
    await real.close();
  });

  test("refuses to reset where a charger was added to a seeded database", async () => {
    const mixed = await openBooks();
    await seedDatabase(mixed.db, { ...PLAN, stations: 5, sessions: 20 }, quietly);
    await aStation(mixed.db, { identity: "REAL-2" });
    await expect(seedDatabase(mixed.db, PLAN, { ...quietly, resets: true })).rejects.toThrow(
      /1 chargers which the seed did not make/,
    );
    expect(await countOf("station", mixed)).toBe(6);
    expect(await countOf("charging_session", mixed)).toBe(20);
    await mixed.close();
  });

  test("leaves nothing behind where it fails", async () => {
    const broken = await openBooks();
    await broken.db.$executeRaw`ALTER TABLE command ADD CONSTRAINT no_reset CHECK (name <> 'Reset')`;
    await expect(seedDatabase(broken.db, PLAN, quietly)).rejects.toThrow(/no_reset/);
    expect(await countOf("station", broken)).toBe(0);
    expect(await countOf("pg_namespace WHERE nspname = 'seed'", broken)).toBe(0);
    await broken.close();
  });

  test("gives the fleet its line back while it is held, and only then", async () => {
    const { db } = books;
    await db.$executeRaw`UPDATE station SET gateway_id = NULL, disconnected_at = now(), disconnect_reason = 'GatewayLost' WHERE gateway_id = 'seed'`;
    await db.$executeRaw`UPDATE connection SET closed_at = now(), close_reason = 'GatewayLost' WHERE closed_at IS NULL`;
    const held = await holdFleet(db);
    const now = new Date();
    const { counts } = await listStations(books.as("viewer", { now }));
    await held.release();
    expect(counts.Offline + counts.NeverConnected).toBeLessThan(15);
    const later = await listStations(books.as("viewer", { now: new Date(now.getTime() + 60_000) }));
    expect(later.counts.Offline + later.counts.NeverConnected).toBe(50);
  });
});
