import type { TokenGroupView } from "@/lib/domain/token-view";
import { requirePermission, type ServiceContext } from "../context";
import { toGroupView } from "./group-fields";

/** All groups by uid, each with how many cards it has. */
export async function listGroups(ctx: ServiceContext): Promise<readonly TokenGroupView[]> {
  requirePermission(ctx, "read");
  const [rows, counts] = await Promise.all([
    ctx.db.tokenGroup.findMany({ orderBy: { uidKey: "asc" } }),
    ctx.db.$queryRaw<{ key: string; n: number }[]>`
      SELECT lower(group_id) AS key, count(*)::int AS n FROM token WHERE group_id IS NOT NULL GROUP BY 1`,
  ]);
  const countOf = new Map(counts.map(({ key, n }) => [key, n]));
  return rows.map((row) => toGroupView(row, countOf.get(row.uidKey) ?? 0));
}
