import { tokenKey } from "@/lib/domain/token";
import type { TokenView } from "@/lib/domain/token-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { isStorable } from "../storable";
import { toTokenView } from "./token-fields";

/** One token; its uid is compared without case. */
export async function readToken(ctx: ServiceContext, uid: string): Promise<TokenView> {
  requirePermission(ctx, "read");
  const row = isStorable(uid) ? await ctx.db.token.findUnique({ where: { uidKey: tokenKey(uid) } }) : null;
  if (row === null) throw new ServiceError("NotFound", `There is no token ${uid}.`);
  return toTokenView(row);
}
