const MISSES_MAX = 30;
const WINDOW_MS = 60_000;
const ADDRESSES_MAX = 10_000;

/** Counts wrong secrets per address, so that guessing costs us nothing but an answer. */
export type MissLimit = {
  readonly isHeldOff: (address: string) => boolean;
  readonly missed: (address: string) => void;
};

export function createMissLimit(now: () => Date): MissLimit {
  let since = 0;
  let misses = new Map<string, number>();
  const current = (): Map<string, number> => {
    const at = now().getTime();
    if (at - since >= WINDOW_MS || misses.size > ADDRESSES_MAX) {
      since = at;
      misses = new Map();
    }
    return misses;
  };
  return {
    isHeldOff: (address) => (current().get(address) ?? 0) >= MISSES_MAX,
    missed: (address) => void current().set(address, (misses.get(address) ?? 0) + 1),
  };
}
