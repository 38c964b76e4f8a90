import { z } from "zod";
import type { SavedViewView } from "@/lib/domain/saved-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { findChangeableView } from "./find-view";
import { toSavedView, viewFields, viewTaken } from "./view-fields";

const { list: _, ...changeable } = viewFields;

/** What is left out stays as it is. */
export const updateViewInput = z.strictObject(changeable).partial();

/** Changes a view. Safe to repeat. Throws NotFound where there is none to be seen, Forbidden where it is somebody else's. */
export async function updateView(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof updateViewInput>,
): Promise<SavedViewView> {
  requirePermission(ctx, "read");
  const given = parseInput(updateViewInput, input);
  if (given.isShared === true) requirePermission(ctx, "manage-access");
  return inTransaction(ctx, async ({ tx, audit }) => {
    const before = await findChangeableView(ctx, tx, id);
    const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const data = { ...changes, updatedAt: ctx.now(), rev: { increment: 1 } };
    const row = await tx.savedView
      .update({ where: { id: before.id }, data })
      .catch(viewTaken(given.name ?? before.name));
    await audit("UpdateView", `view:${id}`, changes);
    return toSavedView(ctx, row);
  });
}
