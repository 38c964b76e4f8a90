import type { SavedView } from "@/lib/db/generated/client";
import type { ServiceContext, Tx } from "../context";
import { ServiceError } from "../errors";
import { mayChangeView } from "./view-fields";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The row of a view that the actor may change. Another's personal one is not there at all. */
export async function findChangeableView(
  ctx: ServiceContext,
  tx: Pick<Tx, "savedView">,
  id: string,
): Promise<SavedView> {
  const row = UUID.test(id) ? await tx.savedView.findUnique({ where: { id } }) : null;
  const isSeen = row !== null && (row.isShared || mayChangeView(ctx.actor, row));
  if (row === null || !isSeen) throw new ServiceError("NotFound", "There is no such view.");
  if (!mayChangeView(ctx.actor, row)) throw new ServiceError("Forbidden", `The view ${row.name} is ${row.owner}’s.`);
  return row;
}
