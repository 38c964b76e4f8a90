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
  groupId: z.string().trim().min(1).max(255).nullable(),
  label: z.string().trim().min(1).max(200).nullable(),
  expiresAt: instantSchema.nullable(),
} as const;

export function toTokenView(row: Token): TokenView {
  return {
    uid: row.uid,
    type: row.type,
    status: row.status === "Accepted" ? "Accepted" : "Blocked",
    groupId: row.groupId,
    label: row.label,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
