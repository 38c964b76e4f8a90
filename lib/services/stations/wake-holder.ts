import { CHANNELS, type Tx } from "../context";

/** Tells the gateway that holds the station, after commit, to close a connection that may no longer be entitled. */
export async function wakeHolder(tx: Tx, identity: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNELS.connection}, ${identity})`;
}
