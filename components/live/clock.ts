const TICK_MS = 1_000;

/** Server time, once a second, for ages and durations. Starts at what the server rendered, so that hydration agrees. */
export function createClock(renderedAt: number) {
  let skewMs = 0;
  let shown = renderedAt;
  let timer: ReturnType<typeof setInterval> | null = null;
  const listeners = new Set<() => void>();

  const tick = (): void => {
    shown = Date.now() + skewMs;
    for (const listener of listeners) listener();
  };

  return {
    /** Epoch milliseconds; the same until the next tick. */
    now: (): number => shown,
    /** What the server rendered with: parts of a page that wake up late must still agree with it. */
    renderedAt: (): number => renderedAt,
    skewMs: (): number => skewMs,
    setSkew: (measuredMs: number): void => {
      skewMs = measuredMs;
    },
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      timer ??= setInterval(tick, TICK_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

export type Clock = ReturnType<typeof createClock>;
