/** When is a charger's line unstable? It comes and goes by itself; what Kituo closed on purpose is not its doing. */

export const UNSTABLE = { reconnects: 3, minutes: 15 } as const;

/** Closes after which coming back says nothing of the line. */
export const CLOSED_BY_KITUO: readonly string[] = ["ShuttingDown", "GatewayLost", "AccessChanged", "HoldLost"];

export const isUnstable = (reconnects: number): boolean => reconnects >= UNSTABLE.reconnects;
