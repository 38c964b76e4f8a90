import { requirePermission, type ServiceContext } from "../context";
import { findHolder } from "./campaigns-of-release";
import { findReleaseOrThrow } from "./find-release";

export type ReleaseUse = {
  /** The name of a campaign that has been handed in and is not over: nothing but the notes changes until it is. */
  readonly heldBy: string | null;
  /** Some campaign was ever planned with it: it stays in the books. */
  readonly isUsed: boolean;
};

/** What stands in the way of changing, retiring or deleting a release now. The verbs look again. */
export async function readReleaseUse(ctx: ServiceContext, id: string): Promise<ReleaseUse> {
  requirePermission(ctx, "read");
  const release = await findReleaseOrThrow(ctx.db, id);
  const [holder, any] = await Promise.all([
    findHolder(ctx.db, release.id),
    ctx.db.campaign.findFirst({ where: { releaseId: release.id }, select: { id: true } }),
  ]);
  return { heldBy: holder?.name ?? null, isUsed: any !== null };
}
