import type { Clock } from "../../simulator/clock";

/** Time that passes only when a test says so. */
export type ManualClock = Clock & { advance(ms: number): void };

export function createManualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  let due: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after(ms, run) {
      const entry = { at: now + ms, run };
      due.push(entry);
      return () => {
        due = due.filter((each) => each !== entry);
      };
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = due.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
        if (!next) break;
        now = Math.max(now, next.at);
        due = due.filter((each) => each !== next);
        next.run();
      }
      now = end;
    },
  };
}
