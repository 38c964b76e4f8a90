import { describe, expect, test } from "vitest";
import type { SessionTelemetry, Topic } from "@/lib/live/contract";
import { createLiveTelemetry } from "@/ocpp-gateway/runtime/live-telemetry";

const NOW = "2025-06-01T12:00:00.000Z";
const figures = (id: number, energyWh: number, identity = "CP-1"): SessionTelemetry => ({
  id,
  identity,
  energyWh,
  powerW: 7000,
  socPercent: null,
  sampledAt: NOW,
  receivedAt: NOW,
});
const everybody = () => true;
const only = (wanted: Topic) => (topic: Topic) => topic === wanted;

describe("telemetry", () => {
  test("tells a session's newest figures only, to its own page and its charger's", () => {
    const telemetry = createLiveTelemetry();
    telemetry.figures(figures(7, 100));
    telemetry.figures(figures(7, 200));
    expect(telemetry.take(everybody, NOW)).toEqual([
      { topic: "session:7", at: NOW, sessions: [figures(7, 200)], seen: {} },
      { topic: "station:CP-1", at: NOW, sessions: [figures(7, 200)], seen: {} },
    ]);
  });

  test("puts all that concerns one charger into one message", () => {
    const telemetry = createLiveTelemetry();
    telemetry.figures(figures(7, 100));
    telemetry.figures(figures(8, 50));
    telemetry.seen("CP-1", "2025-06-01T11:59:00.000Z");
    telemetry.seen("CP-1", NOW);
    expect(telemetry.take(only("station:CP-1"), NOW)).toEqual([
      { topic: "station:CP-1", at: NOW, sessions: [figures(7, 100), figures(8, 50)], seen: { "CP-1": NOW } },
    ]);
  });

  test("tells the newest ping times to the charger's own page, once", () => {
    const telemetry = createLiveTelemetry();
    telemetry.pinged("CP-1", { lastMs: 900, medianMs: 40, maxMs: 900 });
    telemetry.pinged("CP-1", { lastMs: 30, medianMs: 35, maxMs: 900 });
    expect(telemetry.take(everybody, NOW)).toEqual([
      {
        topic: "station:CP-1",
        at: NOW,
        sessions: [],
        seen: {},
        pings: { "CP-1": { lastMs: 30, medianMs: 35, maxMs: 900 } },
      },
    ]);
    expect(telemetry.take(everybody, NOW)).toEqual([]);
  });

  test("tells nothing twice, and nothing old to one who comes later", () => {
    const telemetry = createLiveTelemetry();
    telemetry.figures(figures(7, 100));
    telemetry.seen("CP-1", NOW);
    expect(telemetry.take(() => false, NOW)).toEqual([]);
    expect(telemetry.take(everybody, NOW)).toEqual([]);
  });

  test("takes a charger's name for a name, whatever it is", () => {
    const telemetry = createLiveTelemetry();
    telemetry.seen("__proto__", NOW);
    const [message] = telemetry.take(everybody, NOW);
    expect(message?.topic).toBe("station:__proto__");
    expect(JSON.stringify(message?.seen)).toBe(`{"__proto__":"${NOW}"}`);
  });
});
