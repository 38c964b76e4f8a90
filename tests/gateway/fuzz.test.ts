import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../simulator/random";
import { schemaCheck } from "../simulator/schema-check";
import { startGateway, type TestGateway } from "../support/gateway";
import { createFuzzingStation, type FuzzingStation } from "./support/fuzz/fuzzing-station";
import { createFrameSource } from "./support/fuzz/mutated-frame";
import { actionsOf, validPayload } from "./support/fuzz/valid-payload";
import { metric } from "./support/metrics";
import { dialAndBoot, type RawStation, VERSIONS } from "./support/raw-station";

/** The same seed sends the same frames, station by station. */
const SEED = Number(process.env["TEST_FUZZ_SEED"] ?? 20261122);
const FRAMES = Number(process.env["TEST_FUZZ_FRAMES"] ?? 200_000);
const STATIONS = 200;
/** After these everything is compiled, cached and as large as it will be. */
const WARM_UP_SHARE = 0.2;
const HEAP_GROWTH_MB_MAX = 15;
const BYSTANDER_EVERY_MS = 250;
const BYSTANDER_MS_MAX = 5_000;

describe.each(VERSIONS)("the payloads that %s frames are made of", (version) => {
  test("are valid, for every action and both halves", () => {
    const random = createRandom(SEED);
    const check = schemaCheck(version);
    const actions = actionsOf(version);
    expect(actions).toHaveLength(version === "1.6" ? 39 : 64);
    for (const action of actions) {
      for (const half of ["Request", "Response"] as const) {
        for (let turn = 0; turn < 5; turn += 1) {
          const payload = validPayload(version, `${action}${half}`, random);
          expect([action, half, check(action, half, payload as object)]).toEqual([action, half, null]);
        }
      }
    }
  });
});

describe(`${FRAMES} mutated frames of seed ${SEED}`, () => {
  let kituo: TestGateway;
  let stations: readonly FuzzingStation[];
  let bystander: RawStation;
  const broken: unknown[] = [];
  const onBroken = (error: unknown): void => void broken.push(error);

  beforeAll(async () => {
    process.on("unhandledRejection", onBroken);
    process.on("uncaughtExceptionMonitor", onBroken);
    kituo = await startGateway();
    await kituo.addToken("FUZZ-CARD");
    await kituo.addToken("FUZZ-BLOCKED", "Blocked");
    await kituo.addStation("BYSTANDER");
    bystander = await dialAndBoot(kituo.ocppUrl, "BYSTANDER", "1.6");
    stations = await Promise.all(Array.from({ length: STATIONS }, (_, index) => aFuzzingStation(kituo, index)));
  });
  afterAll(async () => {
    await Promise.all([bystander, ...stations].map((station) => station.leave()));
    await kituo.stop();
    process.off("unhandledRejection", onBroken);
    process.off("uncaughtExceptionMonitor", onBroken);
  });

  test("are each answered as they have to be, harm nobody else and leave no memory taken", async () => {
    const watch = watchBystander(bystander);
    const perStation = Math.ceil(FRAMES / STATIONS);
    const warmUp = Math.round(perStation * WARM_UP_SHARE);
    await Promise.all(stations.map((station) => station.run(warmUp)));
    const before = heapUsedMb();
    await Promise.all(stations.map((station) => station.run(perStation - warmUp)));
    const after = heapUsedMb();
    const waited = await watch.stop();

    const findings = stations.flatMap(({ tally }) => tally.findings);
    expect(findings.slice(0, 10).join("\n"), `${findings.length} findings with seed ${SEED}`).toBe("");
    expect(broken).toEqual([]);
    expect(sum(({ frames }) => frames)).toBeGreaterThanOrEqual(FRAMES);
    expect(sum(({ results }) => results)).toBeGreaterThan(FRAMES / 10);
    expect(sum(({ errors }) => errors)).toBeGreaterThan(FRAMES / 10);
    expect(await metric(kituo.liveUrl, "kituo_calls_total", { result: "InternalError" })).toBe(0);
    expect(await metric(kituo.liveUrl, "kituo_closes_total", { reason: "TooManyBadFrames" })).toBeGreaterThan(0);
    expect(Math.max(...waited)).toBeLessThan(BYSTANDER_MS_MAX);
    expect(await kituo.db.connection.count({ where: { station: { identity: "BYSTANDER" } } })).toBe(1);
    expect(after - before, "megabytes of heap").toBeLessThan(HEAP_GROWTH_MB_MAX);
  }, 900_000);

  const sum = (of: (tally: FuzzingStation["tally"]) => number): number =>
    stations.reduce((total, { tally }) => total + of(tally), 0);
});

/** Every other one speaks 2.0.1. */
async function aFuzzingStation(kituo: TestGateway, index: number): Promise<FuzzingStation> {
  const version = index % 2 === 0 ? "1.6" : "2.0.1";
  const identity = `FUZZ-${index}`;
  await kituo.addStation(identity);
  await (await dialAndBoot(kituo.ocppUrl, identity, version)).leave();
  const source = createFrameSource(version, createRandom(SEED + index));
  return createFuzzingStation({ url: kituo.ocppUrl, identity, version, source });
}

/** Asks for the time again and again; `stop` gives the milliseconds that each answer took. */
function watchBystander(bystander: RawStation): { readonly stop: () => Promise<readonly number[]> } {
  const waited: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const askedAt = performance.now();
      await bystander.ask("Heartbeat", {});
      waited.push(performance.now() - askedAt);
      await new Promise((resolve) => setTimeout(resolve, BYSTANDER_EVERY_MS));
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return waited;
    },
  };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapUsedMb(): number {
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}
