import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE } from "../transport/close-reasons";
import type { StationRegistry } from "./station-registry";

/** Waits for the work, but no longer than this; what is not done by then is left. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, sleep(milliseconds, undefined, { ref: false })]);
}

/** Stops reading, answers what was read, then tells every station that the gateway goes. */
export async function drainStations(registry: StationRegistry, millisecondsMax: number): Promise<void> {
  const sockets = [...registry.all()];
  await within(millisecondsMax, Promise.all(sockets.map((socket) => socket.finish())));
  for (const socket of sockets) socket.close(CLOSE.shuttingDown);
  await within(millisecondsMax, untilEmpty(registry));
}

async function untilEmpty(registry: StationRegistry): Promise<void> {
  while (registry.size() > 0) await sleep(20);
}
