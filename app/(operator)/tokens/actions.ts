"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { ActionResult } from "@/components/form/action-result";
import type { GroupValues } from "@/components/tokens/group-form";
import type { TokenValues } from "@/components/tokens/token-draft";
import type { TokenImportDone, TokenImportPreview } from "@/lib/domain/token-import";
import type { TokenGroupView, TokenView } from "@/lib/domain/token-view";
import type { ServiceContext } from "@/lib/services/context";
import { adoptUnknownToken } from "@/lib/services/tokens/adopt-unknown-token";
import { createGroup } from "@/lib/services/tokens/create-group";
import { createToken } from "@/lib/services/tokens/create-token";
import { importTokens } from "@/lib/services/tokens/import/import-tokens";
import { previewTokenImport } from "@/lib/services/tokens/import/preview-token-import";
import { updateGroup } from "@/lib/services/tokens/update-group";
import { updateToken } from "@/lib/services/tokens/update-token";

export async function addToken(uid: string, values: TokenValues): Promise<ActionResult<TokenView>> {
  return changing((ctx) => createToken(ctx, { uid, ...values }));
}

export async function changeToken(uid: string, values: TokenValues): Promise<ActionResult<TokenView>> {
  return changing((ctx) => updateToken(ctx, uid, values));
}

/** Blocks a card or lets it charge again; sessions that run go on. */
export async function setTokenStatus(uid: string, status: TokenView["status"]): Promise<ActionResult<TokenView>> {
  return changing((ctx) => updateToken(ctx, uid, { status }));
}

export async function addGroup(uid: string, values: GroupValues): Promise<ActionResult<TokenGroupView>> {
  return changing((ctx) => createGroup(ctx, { uid, ...values }));
}

/** Blocks or changes a group, and with it what its cards are worth; sessions that run go on. */
export async function changeGroup(uid: string, values: Partial<GroupValues>): Promise<ActionResult<TokenGroupView>> {
  return changing((ctx) => updateGroup(ctx, uid, values));
}

/** Makes a card that was presented one of ours. */
export async function adoptToken(uid: string): Promise<ActionResult<TokenView>> {
  return changing((ctx) => adoptUnknownToken(ctx, { uid }));
}

/** What taking a list of cards over would do. */
export async function previewCards(csv: string): Promise<ActionResult<TokenImportPreview>> {
  return attempt((ctx) => previewTokenImport(ctx, { csv }));
}

/** Takes a list of cards over, as it was previewed. */
export async function importCards(given: {
  readonly csv: string;
  readonly planHash: string;
  readonly leavesOutErrors: boolean;
}): Promise<ActionResult<TokenImportDone>> {
  return changing((ctx) => importTokens(ctx, given));
}

async function changing<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<ActionResult<T>> {
  const result = await attempt(work);
  if (result.ok) revalidatePath("/tokens", "layout");
  return result;
}
