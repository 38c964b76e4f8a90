import type { SavedViewView, ViewList } from "@/lib/domain/saved-view";
import { requirePermission, type ServiceContext } from "../context";
import { toSavedView } from "./view-fields";

/** The views of a list: one's own and the shared ones, pinned ones first, by name. */
export async function listViews(ctx: ServiceContext, list: ViewList): Promise<readonly SavedViewView[]> {
  requirePermission(ctx, "read");
  const rows = await ctx.db.savedView.findMany({
    where: { list, OR: [{ ownerId: ctx.actor.id }, { isShared: true }] },
    orderBy: [{ isPinned: "desc" }, { name: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => toSavedView(ctx, row));
}
