import { z } from "zod";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";

/** Ends a key at once. Safe to repeat. */
export async function revokeApiKey(ctx: ServiceContext, input: { readonly id: string }): Promise<void> {
  requirePermission(ctx, "manage-access");
  await inTransaction(ctx, async ({ tx, audit }) => {
    const row = z.uuid().safeParse(input.id).success ? await tx.apiKey.findUnique({ where: { id: input.id } }) : null;
    if (row === null) throw new ServiceError("NotFound", "There is no such API key.");
    if (row.revokedAt !== null) return;
    await tx.apiKey.update({ where: { id: row.id }, data: { revokedAt: ctx.now() } });
    await audit("RevokeApiKey", `api-key:${row.id}`, { name: row.name });
  });
}
