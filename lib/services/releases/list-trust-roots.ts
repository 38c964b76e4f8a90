import type { TrustRootView } from "@/lib/domain/firmware/release-view";
import { requirePermission, type ServiceContext } from "../context";
import { toTrustRootView } from "./trust-root-view";

/** The root certificates that are trusted, by vendor. */
export async function listTrustRoots(ctx: ServiceContext): Promise<readonly TrustRootView[]> {
  requirePermission(ctx, "read");
  const rows = await ctx.db.firmwareTrustRoot.findMany({
    where: { removedAt: null },
    orderBy: [{ vendor: "asc" }, { addedAt: "asc" }],
  });
  return rows.map(toTrustRootView);
}
