import type { UnknownTokenView } from "@/lib/domain/unknown-tokens";
import { requirePermission, type ServiceContext } from "../context";

const SHOWN_MAX = 200;

export type UnknownTokens = { readonly items: readonly UnknownTokenView[]; readonly total: number };

/** Cards that were presented and that nobody knows, the newest first; at most 200 of them. */
export async function listUnknownTokens(ctx: ServiceContext): Promise<UnknownTokens> {
  requirePermission(ctx, "read");
  const [total, rows] = await Promise.all([
    ctx.db.unknownToken.count(),
    ctx.db.unknownToken.findMany({
      orderBy: [{ lastAt: "desc" }, { uidKey: "asc" }],
      take: SHOWN_MAX,
      include: { station: { select: { identity: true } } },
    }),
  ]);
  const items = rows.map((row) => ({
    uid: row.uid,
    type: row.type,
    identity: row.station?.identity ?? null,
    count: row.count,
    isAccepted: row.isAccepted,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
  }));
  return { items, total };
}
