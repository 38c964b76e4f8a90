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

/** What the journal keeps of a message: all but the samples, which have their own table. */
export function messageDetails(message: SessionMessage): Prisma.InputJsonObject {
  const { samples, ...rest } = message;
  return { ...JSON.parse(JSON.stringify(rest)), sampleCount: samples.length };
}
