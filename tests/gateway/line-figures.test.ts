import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readHealth } from "@/lib/services/stations/read-health";
import { startGateway, type TestGateway } from "../support/gateway";
import { dial, dialAndBoot, SAID, VERSIONS, type Version } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ liveness: { pingEveryMs: 200, silenceMsMax: 40_000 } });
});
afterAll(() => kituo.stop());

const connectionOf = (identity: string) =>
  kituo.db.connection.findFirstOrThrow({ where: { station: { identity } }, orderBy: { epoch: "desc" } });
const stationOf = (identity: string) => kituo.db.station.findUniqueOrThrow({ where: { identity } });

test("how long pongs take is kept while the station is connected, and the last of it when it goes", async () => {
  await kituo.addStation("PINGED");
  const station = await dial(kituo.ocppUrl, "PINGED", "1.6", {});
  await vi.waitFor(async () => expect((await connectionOf("PINGED")).pingLastMs).not.toBeNull(), 10_000);
  const during = await connectionOf("PINGED");
  expect(during.pingMedianMs).toBeGreaterThanOrEqual(0);
  expect(during.pingMaxMs).toBeGreaterThanOrEqual(during.pingMedianMs ?? Infinity);

  const sluggish = 700;
  station.ws.pause();
  await new Promise((resolve) => setTimeout(resolve, sluggish));
  const pong = new Promise((resolve) => station.ws.once("ping", resolve));
  station.ws.resume();
  await pong;
  await station.ask("Heartbeat", {});
  await station.leave();
  await vi.waitFor(async () => expect((await connectionOf("PINGED")).closedAt).not.toBeNull(), 5_000);
  expect((await connectionOf("PINGED")).pingMaxMs).toBeGreaterThanOrEqual(sluggish / 2);
  expect((await readHealth(kituo.ctx, "PINGED")).connections).toMatchObject([
    { closing: { by: "Charger", word: "ClosedNormally" }, closeCode: 1000 },
  ]);
});

const later = (ms: number): string => new Date(Date.now() + ms).toISOString();

test.each(VERSIONS)("a clock that is five minutes ahead is seen from a status of %s", async (version: Version) => {
  const identity = `AHEAD-${version}`;
  await kituo.addStation(identity);
  const station = await dialAndBoot(kituo.ocppUrl, identity, version);
  await station.ask("StatusNotification", { ...SAID[version].status(1, "Available"), timestamp: later(300_000) });
  await vi.waitFor(async () => expect((await stationOf(identity)).clockOffsetMs).not.toBeNull(), 10_000);
  expect((await stationOf(identity)).clockOffsetMs).toBeGreaterThan(290_000);
  expect((await stationOf(identity)).clockOffsetMs).toBeLessThanOrEqual(300_000);
  expect((await readHealth(kituo.ctx, identity)).clock).toMatchObject({ isOff: true });
  await station.leave();
});

test("a right clock is right, also where one message had waited for hours or had no time at all", async () => {
  await kituo.addStation("RIGHT");
  const station = await dialAndBoot(kituo.ocppUrl, "RIGHT", "1.6");
  const { timestamp: _, ...timeless } = SAID["1.6"].status(2, "Available");
  await station.ask("StatusNotification", { ...SAID["1.6"].status(1, "Available"), timestamp: later(-7_200_000) });
  await station.ask("StatusNotification", timeless);
  await station.ask("StatusNotification", SAID["1.6"].status(2, "Charging"));
  await vi.waitFor(async () => expect((await stationOf("RIGHT")).clockOffsetMs).not.toBeNull(), 10_000);
  expect(Math.abs((await stationOf("RIGHT")).clockOffsetMs ?? Infinity)).toBeLessThan(5_000);
  await station.leave();
});
