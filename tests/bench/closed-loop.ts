/**
 * The closed loop: every station sends its next call when the last one was answered, session after session.
 * When the time is up, each finishes its session, so that the books can be compared; what is answered after
 * the bell is booked and not counted.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "./client";
import { within } from "./patience";
import type { ScriptedStation, Step } from "./station-script";

export type LoadStation = { readonly client: Client; readonly scripted: ScriptedStation };

/** What was answered, and so must be in the books. */
export type Acknowledged = {
  readonly calls: number;
  readonly starts: number;
  readonly readings: number;
  readonly ends: number;
};

export type Latency = { readonly p50: number; readonly p95: number; readonly p99: number };

export type LoopResult = {
  readonly seconds: number;
  /** Answered before the bell. */
  readonly messages: number;
  readonly latencyMs: Latency;
  readonly acknowledged: Acknowledged;
};

/** For the sessions that run at the bell to end. */
const LAST_SESSION_MS = 60_000;

type Tally = { calls: number; Nothing: number; Start: number; Reading: number; End: number };

export async function runLoop(
  stations: readonly LoadStation[],
  script: readonly Step[],
  seconds: number,
  onBell: () => void,
): Promise<LoopResult> {
  const tally: Tally = { calls: 0, Nothing: 0, Start: 0, Reading: 0, End: 0 };
  const latencies: number[] = [];
  const startedAt = performance.now();
  let isOver = false;

  const play = async ({ client, scripted }: LoadStation): Promise<void> => {
    while (!isOver) {
      scripted.session += 1;
      for (const step of script) {
        const sentAt = performance.now();
        const answer = await client.call(step.action, step.payload(scripted));
        if (!isOver) latencies.push(performance.now() - sentAt);
        tally.calls += 1;
        tally[step.leaves] += 1;
        if (step.take?.(scripted, answer) === false) {
          throw new Error(`${scripted.identity}: ${step.action} was answered ${answer}`);
        }
      }
    }
  };
  const bell = async (): Promise<number> => {
    await sleep(seconds * 1000);
    isOver = true;
    onBell();
    return (performance.now() - startedAt) / 1000;
  };

  const playing = Promise.all(stations.map(play));
  const ms = seconds * 1000 + LAST_SESSION_MS;
  const [measuredSeconds] = await Promise.all([bell(), within(ms, playing, () => "the last sessions did not end")]);
  const { calls, Start, Reading, End } = tally;
  return {
    seconds: measuredSeconds,
    messages: latencies.length,
    latencyMs: latencyOf(latencies),
    acknowledged: { calls, starts: Start, readings: Reading, ends: End },
  };
}

function latencyOf(latencies: readonly number[]): Latency {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
