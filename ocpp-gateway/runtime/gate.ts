/** Lets so many through at once; the others wait in the order they came. */
export type Gate = { readonly run: <T>(work: () => Promise<T>) => Promise<T> };

export function createGate(atOnceMax: number): Gate {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (inside < atOnceMax) {
      inside += 1;
      return;
    }
    // Whoever leaves hands over the place.
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) inside -= 1;
    else next();
  };
  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
