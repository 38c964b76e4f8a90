"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { ReleaseChange, ReleaseMeta } from "@/components/firmware/releases/release-draft";
import type { TrustRootValues } from "@/components/firmware/releases/trust-roots";
import type { ActionResult } from "@/components/form/action-result";
import type { ReleaseView, TrustRootView } from "@/lib/domain/firmware/release-view";
import type { ServiceContext } from "@/lib/services/context";
import { addTrustRoot as add } from "@/lib/services/releases/add-trust-root";
import { createRelease as create } from "@/lib/services/releases/create-release";
import { deleteRelease as drop } from "@/lib/services/releases/delete-release";
import { removeTrustRoot as remove } from "@/lib/services/releases/remove-trust-root";
import { retireRelease as retire } from "@/lib/services/releases/retire-release";
import { updateRelease as update } from "@/lib/services/releases/update-release";

/** Tells what an image is; the image itself is sent to the release's own address. */
export async function createRelease(meta: ReleaseMeta): Promise<ActionResult<ReleaseView>> {
  return changing((ctx) => create(ctx, { ...meta, models: [...meta.models], fromVersions: [...meta.fromVersions] }));
}

export async function retireRelease(id: string, rev: number): Promise<ActionResult<ReleaseView>> {
  return changing((ctx) => retire(ctx, id, { expectedRev: rev }));
}

/** Changes what is said of an image, never the image itself. */
export async function updateRelease(
  id: string,
  { models, fromVersions, ...change }: ReleaseChange,
): Promise<ActionResult<ReleaseView>> {
  const lists = {
    ...(models === undefined ? {} : { models: [...models] }),
    ...(fromVersions === undefined ? {} : { fromVersions: [...fromVersions] }),
  };
  return changing((ctx) => update(ctx, id, { ...change, ...lists }));
}

/** Nothing is read again here: the page that asks shows what is gone then, and leaves by itself. */
export async function deleteRelease(id: string): Promise<ActionResult<null>> {
  return attempt(async (ctx) => {
    await drop(ctx, id);
    return null;
  });
}

export async function addTrustRoot(values: TrustRootValues): Promise<ActionResult<TrustRootView>> {
  return changing((ctx) => add(ctx, values));
}

export async function removeTrustRoot(id: string): Promise<ActionResult<null>> {
  return changing(async (ctx) => {
    await remove(ctx, id);
    return null;
  });
}

async function changing<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<ActionResult<T>> {
  const result = await attempt(work);
  if (result.ok) revalidatePath("/firmware/releases", "layout");
  return result;
}
