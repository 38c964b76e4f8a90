import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignWaves, type WaveTarget } from "@/lib/domain/firmware/assign-waves";
import { DEFAULT_SPEC, WAVE_RULE, type WaveSpec } from "@/lib/domain/firmware/campaign-spec";

const wave = (size: WaveSpec["size"]): WaveSpec => ({ name: "W", size, gate: "Auto", rule: WAVE_RULE });

const fleet = (count: number, sites: number, kinds: readonly string[]): readonly WaveTarget[] =>
  Array.from({ length: count }, (_, index) => ({
    stationId: index + 1,
    identity: `CP-${index}`,
    siteId: index % sites,
    hardware: kinds[index % kinds.length] ?? "A",
  }));

describe("assignWaves", () => {
  it("gives each station one place, and the sizes that were asked for", () => {
    const places = assignWaves(DEFAULT_SPEC.waves, fleet(1_204, 100, ["A"]), "campaign");
    expect(new Set(places.map(({ stationId }) => stationId)).size).toBe(1_204);
    const sizes = DEFAULT_SPEC.waves.map((_, index) => places.filter(({ waveIndex }) => waveIndex === index).length);
    expect(sizes).toEqual([10, 120, 301, 602, 171]);
  });

  it("is the same every time, and another for another campaign", () => {
    const targets = fleet(200, 20, ["A", "B"]);
    const once = assignWaves(DEFAULT_SPEC.waves, targets, "one");
    expect(assignWaves(DEFAULT_SPEC.waves, targets.toReversed(), "one")).toEqual(once);
    expect(assignWaves(DEFAULT_SPEC.waves, targets, "two")).not.toEqual(once);
  });

  it("has each kind of hardware in the canary, also one of which there is a single one", () => {
    const targets = fleet(500, 50, ["A"]).map((target, index) =>
      index === 411 ? { ...target, hardware: "Rare" } : target,
    );
    const canary = assignWaves(DEFAULT_SPEC.waves, targets, "campaign").filter(({ waveIndex }) => waveIndex === 0);
    expect(canary.map(({ stationId }) => stationId)).toContain(412);
  });

  it("strikes no site twice before every other was struck once", () => {
    const targets = fleet(100, 20, ["A"]);
    const canary = assignWaves([wave({ type: "Count", count: 20 }), wave({ type: "Rest" })], targets, "campaign")
      .filter(({ waveIndex }) => waveIndex === 0)
      .map(({ stationId }) => targets[stationId - 1]?.siteId);
    expect(new Set(canary).size).toBe(20);
  });

  it("puts stations that a wave names into it, and nobody else", () => {
    const targets = fleet(50, 5, ["A"]);
    const waves = [wave({ type: "Stations", identities: ["CP-7", "CP-9", "CP-999"] }), wave({ type: "Rest" })];
    const places = assignWaves(waves, targets, "campaign");
    expect(
      places
        .filter(({ waveIndex }) => waveIndex === 0)
        .map(({ stationId }) => stationId)
        .toSorted((a, b) => a - b),
    ).toEqual([8, 10]);
    expect(places).toHaveLength(50);
  });

  it("leaves over whom no wave has room for", () => {
    expect(assignWaves([wave({ type: "Count", count: 3 })], fleet(10, 2, ["A"]), "campaign")).toHaveLength(3);
  });

  it("places within a wave count from 0 without gaps, whatever the fleet", () => {
    const targets = fc.array(fc.record({ siteId: fc.option(fc.nat(4)), hardware: fc.constantFrom("A", "B", "C") }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(targets, fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }), (given, counts) => {
        const stations = given.map((one, index) => ({ ...one, stationId: index, identity: `S${index}` }));
        const waves = [...counts.map((count) => wave({ type: "Count", count })), wave({ type: "Rest" })];
        const places = assignWaves(waves, stations, "x");
        expect(places.map(({ stationId }) => stationId).toSorted((a, b) => a - b)).toEqual(
          stations.map(({ stationId }) => stationId),
        );
        for (const [index] of waves.entries()) {
          const own = places.filter(({ waveIndex }) => waveIndex === index).map(({ place }) => place);
          expect(own).toEqual(own.map((_, place) => place));
        }
      }),
      { numRuns: 200 },
    );
  });
});
