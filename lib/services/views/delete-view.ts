import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { findChangeableView } from "./find-view";

/** Forgets a view. Throws NotFound where there is none to be seen, Forbidden where it is somebody else's. */
export async function deleteView(ctx: ServiceContext, id: string): Promise<void> {
  requirePermission(ctx, "read");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const { name, list } = await findChangeableView(ctx, tx, id);
    await tx.savedView.delete({ where: { id } });
    await audit("DeleteView", `view:${id}`, { name, list });
  });
}
