import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFleet, type Fleet, type FleetOptions } from "../../simulator/fleet";
import type { Station } from "../../simulator/station";
import { createFakeCsms, type FakeCsms } from "./fake-csms";
import { createImageServer } from "./image-server";

let csms: FakeCsms;
let fleet: Fleet | null = null;

beforeEach(async () => {
  csms = await createFakeCsms();
});

afterEach(async () => {
  await fleet?.stop(500);
  await csms.close();
});

function aFleet(options: Partial<FleetOptions>): Fleet {
  fleet = createFleet({
    url: csms.url,
    stations: 20,
    prefix: "SIM",
    version: "mixed",
    connectors: 2,
    scenario: "mixed",
    meterIntervalMs: 50,
    speed: 1_000,
    rampPerSecond: 1_000,
    ...options,
  });
  return fleet;
}

test("both versions come online under numbered identities", async () => {
  const { stations, start, tally } = aFleet({ scenario: "idle", stations: 4 });
  await start();
  expect(stations.map(({ identity, version }) => `${identity} ${version}`)).toEqual([
    "SIM-0001 1.6",
    "SIM-0002 2.0.1",
    "SIM-0003 1.6",
    "SIM-0004 2.0.1",
  ]);
  expect(tally()).toMatchObject({ stations: 4, online: 4, charging: 0, violations: 0 });
});

test("a busy fleet starts and ends sessions continually", async () => {
  const { start } = aFleet({ scenario: "charging" });
  await start();
  await vi.waitFor(() => expect(csms.of("StopTransaction").length).toBeGreaterThan(10), { timeout: 5_000 });
});

test("a flaky fleet loses no transaction message", async () => {
  const { start, stations, tally } = aFleet({ scenario: "flaky", speed: 500 });
  await start();
  await vi.waitFor(() => expect(csms.sockets.length).toBeGreaterThan(stations.length), { timeout: 5_000 });
  for (const station of stations) station.restoreNetwork();
  await fleet?.stop(4_000);
  expect(tally().pending).toBe(0);
}, 15_000);

test("updates of a fleet go well, but where a share of faults is asked for", async () => {
  const images = await createImageServer("2.0.0");
  const update = async (station: Station) => {
    const over = station.once("updateEnded");
    await csms.command("UpdateFirmware", {
      requestId: 1,
      firmware: { location: images.url, retrieveDateTime: new Date().toISOString() },
    });
    return (await over)[0].outcome;
  };
  const outcomeOf = async (options: Partial<FleetOptions>) => {
    const { start, stations } = aFleet({ stations: 1, version: "2.0.1", speed: 2_000, ...options });
    await start();
    const [station] = stations;
    const outcome = station && (await update(station));
    await fleet?.stop(500);
    return outcome;
  };
  expect(await outcomeOf({ scenario: "idle" })).toBe("Installed");
  // This seed draws an update that cannot succeed.
  expect(await outcomeOf({ scenario: "idle", firmwareFaults: 1, seed: 2 })).toBe("Failed");
  await images.close();
});

test("the same seed gives every station the same hardware and part", () => {
  const models = (seed: number) => createFleet({ ...options, seed }).stations.map((station) => station.meterWh(1));
  const options = {
    url: csms.url,
    stations: 5,
    prefix: "SIM",
    version: "1.6",
    connectors: 1,
    scenario: "mixed",
    meterIntervalMs: 0,
  } as const;
  expect(models(7)).toEqual(models(7));
  expect(models(7)).not.toEqual(models(8));
});
