/** Lets bytes through at a rate, in the order they are asked for. */
export type Bandwidth = {
  /** How much to ask for at once, at most. */
  readonly sliceBytes: number;
  /** For how long, in ms, these bytes have to wait; they count as sent then. */
  readonly waitFor: (bytes: number) => number;
};

const SLICE_BYTES_MAX = 64 * 1024;
const SLICE_BYTES_MIN = 1024;

export const UNLIMITED: Bandwidth = { sliceBytes: SLICE_BYTES_MAX, waitFor: () => 0 };

/** A token bucket that holds a quarter of a second's bytes. `now` is monotonic, in ms. */
export function createBandwidth(megabitsPerSecond: number, now: () => number): Bandwidth {
  const bytesPerMs = (megabitsPerSecond * 1_000_000) / 8 / 1_000;
  const burstMs = 250;
  const sliceBytes = Math.min(SLICE_BYTES_MAX, Math.max(SLICE_BYTES_MIN, Math.floor((bytesPerMs * burstMs) / 4)));
  // When the bucket would be full again.
  let fullAt = Number.NEGATIVE_INFINITY;
  return {
    sliceBytes,
    waitFor: (bytes) => {
      const at = now();
      fullAt = Math.max(fullAt, at) + bytes / bytesPerMs;
      return Math.max(0, fullAt - burstMs - at);
    },
  };
}
