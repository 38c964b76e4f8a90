/**
 * Runs at most one job per key. A key asked for again while its job runs gets exactly one more run afterwards,
 * however often it was asked.
 */
export type OnePerKey<Key> = {
  readonly run: (key: Key, job: () => Promise<void>) => void;
  readonly isRunning: (key: Key) => boolean;
  /** Settles when no job runs. */
  readonly idle: () => Promise<void>;
};

export function createOnePerKey<Key>(onError: (key: Key, error: unknown) => void): OnePerKey<Key> {
  const running = new Map<Key, Promise<void>>();
  const again = new Map<Key, () => Promise<void>>();

  const run = (key: Key, job: () => Promise<void>): void => {
    if (running.has(key)) {
      again.set(key, job);
      return;
    }
    const work = job()
      .catch((error: unknown) => onError(key, error))
      .finally(() => {
        running.delete(key);
        const next = again.get(key);
        if (again.delete(key) && next !== undefined) run(key, next);
      });
    running.set(key, work);
  };

  return {
    run,
    isRunning: (key) => running.has(key),
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
