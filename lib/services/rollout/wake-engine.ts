import { CHANNELS, type Tx } from "../context";

/** With the commit the engine looks at all campaigns, without waiting for its next round. */
export const wakeEngine = async (tx: Pick<Tx, "$executeRaw">): Promise<unknown> =>
  tx.$executeRaw`SELECT pg_notify(${CHANNELS.rollout}, '')`;
