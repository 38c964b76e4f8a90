/** When a session has drawn what its card may draw, and who asks it to stop. */

export type LimitedSession = {
  readonly phase: "Active" | "Ended";
  readonly energyWh: number | null;
  readonly limitWh: number | null;
  /** Can its station be spoken to now? */
  readonly isConnected: boolean;
  /** A stop for this limit has been sent, or waits to be: whatever came of it, it is not asked a second time. */
  readonly isAsked: boolean;
};

/** `Wait`: it is to be stopped as soon as its station is there. */
export function limitDecision(session: LimitedSession): "GoOn" | "Stop" | "Wait" {
  const { phase, energyWh, limitWh, isConnected, isAsked } = session;
  if (phase === "Ended" || isAsked || limitWh === null || energyWh === null || energyWh < limitWh) return "GoOn";
  return isConnected ? "Stop" : "Wait";
}
