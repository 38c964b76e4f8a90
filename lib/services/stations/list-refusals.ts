import type { Prisma } from "@/lib/db/generated/client";
import type { RefusalView } from "@/lib/domain/station-view";
import { requirePermission, type ServiceContext } from "../context";

const REFUSALS_MAX = 200;

/**
 * Refused handshakes, newest first. With an identity: all of that identity (wrong password, …).
 * Without: the inbox, which is unknown identities nobody has dismissed or blocked.
 */
export async function listRefusals(
  ctx: ServiceContext,
  input: { readonly identity?: string } = {},
): Promise<readonly RefusalView[]> {
  requirePermission(ctx, "read");
  const inbox: Prisma.HandshakeRefusalWhereInput = { reason: "UnknownIdentity", dismissedAt: null, blockedAt: null };
  const rows = await ctx.db.handshakeRefusal.findMany({
    where: input.identity === undefined ? inbox : { identity: input.identity },
    orderBy: [{ lastAt: "desc" }, { id: "desc" }],
    take: REFUSALS_MAX,
  });
  return rows.flatMap(({ identity, ...row }) =>
    identity === null
      ? []
      : [
          {
            id: row.id,
            identity,
            reason: row.reason,
            remoteAddress: row.remoteAddress,
            offeredProtocols: row.offeredProtocols,
            count: row.count,
            firstAt: row.firstAt.toISOString(),
            lastAt: row.lastAt.toISOString(),
          },
        ],
  );
}
