import { z } from "zod";
import type { Token } from "@/lib/db/generated/client";
import type { TokenView } from "@/lib/domain/token-view";
import { instantSchema } from "../instant";

export const tokenUidSchema = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, "A token's uid holds printable characters.");

export const tokenFields = {
  type: z.string().trim().min(1).max(20),
  status: z.enum(["Accepted", "Blocked"]),
  groupId: tokenUidSchema.nullable(),
  label: z.string().trim().min(1).max(200).nullable(),
  validFrom: instantSchema.nullable(),
  expiresAt: instantSchema.nullable(),
  concurrentMax: z.int().min(1).max(1_000).nullable(),
  energyLimitWh: z.number().min(1).max(10_000_000).nullable(),
  sessionsPerDayMax: z.int().min(1).max(1_000).nullable(),
} as const;

export function toTokenView(row: Token): TokenView {
  return {
    uid: row.uid,
    type: row.type,
    status: toTokenStatus(row.status),
    groupId: row.groupId,
    label: row.label,
    validFrom: row.validFrom?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    concurrentMax: row.concurrentMax,
    energyLimitWh: row.energyLimitWh,
    sessionsPerDayMax: row.sessionsPerDayMax,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A word that is none of ours blocks. */
export const toTokenStatus = (word: string): TokenView["status"] => (word === "Accepted" ? "Accepted" : "Blocked");
