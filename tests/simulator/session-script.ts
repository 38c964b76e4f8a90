import { ChargingRefused } from "./charging";
import { type Clock, pause } from "./clock";
import type { FaultCode } from "./connector";
import { between, oneOf, type Random } from "./random";
import type { Station } from "./station";

/** What a script needs; the signal ends it at its next pause. */
export type ScriptContext = {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Model seconds per second: 60 makes everything happen in a sixtieth of the time. */
  readonly speed: number;
  readonly idTags: readonly [string, ...string[]];
};

const FAULTS: readonly [FaultCode, ...FaultCode[]] = [
  "GroundFailure",
  "OverCurrentFailure",
  "ConnectorLockFailure",
  "HighTemperature",
  "PowerMeterFailure",
];

/** Cars come, charge and leave at one connector, again and again. */
export async function runSessions(
  station: Station,
  connectorId: number,
  context: ScriptContext,
  idleSeconds: { readonly min: number; readonly max: number },
): Promise<void> {
  while (await wait(context, between(context.random, idleSeconds.min, idleSeconds.max))) {
    await runSession(station, connectorId, context);
  }
}

/** One customer: plugs in, presents a token, charges, stops, leaves. Lives with whatever happens in between. */
export async function runSession(station: Station, connectorId: number, context: ScriptContext): Promise<void> {
  const { random } = context;
  await leaveWhenDone(station, connectorId);
  if (station.status(connectorId) !== "Available") return;
  await station.plugIn(connectorId);
  await wait(context, between(random, 3, 15));
  const tag = oneOf(random, context.idTags);
  if (station.session(connectorId) || (await started(station, connectorId, tag))) {
    await wait(context, between(random, 120, 900));
    const hasDriverStopped = random() < 0.8;
    if (hasDriverStopped && station.session(connectorId)) await station.stopCharging(connectorId, "Local");
    await wait(context, between(random, 5, 60));
  }
  await station.unplug(connectorId);
}

/** Nobody comes by himself; cars that were started remotely leave when they are done. */
export async function runDepartures(station: Station, connectorId: number, context: ScriptContext): Promise<void> {
  while (await wait(context, between(context.random, 20, 60))) await leaveWhenDone(station, connectorId);
}

/** Now and then a connector faults for a while. */
export async function runFaults(station: Station, connectorId: number, context: ScriptContext): Promise<void> {
  const { random } = context;
  while (await wait(context, between(random, 30, 300))) {
    station.fault(connectorId, oneOf(random, FAULTS));
    await wait(context, between(random, 60, 240));
    station.clearFault(connectorId);
  }
}

/** Now and then the network goes, every third time without a word. */
export async function runDropOffs(
  station: Station,
  context: ScriptContext,
  onlineSeconds: { readonly min: number; readonly max: number },
): Promise<void> {
  const { random } = context;
  while (await wait(context, between(random, onlineSeconds.min, onlineSeconds.max))) {
    if (!station.isOnline) continue;
    station.cutNetwork({ silent: random() < 1 / 3 });
    await wait(context, between(random, 10, 60));
    station.restoreNetwork();
  }
}

// A session that was started remotely ends remotely, or when the battery is full.
async function leaveWhenDone(station: Station, connectorId: number): Promise<void> {
  const status = station.status(connectorId);
  if (status === "Finishing" || status === "SuspendedEV") await station.unplug(connectorId);
}

async function started(station: Station, connectorId: number, idTag: string): Promise<boolean> {
  try {
    await station.startCharging(connectorId, idTag);
    return true;
  } catch (error) {
    if (error instanceof ChargingRefused) return false;
    throw error;
  }
}

function wait({ clock, signal, speed }: ScriptContext, seconds: number): Promise<boolean> {
  return pause(clock, (seconds * 1000) / speed, signal);
}
