import type { FirmwareTrustRoot } from "@/lib/db/generated/client";
import type { TrustRootView } from "@/lib/domain/firmware/release-view";
import { requirePermission, type ServiceContext } from "../context";

/** Whose signing certificates are trusted, by vendor. */
export async function listTrustRoots(ctx: ServiceContext): Promise<readonly TrustRootView[]> {
  requirePermission(ctx, "read");
  const rows = await ctx.db.firmwareTrustRoot.findMany({
    where: { removedAt: null },
    orderBy: [{ vendor: "asc" }, { addedAt: "asc" }],
  });
  return rows.map(toTrustRootView);
}

export const toTrustRootView = (row: FirmwareTrustRoot): TrustRootView => ({
  id: row.id,
  vendor: row.vendor,
  subject: row.subject,
  fingerprint: row.fingerprint,
  validTo: row.validTo.toISOString(),
  addedBy: row.addedBy,
  addedAt: row.addedAt.toISOString(),
});
