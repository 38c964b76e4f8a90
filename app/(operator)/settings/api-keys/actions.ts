"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { Role } from "@/lib/domain/permissions";
import { createApiKey } from "@/lib/services/auth/create-api-key";
import { revokeApiKey } from "@/lib/services/auth/revoke-api-key";

/** A key for programs, shown this once. */
export async function addApiKey(
  name: string,
  role: Role,
): Promise<ActionResult<{ readonly id: string; readonly key: string }>> {
  const result = await attempt((ctx) => createApiKey(ctx, { name, role }));
  if (result.ok) revalidatePath("/settings/api-keys");
  return result;
}

export async function endApiKey(id: string): Promise<ActionResult<null>> {
  const result = await attempt(async (ctx) => {
    await revokeApiKey(ctx, { id });
    return null;
  });
  if (result.ok) revalidatePath("/settings/api-keys");
  return result;
}
