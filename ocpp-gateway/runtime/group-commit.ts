/**
 * Gathers work of many stations and commits it together.
 *
 * A lane is idle or flushing. What is added while it is idle is taken at the end of this turn of the event
 * loop; what is added while it flushes waits for the next flush. So a quiet lane adds no delay, and a busy one
 * writes ever larger batches, without a timer. Each `add` settles only when its own batch has committed.
 * An item whose data cannot be stored fails alone: the batch is halved until it is found.
 */
export type Lane<Item, Outcome> = {
  readonly add: (item: Item) => Promise<Outcome>;
  /** Waiting and being written. */
  readonly size: () => number;
  /** Settles when everything added so far is. */
  readonly drained: () => Promise<void>;
};

export type LaneOptions<Item, Outcome> = {
  /** Commits all items or throws; outcomes in the order of the items. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  readonly itemsMax: number;
  /**
   * Batches under way at the same time; 1 unless told. A second one starts only when enough waits to be worth it.
   * Only for items whose order among each other does not matter until they settle.
   */
  readonly flushesMax?: number;
  /** True where the same batch may succeed when it is sent again; a flush stores what it has stored before once. */
  readonly isPassingError: (error: unknown) => boolean;
  /** True where the rest of a batch may succeed without the item at fault. */
  readonly isDataError: (error: unknown) => boolean;
  readonly onFlush?: (items: number, milliseconds: number) => void;
};

type Waiting<Item, Outcome> = {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

/** How often a batch is sent that fails for a passing reason. */
const ATTEMPTS_MAX = 3;

/** What must wait for another flush to begin beside one that is under way. */
const WORTH_A_FLUSH = 16;

export function createLane<Item, Outcome>(options: LaneOptions<Item, Outcome>): Lane<Item, Outcome> {
  let waiting: Waiting<Item, Outcome>[] = [];
  let inWork = 0;
  let running = 0;
  const runners = new Set<Promise<void>>();

  const run = async (): Promise<void> => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, options.itemsMax);
      waiting = waiting.slice(options.itemsMax);
      inWork += batch.length;
      const startedAt = performance.now();
      await commit(batch);
      options.onFlush?.(batch.length, performance.now() - startedAt);
      inWork -= batch.length;
    }
    // In the same turn as the look at `waiting`: what is added from here on starts a runner of its own.
    running -= 1;
  };

  const startRunner = (): void => {
    running += 1;
    const runner: Promise<void> = run().finally(() => runners.delete(runner));
    runners.add(runner);
  };

  const isRunnerDue = (): boolean => {
    if (running === 0) return true;
    return waiting.length >= WORTH_A_FLUSH && running < (options.flushesMax ?? 1);
  };

  const commit = async (batch: readonly Waiting<Item, Outcome>[]): Promise<void> => {
    try {
      const outcomes = await flushStubbornly(options, batch);
      batch.forEach((entry, index) => {
        const outcome = outcomes[index];
        if (index < outcomes.length)
          entry.resolve(outcome as Outcome); // oxlint-disable-line typescript/no-unsafe-type-assertion -- in bounds; Outcome may be undefined
        else entry.reject(new Error("the flush gave no outcome for this item"));
      });
    } catch (error) {
      if (batch.length > 1 && options.isDataError(error)) {
        const half = Math.ceil(batch.length / 2);
        await commit(batch.slice(0, half));
        await commit(batch.slice(half));
        return;
      }
      for (const entry of batch) entry.reject(error);
    }
  };

  return {
    add: (item) =>
      new Promise<Outcome>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (isRunnerDue()) startRunner();
      }),
    size: () => waiting.length + inWork,
    drained: async () => {
      while (runners.size > 0) await Promise.all(runners);
    },
  };
}

async function flushStubbornly<Item, Outcome>(
  { flush, isPassingError }: LaneOptions<Item, Outcome>,
  batch: readonly Waiting<Item, Outcome>[],
): Promise<readonly Outcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await flush(batch.map((entry) => entry.item));
    } catch (error) {
      if (attempt >= ATTEMPTS_MAX || !isPassingError(error)) throw error;
    }
  }
}
