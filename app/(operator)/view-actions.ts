"use server";

import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { ChangedView, NewView } from "@/components/lists/view-actions";
import type { SavedViewView, ViewList } from "@/lib/domain/saved-view";
import type { Total } from "@/lib/services/filter/count-rows";
import { type SuggestedValue, suggestValues } from "@/lib/services/filter/suggest-values";
import { countViews as countThem } from "@/lib/services/views/count-views";
import { createView } from "@/lib/services/views/create-view";
import { deleteView } from "@/lib/services/views/delete-view";
import { updateView } from "@/lib/services/views/update-view";

/** Keeps what a list shows under a name. */
export async function saveView(wanted: NewView): Promise<ActionResult<SavedViewView>> {
  return attempt((ctx) => createView(ctx, { ...wanted, columns: [...wanted.columns] }));
}

/** Renames a view, shares it, pins it, or gives it what the list shows now. */
export async function changeView(
  id: string,
  { columns, ...changes }: ChangedView,
): Promise<ActionResult<SavedViewView>> {
  return attempt((ctx) =>
    updateView(ctx, id, { ...changes, ...(columns === undefined ? {} : { columns: [...columns] }) }),
  );
}

/** Forgets a view. */
export async function forgetView(id: string): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await deleteView(ctx, id);
    return null;
  });
}

/** How many rows each tab above a list has. */
export async function countViews(list: ViewList): Promise<ActionResult<Readonly<Record<string, Total>>>> {
  return attempt((ctx) => countThem(ctx, list));
}

/** Values that a field of the filter has. */
export async function suggest(
  list: ViewList,
  field: string,
  typed: string,
): Promise<ActionResult<readonly SuggestedValue[]>> {
  return attempt((ctx) => suggestValues(ctx, { list, field, typed }));
}
