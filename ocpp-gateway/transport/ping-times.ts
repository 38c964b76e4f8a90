/** How long pongs take, over one connection. Pure; time comes in. */
import type { PingFigures } from "@/lib/domain/ping-figures";

export type PingTimes = {
  readonly sent: (atMs: number) => void;
  /** A pong nobody asked for is none of ours. */
  readonly answered: (atMs: number) => void;
  /** Null before the first pong. */
  readonly figures: () => PingFigures | null;
};

/** What the median is taken over: eight minutes at the usual pace. */
const KEPT = 32;

export function createPingTimes(): PingTimes {
  let sentAt: number | null = null;
  let figures: PingFigures | null = null;
  const recent: number[] = [];
  return {
    // While one is on its way the next one does not begin anew: a slow line would look quick.
    sent: (at) => void (sentAt ??= at),
    answered: (at) => {
      if (sentAt === null) return;
      const lastMs = Math.max(0, at - sentAt);
      sentAt = null;
      recent.push(lastMs);
      if (recent.length > KEPT) recent.shift();
      figures = { lastMs, medianMs: median(recent), maxMs: Math.max(figures?.maxMs ?? 0, lastMs) };
    },
    figures: () => figures,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
