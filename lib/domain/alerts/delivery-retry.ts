/** When a message that did not arrive is sent again. */

const DELAYS_SECONDS = [10, 30, 120, 600, 1_800, 3_600] as const;
const GIVEN_UP_AFTER_MS = 24 * 3_600_000;

/** When to try next after so many tries, in milliseconds; null: a day has passed, it is given up. */
export function nextTry(attempts: number, createdAt: number, now: number): number | null {
  const delay = DELAYS_SECONDS[Math.min(Math.max(attempts, 1), DELAYS_SECONDS.length) - 1] ?? 3_600;
  const at = now + delay * 1000;
  return at - createdAt > GIVEN_UP_AFTER_MS ? null : at;
}
