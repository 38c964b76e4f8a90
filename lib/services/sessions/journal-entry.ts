import { createHash } from "node:crypto";
import type { Prisma } from "@/lib/db/generated/client";
import type { SessionEnded, SessionStarted, SessionUpdated } from "@/lib/domain/station-message";

type SessionMessage = SessionStarted | SessionUpdated | SessionEnded;

/**
 * The journal's key of a numbered event: number and content, so that a repeat is a repeat, and two
 * different events under one number are both kept.
 */
export function contentKey(message: SessionMessage): string {
  const hash = createHash("sha256").update(JSON.stringify(message)).digest("base64url").slice(0, 12);
  return `seq:${message.seqNo ?? "none"}:${hash}`;
}

/**
 * The journal's key of a stop that is not numbered: what it says of the end, whichever id it names and however late
 * it is. The same stop again is a repeat; another one is kept beside it (quirk E7).
 */
export function stopKey({ at, meterStopWh, reason, token, samples }: SessionEnded, receivedAt: Date): string {
  const content = [isTimeTold(at, receivedAt) ? at : null, meterStopWh, reason, token?.uid ?? null, samples];
  return `stop:${createHash("sha256").update(JSON.stringify(content)).digest("base64url").slice(0, 12)}`;
}

/** What mends a call without a time puts in that of its receipt, to the millisecond. */
export const isTimeTold = (at: Date, receivedAt: Date): boolean => at.getTime() !== receivedAt.getTime();

/** What the journal keeps of a message: all but the samples, which have their own table. */
export function messageDetails(message: SessionMessage): Prisma.InputJsonObject {
  const { samples, ...rest } = message;
  return { ...JSON.parse(JSON.stringify(rest)), sampleCount: samples.length };
}
