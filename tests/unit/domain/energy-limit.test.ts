import { expect, test } from "vitest";
import { type LimitedSession, limitDecision } from "@/lib/domain/energy-limit";

const aSession = (given: Partial<LimitedSession> = {}): LimitedSession => ({
  phase: "Active",
  energyWh: 10_000,
  limitWh: 10_000,
  isConnected: true,
  isAsked: false,
  ...given,
});

test.each<[string, Partial<LimitedSession>, ReturnType<typeof limitDecision>]>([
  ["that drew what its card may draw is stopped", {}, "Stop"],
  ["that has a little left goes on", { energyWh: 9_999.9 }, "GoOn"],
  ["whose energy nobody knows goes on", { energyWh: null }, "GoOn"],
  ["without a limit goes on", { limitWh: null }, "GoOn"],
  ["that was asked once is never asked again", { isAsked: true, energyWh: 99_999 }, "GoOn"],
  ["that has ended is left alone", { phase: "Ended" }, "GoOn"],
  ["of a station that is away is stopped when it is back", { isConnected: false }, "Wait"],
])("a session %s", (_, given, decision) => {
  expect(limitDecision(aSession(given))).toBe(decision);
});
