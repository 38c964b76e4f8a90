import { z } from "zod";
import { tokenKey } from "@/lib/domain/token";
import type { TokenView } from "@/lib/domain/token-view";
import { requirePermission, type ServiceContext } from "../context";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { toTokenView } from "./token-fields";

export const listTokensInput = z.object({
  /** Part of the uid, the label or the group. */
  q: z.string().trim().max(200).optional(),
  status: z.enum(["Accepted", "Blocked"]).optional(),
  ...pageFields,
});

/** Tokens by uid. */
export async function listTokens(
  ctx: ServiceContext,
  input: z.input<typeof listTokensInput> = {},
): Promise<Page<TokenView> & { readonly total: number }> {
  requirePermission(ctx, "read");
  const { q = "", status, cursor, limit } = parseInput(listTokensInput, input);
  const contains = { contains: q.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const;
  const filter = {
    ...(status === undefined ? {} : { status }),
    ...(q === ""
      ? {}
      : { OR: [{ uidKey: { contains: tokenKey(contains.contains) } }, { label: contains }, { groupId: contains }] }),
  };
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string()]))[0];
  const [total, rows] = await Promise.all([
    ctx.db.token.count({ where: filter }),
    ctx.db.token.findMany({
      where: { AND: [filter, after === null ? {} : { uidKey: { gt: after } }] },
      orderBy: { uidKey: "asc" },
      take: limit + 1,
    }),
  ]);
  return { ...toPage(rows, limit, toTokenView, (row) => [row.uidKey]), total };
}
