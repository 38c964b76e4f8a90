import { inTransaction, type ServiceContext } from "../context";
import { removeRelease } from "./delete-release";
import { lockRelease } from "./find-release";
import { verifyRelease } from "./verify-release";

/** An upload without progress for this long is over. */
const ABANDONED_MS = 3_600_000;
/** A verification that has not ended after this long was in a process that is gone. */
const STUCK_MS = 600_000;
const ROUND_MAX = 100;

/**
 * Removes uploads that were abandoned, goes on with verifications that a crash has ended, and drops pieces that no
 * release holds. Returns how much it changed. Safe to repeat.
 */
export async function keepReleases(ctx: ServiceContext): Promise<number> {
  return (await removeAbandoned(ctx)) + (await verifyStuck(ctx)) + (await dropUnheldPieces(ctx));
}

async function removeAbandoned(ctx: ServiceContext): Promise<number> {
  const before = new Date(ctx.now().getTime() - ABANDONED_MS);
  const abandoned = { status: "Uploading", storedAt: { lt: before }, campaigns: { none: {} } };
  const rows = await ctx.db.firmwareRelease.findMany({ where: abandoned, select: { id: true }, take: ROUND_MAX });
  for (const { id } of rows) {
    await inTransaction(ctx, async (unit) => {
      const still = await unit.tx.firmwareRelease.count({ where: { id, ...abandoned } });
      if (still === 0) return;
      const { vendor, version } = await lockRelease(unit.tx, id);
      await removeRelease(unit, id, { vendor, version, cause: "Abandoned" });
    });
  }
  return rows.length;
}

async function verifyStuck(ctx: ServiceContext): Promise<number> {
  const rows = await ctx.db.firmwareRelease.findMany({
    where: {
      status: { in: ["Uploaded", "Verifying"] },
      storedAt: { lt: new Date(ctx.now().getTime() - STUCK_MS) },
    },
    select: { id: true },
    take: 1,
  });
  for (const { id } of rows) await verifyRelease(ctx, id);
  return rows.length;
}

/** In two steps, since a piece may have got a holder between being found and being locked. */
async function dropUnheldPieces(ctx: ServiceContext): Promise<number> {
  return inTransaction(ctx, async ({ tx }) => {
    const found = await tx.$queryRaw<{ hash: Uint8Array<ArrayBuffer> }[]>`
      SELECT hash FROM firmware_chunk c
      WHERE NOT EXISTS (SELECT 1 FROM firmware_release_chunk r WHERE r.hash = c.hash)
      LIMIT ${ROUND_MAX} FOR UPDATE SKIP LOCKED`;
    if (found.length === 0) return 0;
    const { count } = await tx.firmwareChunk.deleteMany({
      where: { hash: { in: found.map(({ hash }) => hash) }, releases: { none: {} } },
    });
    return count;
  });
}
