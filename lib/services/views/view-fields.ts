import { z } from "zod";
import type { SavedView } from "@/lib/db/generated/client";
import { may } from "@/lib/domain/permissions";
import { DENSITIES, type SavedViewView, VIEW_LISTS } from "@/lib/domain/saved-view";
import type { Actor, ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { isUniqueViolation } from "../unique-violation";

export const viewFields = {
  list: z.enum(VIEW_LISTS),
  name: z.string().trim().min(1).max(60),
  isShared: z.boolean(),
  isPinned: z.boolean(),
  /** In the grammar of the console; what it does not know is kept. */
  filter: z.string().max(4_000),
  sort: z.string().max(50).nullable(),
  columns: z.array(z.string().min(1).max(50)).max(50),
  density: z.enum(DENSITIES).nullable(),
} as const;

/** A view is its owner's; shared ones may be put right by who manages access. */
export function mayChangeView(actor: Actor, view: Pick<SavedView, "ownerId" | "isShared">): boolean {
  if (view.ownerId === actor.id || actor.kind === "system") return true;
  return view.isShared && may(actor.role, "manage-access");
}

export function toSavedView(ctx: ServiceContext, row: SavedView): SavedViewView {
  return {
    id: row.id,
    list: VIEW_LISTS.find((list) => list === row.list) ?? "Chargers",
    name: row.name,
    owner: row.owner,
    mayChange: mayChangeView(ctx.actor, row),
    isShared: row.isShared,
    isPinned: row.isPinned,
    filter: row.filter,
    sort: row.sort,
    columns: row.columns,
    density: DENSITIES.find((density) => density === row.density) ?? null,
    rev: row.rev,
  };
}

/** For `catch` of a write: what it failed for, in words where it is the name. */
export const viewTaken =
  (name: string) =>
  (error: unknown): never => {
    throw isUniqueViolation(error)
      ? new ServiceError("Conflict", `You already have a view called ${name}.`, "name")
      : error;
  };
