import { z } from "zod";
import type { TokenGroup } from "@/lib/db/generated/client";
import type { TokenGroupView } from "@/lib/domain/token-view";
import { instantSchema } from "../instant";
import { tokenFields, toTokenStatus } from "./token-fields";

export const groupFields = {
  name: z.string().trim().min(1).max(200).nullable(),
  status: tokenFields.status,
  expiresAt: instantSchema.nullable(),
} as const;

export const toGroupView = (row: TokenGroup, tokenCount: number): TokenGroupView => ({
  uid: row.uid,
  name: row.name,
  status: toTokenStatus(row.status),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  tokenCount,
});
