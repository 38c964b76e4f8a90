import { inTransaction, type ServiceContext } from "../context";

const DAY_MS = 86_400_000;
/** An unfinished file that nothing was added to for this long: its gateway is gone. */
const STALE_MS = 3_600_000;
const ROUND_MAX = 500;

/** Deletes the content of files older than `keepDays`, and what was left of unfinished ones. Safe to repeat. */
export async function forgetFiles(ctx: ServiceContext, { keepDays }: { readonly keepDays: number }): Promise<number> {
  const now = ctx.now().getTime();
  const old = await ctx.db.uploadFile.findMany({
    where: {
      removedAt: null,
      OR: [
        { completedAt: { lt: new Date(now - keepDays * DAY_MS) } },
        { completedAt: null, brokenOffAt: null, storedAt: { lt: new Date(now - STALE_MS) } },
      ],
    },
    select: { id: true },
    take: ROUND_MAX,
  });
  // One file, one transaction: none of them takes long.
  for (const { id } of old) await forgetFile(ctx, id);
  return old.length;
}

async function forgetFile(ctx: ServiceContext, id: string): Promise<void> {
  await inTransaction(ctx, async ({ tx, announce }) => {
    const file = await tx.uploadFile.findUnique({ where: { id }, include: { upload: { include: { station: true } } } });
    if (file === null) return;
    const isWhole = file.completedAt !== null;
    const data = isWhole ? { removedAt: ctx.now() } : { brokenOffAt: file.storedAt };
    await tx.uploadFile.update({ where: { id }, data });
    await tx.uploadChunk.deleteMany({ where: { fileId: id } });
    await announce({ type: "LogChanged", identity: file.upload.station.identity, uploadId: file.uploadId });
  });
}
