import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { findReleaseOrThrow } from "./find-release";

/** Takes away a release that no campaign ever named. Safe to repeat: it is gone then. */
export async function deleteRelease(ctx: ServiceContext, id: string): Promise<void> {
  requirePermission(ctx, "plan-campaigns");
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const row = await findReleaseOrThrow(tx, id);
    if ((await tx.campaign.count({ where: { releaseId: id } })) > 0)
      throw new ServiceError("Conflict", `Campaigns went by ${row.version}: retire it instead.`);
    await tx.firmwareRelease.delete({ where: { id } });
    await announce({ type: "ReleaseChanged", releaseId: id, status: "Retired" });
    await audit("DeleteRelease", `release:${id}`, { vendor: row.vendor, version: row.version, sha256: row.sha256 });
  });
}
