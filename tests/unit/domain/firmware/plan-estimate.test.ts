import { describe, expect, it } from "vitest";
import { canaryProof, DEFAULT_SPEC, inFlightFor, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { estimateWaves } from "@/lib/domain/firmware/plan-estimate";

const HOUR = 3_600_000;
const startAt = Date.parse("2026-11-22T12:00:00Z");
const rule = { ...WAVE_RULE, soakSeconds: 0 };
const spec = {
  ...DEFAULT_SPEC,
  healthSeconds: 0,
  windowLeftSecondsMin: 0,
  startsPerMinute: 1_000,
  waves: [{ name: "All", size: { type: "Rest" }, gate: "Auto", rule }],
} as const;
const one = (stations: number, largestSite = 1) => ({ waves: [{ stations, largestSite }], timeZone: "UTC", startAt });

describe("estimateWaves", () => {
  it("without windows, as many rounds as the places in flight make", () => {
    const [span] = estimateWaves({ ...spec, windows: [], inFlightMax: 10 }, one(30)) ?? [];
    expect(span).toEqual({ opensAt: startAt, endsAt: startAt + HOUR });
  });

  it("waits for the windows, and goes on in the next night where one is not enough", () => {
    const [span] = estimateWaves({ ...spec, inFlightMax: 10 }, one(150)) ?? [];
    // 15 rounds of 20 minutes: four hours in the first night, one in the second.
    expect(span?.endsAt).toBe(Date.parse("2026-11-24T02:00:00Z"));
  });

  it("lasts as long as its largest site makes it", () => {
    const [span] = estimateWaves({ ...spec, windows: [], inFlightMax: 100 }, one(30, 30)) ?? [];
    expect(span?.endsAt).toBe(startAt + 10 * HOUR);
  });

  it("adds each wave's soak", () => {
    const waves = [
      { stations: 1, largestSite: 1 },
      { stations: 1, largestSite: 1 },
    ];
    const soaking = { ...rule, soakSeconds: 3_600 };
    const two = {
      ...spec,
      windows: [],
      waves: spec.waves.flatMap((wave) => [
        { ...wave, rule: soaking },
        { ...wave, rule: soaking },
      ]),
    };
    const spans = estimateWaves(two, { waves, timeZone: "UTC", startAt });
    expect(spans?.at(-1)?.endsAt).toBe(startAt + 2 * (HOUR + 1_200_060));
  });

  it("is none where no window is long enough, or the deadline comes first", () => {
    const narrow = { ...spec, windowLeftSecondsMin: 5 * 3_600 };
    expect(estimateWaves(narrow, one(1))).toBeNull();
    expect(estimateWaves({ ...spec, deadlineSeconds: 60, windows: [] }, one(1))).toBeNull();
  });
});

describe("what a canary proves", () => {
  it("is the exact one-sided bound of 95 %", () => {
    const shown = [3, 5, 10, 20, 30, 60, 100, 300].map((stations) => Math.round(canaryProof(stations) * 1_000) / 10);
    expect(shown).toEqual([63.2, 45.1, 25.9, 13.9, 9.5, 4.9, 3, 1]);
  });

  it("in flight: two percent, from one to twenty", () => {
    expect([10, 200, 5_000].map(inFlightFor)).toEqual([1, 4, 20]);
  });
});
