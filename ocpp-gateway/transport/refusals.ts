import type { ServiceContext } from "@/lib/services/context";
import { type Refusal, recordRefusals } from "@/lib/services/stations/record-refusal";

/** Gathers refused handshakes by identity and reason, so that a storm of them is a few rows and one statement. */
export type Refusals = {
  readonly add: (refusal: Omit<Refusal, "count">) => void;
  readonly flush: () => Promise<void>;
};

/** What may wait between two flushes; scanners beyond it are counted in the metrics only. */
const WAITING_MAX = 1_000;

export function createRefusals(ctx: ServiceContext): Refusals {
  let waiting = new Map<string, Refusal>();
  const put = (refusal: Refusal): void => {
    const key = JSON.stringify([refusal.identity, refusal.reason]);
    const known = waiting.get(key);
    if (known === undefined && waiting.size >= WAITING_MAX) return;
    waiting.set(key, { ...refusal, count: refusal.count + (known?.count ?? 0) });
  };
  return {
    add: (refusal) => put({ ...refusal, count: 1 }),
    flush: async () => {
      const taken = [...waiting.values()];
      waiting = new Map();
      try {
        await recordRefusals(ctx, taken);
      } catch (error) {
        for (const refusal of taken) put(refusal);
        throw error;
      }
    },
  };
}
