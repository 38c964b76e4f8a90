import { z } from "zod";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";

/** Trusts a root certificate no longer. Releases that were verified by it stay so; those to come are not. */
export async function removeTrustRoot(ctx: ServiceContext, id: string): Promise<void> {
  requirePermission(ctx, "control-rollouts");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const row = z.uuid().safeParse(id).success
      ? await tx.firmwareTrustRoot.findFirst({ where: { id, removedAt: null } })
      : null;
    if (row === null) throw new ServiceError("NotFound", `There is no trusted certificate ${id}.`);
    await tx.firmwareTrustRoot.update({ where: { id }, data: { removedAt: ctx.now() } });
    const { vendor, subject, fingerprint } = row;
    await audit("RemoveTrustRoot", `trust-root:${id}`, { vendor, subject, fingerprint });
  });
}
