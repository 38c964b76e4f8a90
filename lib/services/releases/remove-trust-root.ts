import { z } from "zod";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";

/** Trusts it no more. What was verified under it stays so; a campaign's approval hashes the image again, not its trust. */
export async function removeTrustRoot(ctx: ServiceContext, id: string): Promise<void> {
  requirePermission(ctx, "control-rollouts");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const { count } = z.uuid().safeParse(id).success
      ? await tx.firmwareTrustRoot.updateMany({ where: { id, removedAt: null }, data: { removedAt: ctx.now() } })
      : { count: 0 };
    if (count === 0) throw new ServiceError("NotFound", `There is no trusted root ${id}.`);
    await audit("RemoveTrustRoot", `trust-root:${id}`);
  });
}
