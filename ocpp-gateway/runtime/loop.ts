import type { Log } from "@/lib/log";
import type { Metrics } from "../metrics";

export type Loop = { readonly wake: () => void; readonly stop: () => Promise<void> };

type LoopOptions = {
  readonly name: string;
  /** Between two rounds when nobody wakes it. */
  readonly everyMs: number;
  /** At least this long between two rounds, however often it is woken: many wake-ups become one round. */
  readonly atLeastMs?: number;
  readonly round: () => Promise<void>;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Runs a round again and again, one at a time. A failed round is told, counted and tried again: the database may be away. */
export function startLoop(options: LoopOptions): Loop {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isWoken = false;
  let isStopped = false;
  let isFailing = false;
  let endedAt = Number.NEGATIVE_INFINITY;

  const schedule = (delayMs: number): void => {
    if (isStopped || running !== null) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(run, delayMs);
  };

  const run = (): void => {
    timer = null;
    isWoken = false;
    running = options
      .round()
      .then(() => {
        if (isFailing) options.log.info({ loop: options.name }, "a background loop works again");
        isFailing = false;
      })
      .catch((error: unknown) => {
        options.metrics.loopFailures.inc({ loop: options.name });
        if (!isFailing)
          options.log.error({ loop: options.name, err: error }, "a background loop failed; it is tried again");
        isFailing = true;
      })
      .finally(() => {
        running = null;
        endedAt = performance.now();
        schedule(isWoken && !isFailing ? (options.atLeastMs ?? 0) : options.everyMs);
      });
  };

  schedule(0);
  return {
    wake: () => {
      if (isWoken) return;
      isWoken = true;
      schedule(Math.max(0, (options.atLeastMs ?? 0) - (performance.now() - endedAt)));
    },
    stop: async () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
