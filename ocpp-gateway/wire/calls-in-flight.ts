/**
 * Our outbound calls on one connection: at most one waits for its answer
 * (1.6 SHOULD, 2.x SHALL). Timed-out calls are remembered a while, so that a
 * late answer is known for what it is. Holds no timers: time comes in.
 */
export type OutboundCall = { readonly messageId: string; readonly action: string };

export type Settled<Call> =
  | { readonly type: "Answered"; readonly call: Call }
  /** Answered after its time-out: the station may have acted. Recorded, never matched to another call. */
  | { readonly type: "Late"; readonly call: Call }
  | { readonly type: "Unknown" };

/** `Call` is whatever the owner wants back with the answer. */
export type CallsInFlight<Call extends OutboundCall> = {
  current(): Call | null;
  /** False while another call waits; then nothing changed. */
  begin(call: Call): boolean;
  settle(messageId: string, now: Date): Settled<Call>;
  /** Gives up the waiting call; null when it is no longer this one. */
  timeOut(messageId: string, now: Date): Call | null;
  /** The connection is gone: what still waited, its outcome unknown. */
  drain(): Call | null;
};

const LATE_AFTER_MS_MAX = 10 * 60_000;

export function createCallsInFlight<Call extends OutboundCall>(): CallsInFlight<Call> {
  let waiting: Call | null = null;
  const timedOut = new Map<string, { readonly call: Call; readonly forgetAt: number }>();

  const forgetOld = (now: Date): void => {
    for (const [id, { forgetAt }] of timedOut) if (forgetAt <= now.getTime()) timedOut.delete(id);
  };
  const takeWaiting = (messageId: string): Call | null => {
    if (waiting?.messageId !== messageId) return null;
    const call = waiting;
    waiting = null;
    return call;
  };

  return {
    current: () => waiting,
    begin(call) {
      if (waiting !== null) return false;
      waiting = call;
      return true;
    },
    settle(messageId, now) {
      const call = takeWaiting(messageId);
      if (call !== null) return { type: "Answered", call };
      forgetOld(now);
      const late = timedOut.get(messageId);
      if (late === undefined) return { type: "Unknown" };
      timedOut.delete(messageId);
      return { type: "Late", call: late.call };
    },
    timeOut(messageId, now) {
      forgetOld(now);
      const call = takeWaiting(messageId);
      if (call !== null) timedOut.set(messageId, { call, forgetAt: now.getTime() + LATE_AFTER_MS_MAX });
      return call;
    },
    drain() {
      const call = waiting;
      waiting = null;
      return call;
    },
  };
}
