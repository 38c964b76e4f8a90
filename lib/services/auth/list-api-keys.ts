import type { ApiKeyView } from "@/lib/domain/api-key-view";
import { isRole } from "@/lib/domain/permissions";
import { requirePermission, type ServiceContext } from "../context";

/** All keys, newest first, revoked ones too. */
export async function listApiKeys(ctx: ServiceContext): Promise<readonly ApiKeyView[]> {
  requirePermission(ctx, "manage-access");
  const rows = await ctx.db.apiKey.findMany({ orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    role: isRole(row.role) ? row.role : "viewer",
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }));
}
