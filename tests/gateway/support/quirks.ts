import { vi } from "vitest";
import type { TestGateway } from "../../support/gateway";
import { dialAndBoot, type RawStation, type Version } from "./raw-station";

/** A booted station of its own for one quirk. */
export async function aQuirkyStation(kituo: TestGateway, version: Version = "1.6"): Promise<RawStation> {
  const identity = `QUIRK-${crypto.randomUUID().slice(0, 8)}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

/** What the books hold of a station. */
export const booksOf = ({ db }: TestGateway, { identity }: RawStation) => ({
  station: () => db.station.findUniqueOrThrow({ where: { identity } }),
  connectors: () => db.connector.findMany({ where: { station: { identity } }, orderBy: { evse: "asc" } }),
  sessions: () => db.chargingSession.findMany({ where: { station: { identity } }, orderBy: { id: "asc" } }),
  meters: async () => {
    const { id } = await db.station.findUniqueOrThrow({ where: { identity } });
    return db.meterValue.findMany({ where: { stationId: id }, orderBy: { id: "asc" } });
  },
  /** The names of the repairs so far, in the order of the alphabet. */
  repairs: async () => {
    const rows = await db.stationDeviation.findMany({ where: { station: { identity } }, orderBy: { repair: "asc" } });
    return rows.map(({ repair }) => repair);
  },
  /** Those of heartbeats are stored after the answer. */
  repairsSoon: (expected: readonly string[]) =>
    vi.waitFor(async () => {
      const rows = await db.stationDeviation.findMany({ where: { station: { identity } }, orderBy: { repair: "asc" } });
      const names = rows.map(({ repair }) => repair);
      if (names.join() !== expected.join()) throw new Error(`mended so far: ${names.join()}`);
    }),
});
