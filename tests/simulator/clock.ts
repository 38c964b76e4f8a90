/** Time as the simulator sees it: tests pass their own. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once after `ms`; never keeps the process alive. */
  after(ms: number, run: () => void): Cancel;
};

export type Cancel = () => void;

// Node keeps equal delays in one list behind one timer, so thousands of these stay cheap.
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.max(0, ms));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Waits; resolves to false when the signal ended the wait early. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const abort = () => {
      cancel();
      resolve(false);
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener("abort", abort);
      resolve(true);
    });
    signal.addEventListener("abort", abort, { once: true });
  });
}
