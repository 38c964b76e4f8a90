import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type AcknowledgedLedger, createAcknowledgedLedger } from "../simulator/acknowledged";
import { createStation, type Station } from "../simulator/station";
import { type Kituo, startKituo } from "../support/instance";
import { missingFromBooks } from "./support/books";

const STATIONS = 200;

/** Half speak 1.6, half 2.0.1; each has its own card and charges on connector 1. */
async function chargingFleet(kituo: Kituo, db: Database, ledger: AcknowledgedLedger): Promise<readonly Station[]> {
  const stations = Array.from({ length: STATIONS }, (_, index) =>
    createStation({
      identity: `SURVIVE-${index}`,
      url: kituo.ocppUrl,
      version: index % 2 === 0 ? "1.6" : "2.0.1",
      meterIntervalMs: 1_000,
      speed: 60,
      callTimeoutMs: 5_000,
      reconnect: { minMs: 200, maxMs: 1_500 },
      transactionRetry: { intervalMs: 300 },
      acknowledged: ledger,
    }),
  );
  await db.station.createMany({
    data: stations.map(({ identity }) => ({ identity, identityKey: identity.toLowerCase(), securityProfile: 0 })),
  });
  await db.token.createMany({ data: stations.map((_, index) => ({ uid: `CARD${index}`, uidKey: `card${index}` })) });
  await Promise.all(stations.map((station) => station.connect()));
  await Promise.all(
    stations.map(async (station, index) => {
      await station.plugIn(1);
      await station.startCharging(1, `CARD${index}`);
    }),
  );
  return stations;
}

async function stopAll(stations: readonly Station[]): Promise<void> {
  await vi.waitFor(() => expect(stations.filter((station) => !station.isOnline)).toHaveLength(0), 60_000);
  await Promise.all(stations.map((station) => station.stopCharging(1)));
  await Promise.all(stations.map((station) => station.drained()));
}

describe("while 200 stations charge", () => {
  let kituo: Kituo;
  let db: Database;
  let ledger: AcknowledgedLedger;
  let stations: readonly Station[] = [];

  beforeAll(async () => {
    kituo = await startKituo({ ownDatabase: true });
    db = createDatabase(kituo.databaseUrl, { connectionsMax: 4 });
    ledger = createAcknowledgedLedger();
    stations = await chargingFleet(kituo, db, ledger);
  });
  afterAll(async () => {
    await Promise.all(stations.map((station) => station.close()));
    await db.$disconnect();
    await kituo.stop();
  });

  test("the gateway is killed and started again: all come back, and nothing acknowledged is missing", async () => {
    await sleep(2_000); // readings are on their way at the moment of the crash
    await kituo.gateway.kill("SIGKILL");
    const atCrash = ledger.entries.length;
    await vi.waitFor(() => expect(stations.filter((station) => station.isOnline)).toHaveLength(0), 10_000);
    await kituo.gateway.restart();
    await vi.waitFor(() => expect(stations.filter((station) => !station.isOnline)).toHaveLength(0), 60_000);
    await vi.waitFor(() => expect(ledger.entries.length).toBeGreaterThan(atCrash + STATIONS), 30_000);
    expect(await missingFromBooks(db, ledger)).toEqual([]);
    expect(await db.chargingSession.count({ where: { phase: "Active" } })).toBe(STATIONS);
  });

  test("the database is away for 10 s: the gateway survives, nothing acknowledged is missing, all recovers by itself", async () => {
    const { pid } = kituo.gateway;
    await kituo.database.stop();
    const failures = countRefusals(stations);
    await sleep(10_000);
    const whileAway = ledger.entries.length;
    await kituo.database.start();
    await vi.waitFor(() => expect(ledger.entries.length).toBeGreaterThan(whileAway + STATIONS), 60_000);
    expect(kituo.gateway.pid).toBe(pid);
    expect(failures()).toContain("InternalError");
    await stopAll(stations);
    expect(await missingFromBooks(db, ledger)).toEqual([]);
    expect(await db.chargingSession.count({ where: { phase: "Active" } })).toBe(0);
    expect(await db.chargingSession.count()).toBe(STATIONS);
  });

  test("the billed energy is what the meters delivered", async () => {
    const rows = await db.chargingSession.findMany({ include: { station: true } });
    const billed = new Map(rows.map((row) => [row.station.identity, row.energyWh ?? -1]));
    const wrong = stations.filter((station) => {
      const session = rows.find((row) => row.station.identity === station.identity);
      return Math.abs((billed.get(station.identity) ?? -1) - (station.meterWh(1) - (session?.meterStartWh ?? 0))) > 1;
    });
    expect(wrong.map((station) => station.identity)).toEqual([]);
  });

  test("Kituo never said anything that the official schemas forbid", () => {
    expect(stations.flatMap((station) => station.violations)).toEqual([]);
  });
});

/** The error codes and time-outs that stations get from now on. */
function countRefusals(stations: readonly Station[]): () => readonly string[] {
  const codes = new Set<string>();
  for (const station of stations) {
    station.on("call", ({ outcome }) => {
      if (outcome.type === "Refused") codes.add(outcome.code);
    });
  }
  return () => [...codes];
}
