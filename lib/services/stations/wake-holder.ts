import { CHANNELS, type Tx } from "../context";

/** Tells the gateway that holds the station, after commit, that its connection may no longer be entitled. */
export async function wakeHolder(tx: Tx, station: { readonly id: number; readonly identity: string }): Promise<void> {
  const { id: stationId, identity } = station;
  await tx.$executeRaw`SELECT pg_notify(${CHANNELS.connection}, ${JSON.stringify({ stationId, identity })})`;
}
