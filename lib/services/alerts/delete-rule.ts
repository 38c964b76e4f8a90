import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";

/** Watches for it no more; its open alerts are over in the next round, and what it found is kept. Throws NotFound. */
export async function deleteRule(ctx: ServiceContext, id: number): Promise<void> {
  requirePermission(ctx, "manage-alerts");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const before = await tx.alertRule.findUnique({ where: { id } });
    if (before === null) throw new ServiceError("NotFound", `There is no rule ${id}.`);
    await tx.alertRule.delete({ where: { id } });
    await audit("DeleteAlertRule", `alert-rule:${id}`, { name: before.name, kind: before.kind });
  });
}
