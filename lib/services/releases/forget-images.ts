import type { ServiceContext } from "../context";
import { verifyRelease } from "./verify-release";

const HOUR_MS = 3_600_000;
const PIECES_MAX = 2_000;

/**
 * Clears away uploads that were given up an hour ago, and pieces that no release has any more; looks at images whose
 * verification was cut off. Returns how many releases changed. Safe to repeat.
 */
export async function forgetImages(ctx: ServiceContext): Promise<number> {
  const before = new Date(ctx.now().getTime() - HOUR_MS);
  const { count } = await ctx.db.firmwareRelease.deleteMany({
    where: { status: "Uploading", createdAt: { lt: before }, campaigns: { none: {} } },
  });
  await ctx.db.$executeRaw`
    DELETE FROM firmware_chunk WHERE hash IN (
      SELECT hash FROM firmware_chunk c
      WHERE NOT EXISTS (SELECT FROM firmware_release_chunk r WHERE r.hash = c.hash)
      LIMIT ${PIECES_MAX} FOR UPDATE SKIP LOCKED)`;
  const cutOff = await ctx.db.firmwareRelease.findMany({
    where: { status: { in: ["Uploaded", "Verifying"] }, createdAt: { lt: before } },
    select: { id: true },
  });
  for (const { id } of cutOff) await verifyRelease(ctx, id);
  return count + cutOff.length;
}
