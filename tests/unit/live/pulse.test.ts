import { describe, expect, test } from "vitest";
import { type LineFacts, readLine } from "@/lib/live/pulse";

const NOW = 1_000_000;
const seconds = (count: number): number => count * 1000;

const line = (told: Partial<LineFacts> = {}): LineFacts => ({
  isOpen: true,
  closedAt: NOW - seconds(100),
  lastBeatAt: NOW - seconds(2),
  lastHeardAt: NOW - seconds(1),
  isCatchingUp: false,
  held: null,
  ...told,
});

describe("the line between browser and server", () => {
  test("is live while beats come, and says how long ago the last word was", () => {
    expect(readLine(line(), NOW)).toEqual({ pulse: { state: "live", heardMs: seconds(1) }, isTrusted: true });
  });

  test("is not live without beats, even if the socket seems open", () => {
    const silent = line({ lastBeatAt: NOW - seconds(13), lastHeardAt: NOW - seconds(13) });
    expect(readLine(silent, NOW)).toMatchObject({ pulse: { state: "reconnecting" }, isTrusted: false });
  });

  test("is trusted for ten seconds after it broke, not longer", () => {
    const broken = (ago: number) => readLine(line({ isOpen: false, lastHeardAt: NOW - seconds(ago) }), NOW);
    expect(broken(9)).toMatchObject({ pulse: { state: "reconnecting" }, isTrusted: true });
    expect(broken(11)).toMatchObject({ pulse: { state: "reconnecting" }, isTrusted: false });
    expect(broken(31)).toMatchObject({ pulse: { state: "offline" }, isTrusted: false });
  });

  test("a page that was never connected catches up at first and is then said to be off line", () => {
    const never = (ago: number) =>
      readLine(line({ isOpen: false, lastBeatAt: null, lastHeardAt: null, closedAt: NOW - seconds(ago) }), NOW);
    expect(never(1).pulse.state).toBe("catching-up");
    expect(never(12).pulse.state).toBe("reconnecting");
    expect(never(40).pulse.state).toBe("offline");
  });

  test("a pause is told with what it holds back, but never hides a broken line", () => {
    expect(readLine(line({ held: 34 }), NOW).pulse).toEqual({ state: "paused", held: 34 });
    expect(readLine(line({ held: 34, isOpen: false }), NOW).pulse.state).toBe("reconnecting");
  });

  test("a topic that is behind is not called live", () => {
    expect(readLine(line({ isCatchingUp: true }), NOW).pulse.state).toBe("catching-up");
  });
});
