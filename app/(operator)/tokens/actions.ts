"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { NewToken } from "@/components/tokens/new-token";
import type { TokenView } from "@/lib/domain/token-view";
import { createToken } from "@/lib/services/tokens/create-token";
import { updateToken } from "@/lib/services/tokens/update-token";

export async function addToken({ uid, label, type }: NewToken): Promise<ActionResult<TokenView>> {
  const result = await attempt((ctx) => createToken(ctx, { uid, type, label: label.trim() === "" ? null : label }));
  if (result.ok) revalidatePath("/tokens");
  return result;
}

/** Blocks a card or lets it charge again; sessions that run go on. */
export async function setTokenStatus(uid: string, status: TokenView["status"]): Promise<ActionResult<TokenView>> {
  const result = await attempt((ctx) => updateToken(ctx, uid, { status }));
  if (result.ok) revalidatePath("/tokens");
  return result;
}
