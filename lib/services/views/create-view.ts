import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { SavedViewView } from "@/lib/domain/saved-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { toSavedView, viewFields, viewTaken } from "./view-fields";

/** Nobody keeps an eye on more. */
const VIEWS_MAX = 100;

export const createViewInput = z.strictObject({
  ...viewFields,
  isShared: viewFields.isShared.default(false),
  isPinned: viewFields.isPinned.default(true),
  sort: viewFields.sort.default(null),
  columns: viewFields.columns.default([]),
  density: viewFields.density.default(null),
});

/** Keeps a filter under a name. Only who manages access may share one. Not safe to repeat: the second one is a Conflict. */
export async function createView(ctx: ServiceContext, input: z.input<typeof createViewInput>): Promise<SavedViewView> {
  requirePermission(ctx, "read");
  const given = parseInput(createViewInput, input);
  if (given.isShared) requirePermission(ctx, "manage-access");
  const { id: ownerId, name: owner } = ctx.actor;
  return inTransaction(ctx, async ({ tx, audit }) => {
    const had = await tx.savedView.count({ where: { ownerId, list: given.list } });
    if (had >= VIEWS_MAX)
      throw new ServiceError("LimitReached", `A list has at most ${VIEWS_MAX} views of one person.`);
    const data = { ...given, id: randomUUID(), ownerId, owner, createdAt: ctx.now(), updatedAt: ctx.now() };
    const row = await tx.savedView.create({ data }).catch(viewTaken(given.name));
    await audit("CreateView", `view:${row.id}`, given);
    return toSavedView(ctx, row);
  });
}
