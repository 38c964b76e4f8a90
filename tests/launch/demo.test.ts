import { afterAll, beforeAll, expect, test } from "vitest";
import { typescript } from "@/lib/launch/commands.mjs";
import { inProject } from "@/lib/launch/project.mjs";
import { runQuietly } from "@/lib/launch/quiet-command.mjs";
import { createFleet, type Fleet } from "../simulator/fleet";
import { freshDatabase } from "../support/database";
import { startGateway, type TestGateway } from "../support/gateway";

const STATIONS = 10;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let gateway: TestGateway;
let fleet: Fleet;

beforeAll(async () => {
  database = await freshDatabase();
  gateway = await startGateway({ databaseUrl: database.url, unknownStations: "accept" });
});
afterAll(async () => {
  await fleet.stop(500);
  await gateway.stop();
  await database.drop();
});

async function run(program: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, DATABASE_URL: database.url };
  const { code, output } = await runQuietly(process.execPath, typescript(inProject("lib", "launch", program), args), {
    env,
  });
  if (code !== 0) throw new Error(output);
}

test("the demo has two sites, a verified release, a campaign that waits for its approval and a draft; twice is as once", async () => {
  const { db } = gateway;
  const data = ["--prefix", "DEMO", "--stations", String(STATIONS), "DEMO0001", "DEMO0002"];
  await run("demo-data.ts", data);
  fleet = createFleet({
    url: gateway.ocppUrl,
    stations: STATIONS,
    prefix: "DEMO",
    version: "mixed",
    connectors: 2,
    scenario: "idle",
    meterIntervalMs: 0,
    rampPerSecond: 100,
  });
  await fleet.start();
  await run("demo-rollout.ts", [String(STATIONS)]);
  await run("demo-data.ts", data);
  await run("demo-rollout.ts", [String(STATIONS)]);

  const sites = await db.site.findMany({
    include: { _count: { select: { stations: true } } },
    orderBy: { name: "asc" },
  });
  expect(sites.map(({ name, _count }) => [name, _count.stations])).toEqual([
    ["Ostkreuz", 3],
    ["Westlands", 4],
  ]);
  expect(await db.token.count()).toBe(2);
  const releases = await db.firmwareRelease.findMany();
  expect(releases.map(({ version, status }) => [version, status])).toEqual([["1.5.0", "Verified"]]);
  const campaigns = await db.campaign.findMany({ include: { jobs: true }, orderBy: { status: "asc" } });
  expect(campaigns.map(({ status, jobs }) => [status, jobs.length])).toEqual([
    ["Draft", 0],
    ["PendingApproval", STATIONS],
  ]);
}, 120_000);
