import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startGateway, type TestGateway } from "../support/gateway";
import { dialAndBoot, type RawStation, SAID, VERSIONS, type Version } from "./support/raw-station";

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway();
});
afterAll(() => kituo.stop());

async function aStation(identity: string, version: Version): Promise<RawStation> {
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}
const connectorsOf = ({ identity }: RawStation) =>
  kituo.db.connector.findMany({ where: { station: { identity } }, orderBy: { evse: "asc" } });

describe.each(VERSIONS)("the connectors of a station that speaks %s", (version) => {
  const say = (
    station: RawStation,
    status: "Available" | "Charging" | "Unavailable",
    timestamp: string,
    connector = 1,
  ) => station.ask("StatusNotification", { ...SAID[version].status(connector, status), timestamp }, "s");

  test("keep their newest status when an older one arrives late", async () => {
    const station = await aStation(`ORDER-${version}`, version);
    const now = Date.now();
    await say(station, "Unavailable", new Date(now).toISOString());
    expect(await say(station, "Charging", new Date(now - 5_000).toISOString())).toEqual([3, "s", {}]);
    expect(await connectorsOf(station)).toMatchObject([{ status: "Unavailable", statusAt: new Date(now), rev: 1 }]);
    await station.leave();
  });

  test.each([
    ["was never set", "1970-01-01T00:00:00Z"],
    ["runs years ahead", "2099-01-01T00:00:00Z"],
  ])("are believed in the order they spoke where the station's clock %s", async (_, at) => {
    const station = await aStation(`CLOCK-${version}-${at}`, version);
    await say(station, "Available", at);
    await say(station, "Unavailable", at);
    const [connector] = await connectorsOf(station);
    expect(connector).toMatchObject({ status: "Unavailable", rev: 2 });
    expect(Math.abs(Number(connector?.statusAt) - Date.now())).toBeLessThan(60_000);
    await station.leave();
  });

  test("appear when they are first heard of, up to what no station has", async () => {
    const station = await aStation(`MANY-${version}`, version);
    const at = new Date().toISOString();
    for (let connector = 1; connector <= 70; connector += 1) {
      expect(await say(station, "Available", at, connector * 1_000)).toEqual([3, "s", {}]);
    }
    expect(await connectorsOf(station)).toHaveLength(64);
    await say(station, "Unavailable", at, 64_000);
    expect((await connectorsOf(station)).at(-1)).toMatchObject({ evse: 64_000, status: "Unavailable" });
    await station.leave();
  });
});
