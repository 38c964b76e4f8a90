/** A token bucket: how many frames of one station are handled at once and over time. Pure; time comes in. */
export type CallBudget = {
  /** Takes one; returns the milliseconds to wait before the next may be read, 0 while there is budget. */
  readonly take: (nowMs: number) => number;
};

export function createCallBudget(
  limits: { readonly perSecond: number; readonly burst: number },
  nowMs: number,
): CallBudget {
  let tokens = limits.burst;
  let filledAt = nowMs;
  return {
    take: (now) => {
      tokens = Math.min(limits.burst, tokens + (Math.max(0, now - filledAt) / 1000) * limits.perSecond);
      filledAt = now;
      tokens -= 1;
      return tokens >= 0 ? 0 : Math.ceil((-tokens / limits.perSecond) * 1000);
    },
  };
}
