import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createMetrics } from "@/ocpp-gateway/metrics";
import { startLoop } from "@/ocpp-gateway/runtime/loop";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

function aLoop(round: () => Promise<void> = async () => {}, atLeastMs?: number) {
  const rounds: number[] = [];
  const lines: { level: number; msg: string }[] = [];
  const log = pino({ level: "trace" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const metrics = createMetrics();
  const beganAt = Date.now();
  const loop = startLoop({
    name: "test",
    everyMs: 1_000,
    ...(atLeastMs === undefined ? {} : { atLeastMs }),
    round: () => {
      rounds.push(Date.now() - beganAt);
      return round();
    },
    log,
    metrics,
  });
  const failures = async (): Promise<number> => (await metrics.loopFailures.get()).values[0]?.value ?? 0;
  return { loop, rounds, lines, failures };
}

/** A round that lasts this long. */
const lasting = (milliseconds: number) => () => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe("a loop", () => {
  test("runs at once, and then after each pause", async () => {
    const { rounds } = aLoop();
    await pass(2_500);
    expect(rounds).toEqual([0, 1_000, 2_000]);
  });

  test("pauses between rounds, however long one takes: two never overlap", async () => {
    const { rounds } = aLoop(lasting(3_000));
    await pass(8_500);
    expect(rounds).toEqual([0, 4_000, 8_000]);
  });

  test("that is woken runs at once", async () => {
    const { loop, rounds } = aLoop();
    await pass(100);
    loop.wake();
    await pass(0);
    expect(rounds).toEqual([0, 100]);
  });

  test("that is woken many times in a pause runs once, and not before its least pause", async () => {
    const { loop, rounds } = aLoop(undefined, 40);
    await pass(10);
    for (let times = 0; times < 100; times += 1) loop.wake();
    await pass(100);
    expect(rounds).toEqual([0, 40]);
  });

  test("that is woken during a round runs once more after it", async () => {
    const { loop, rounds } = aLoop(lasting(100), 40);
    await pass(50);
    loop.wake();
    loop.wake();
    await pass(600);
    expect(rounds).toEqual([0, 140]);
  });

  test("is woken as ever after the clock was set back", async () => {
    const { loop, rounds } = aLoop(undefined, 40);
    await pass(100);
    vi.setSystemTime(Date.now() - 3_600_000);
    loop.wake();
    await pass(40);
    expect(rounds).toHaveLength(2);
  });
});

describe("a loop whose rounds fail", () => {
  test("goes on, counts each failure and tells only the first", async () => {
    const { rounds, lines, failures } = aLoop(() => Promise.reject(new Error("database away")));
    await pass(2_500);
    expect(rounds).toEqual([0, 1_000, 2_000]);
    expect(await failures()).toBe(3);
    expect(lines).toHaveLength(1);
  });

  test("tells once when it works again, and tells a new failure anew", async () => {
    let isAway = true;
    const { lines } = aLoop(async () => {
      if (isAway) throw new Error("database away");
    });
    await pass(1_500);
    isAway = false;
    await pass(3_000);
    isAway = true;
    await pass(1_000);
    expect(lines.map(({ level }) => pino.levels.labels[level])).toEqual(["error", "info", "error"]);
  });

  test("is not driven faster by those that wake it during a round", async () => {
    const { loop, rounds } = aLoop(() => {
      loop.wake();
      return Promise.reject(new Error("database away"));
    });
    await pass(2_500);
    expect(rounds).toEqual([0, 1_000, 2_000]);
  });
});

describe("a loop that is stopped", () => {
  test("waits for the round that runs, and never runs again", async () => {
    const { loop, rounds } = aLoop(lasting(100));
    await pass(50);
    let isStopped = false;
    const stopped = loop.stop().then(() => (isStopped = true));
    await pass(49);
    expect(isStopped).toBe(false);
    await pass(1);
    await stopped;
    loop.wake();
    await pass(5_000);
    expect(rounds).toEqual([0]);
  });

  test("in a pause stops at once", async () => {
    const { loop, rounds } = aLoop();
    await pass(10);
    await loop.stop();
    await pass(5_000);
    expect(rounds).toEqual([0]);
  });
});
