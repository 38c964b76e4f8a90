import { describe, expect, test } from "vitest";
import { toConnectivity } from "@/lib/services/stations/connectivity";

const NOW = new Date("2025-06-01T12:00:00Z");
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1000);
const told = (seconds: number): string => ago(seconds).toISOString();
const held = { gatewayId: "g", connectedAt: ago(60), disconnectedAt: ago(90), disconnectReason: "peer" };
const alive = { beatAt: ago(1), stoppedAt: null };

describe("a station", () => {
  test("whose gateway beats is connected since it dialled", () => {
    expect(toConnectivity(held, alive, NOW)).toEqual({ state: "Connected", since: told(60) });
  });

  test("whose gateway has been silent for more than ten seconds is not known to be connected", () => {
    expect(toConnectivity(held, { ...alive, beatAt: ago(10) }, NOW).state).toBe("Connected");
    expect(toConnectivity(held, { ...alive, beatAt: ago(10.001) }, NOW)).toEqual({
      state: "GatewayLost",
      since: told(10.001),
    });
  });

  test("whose gateway was stopped, or is gone, is not known to be connected", () => {
    const stopped = { beatAt: ago(1), stoppedAt: ago(1) };
    expect(toConnectivity(held, stopped, NOW)).toEqual({ state: "GatewayLost", since: told(1) });
    expect(toConnectivity(held, null, NOW)).toEqual({ state: "GatewayLost", since: null });
  });

  test("that nobody holds is disconnected, and says since when and why", () => {
    const left = { ...held, gatewayId: null };
    expect(toConnectivity(left, null, NOW)).toEqual({ state: "Disconnected", since: told(90), reason: "peer" });
  });

  test("that never dialled was never connected", () => {
    const fresh = { gatewayId: null, connectedAt: null, disconnectedAt: null, disconnectReason: null };
    expect(toConnectivity(fresh, null, NOW)).toEqual({ state: "NeverConnected" });
  });
});
