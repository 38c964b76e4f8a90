"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { LocalListView } from "@/lib/domain/local-list-view";
import { syncLocalList } from "@/lib/services/local-lists/sync-local-list";

/** Brings the charger's own list to what the cards are now. While that goes on, nothing new is begun. */
export async function sendCardList(identity: string): Promise<ActionResult<LocalListView>> {
  const result = await attempt((ctx) => syncLocalList(ctx, identity));
  if (result.ok) revalidatePath(`/chargers/${encodeURIComponent(identity)}/card-list`);
  return result;
}
