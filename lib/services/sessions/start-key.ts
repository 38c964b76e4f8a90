import { createHash } from "node:crypto";
import type { ServiceContext } from "../context";
import { isTimeTold } from "./journal-entry";
import type { SessionStart } from "./session-start";

/** A start without a time and without a register is a repeat for this long; after that it may be another one. */
const UNTOLD_REPEAT_MS = 10 * 60_000;

/**
 * What makes two starts the same start: the station's own id, or place, token, time and register (quirk E1).
 * Where no time was told (quirk D4), what is still running, or has counted on since, tells a repeat from the next.
 */
export async function startKeyOf(ctx: ServiceContext, start: SessionStart): Promise<string> {
  const { message, receivedAt } = start;
  if (message.transactionId !== null) return `tx:${message.transactionId}`;
  const isTold = isTimeTold(message.at, receivedAt);
  const at = isTold ? message.at.toISOString() : null;
  const content = [message.evse, message.connector, message.token?.uid, at, message.meterStartWh];
  const key = `start:${createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 22)}`;
  return isTold ? key : untoldKey(ctx, start, key);
}

async function untoldKey(ctx: ServiceContext, start: SessionStart, key: string): Promise<string> {
  const { stationId, message, receivedAt } = start;
  const latest = await ctx.db.chargingSession.findFirst({
    where: { stationId, startKey: { startsWith: key } },
    orderBy: { id: "desc" },
  });
  if (latest === null) return key;
  const { meterStartWh } = message;
  const age = receivedAt.getTime() - latest.startReceivedAt.getTime();
  const hasCountedOn = meterStartWh !== null && latest.meterStopWh !== null && latest.meterStopWh > meterStartWh;
  const isRunning = latest.phase === "Active" && (meterStartWh !== null || age < UNTOLD_REPEAT_MS);
  return isRunning || hasCountedOn ? latest.startKey : `${key}:${latest.id}`;
}
