"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { SiteValues } from "@/components/sites/site-draft";
import type { SiteView } from "@/lib/domain/site-view";
import { createSite } from "@/lib/services/sites/create-site";
import { updateSite } from "@/lib/services/sites/update-site";

export async function addSite(values: SiteValues): Promise<ActionResult<SiteView>> {
  const result = await attempt((ctx) => createSite(ctx, values));
  if (result.ok) revalidatePath("/sites", "layout");
  return result;
}

export async function changeSite(id: number, values: SiteValues): Promise<ActionResult<SiteView>> {
  const result = await attempt((ctx) => updateSite(ctx, id, values));
  if (result.ok) revalidatePath("/sites", "layout");
  return result;
}
