import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction, requirePermission, type ServiceContext, type Unit } from "../context";
import { ServiceError } from "../errors";
import { lockRelease } from "./find-release";

/** Deletes a release that no campaign ever used, with its image. Throws Conflict for one that was. */
export async function deleteRelease(ctx: ServiceContext, id: string): Promise<void> {
  requirePermission(ctx, "plan-campaigns");
  await inTransaction(ctx, async (unit) => {
    const { vendor, version, sha256 } = await lockRelease(unit.tx, id);
    const campaign = await unit.tx.campaign.findFirst({ where: { releaseId: id }, select: { name: true } });
    if (campaign !== null)
      throw new ServiceError("Conflict", `The campaign ${campaign.name} uses this release: it can only be retired.`);
    await removeRelease(unit, id, { vendor, version, sha256 });
  });
}

/** Within a transaction that has locked it. Its pieces go with it, and what no other release holds is dropped later. */
export async function removeRelease(
  { tx, announce, audit }: Unit,
  id: string,
  details: Prisma.InputJsonObject,
): Promise<void> {
  await tx.firmwareRelease.delete({ where: { id } });
  await audit("DeleteRelease", `release:${id}`, details);
  // There is no word for gone; what is shown of it is read again, and is not there.
  await announce({ type: "ReleaseChanged", releaseId: id, status: "Retired" });
}
