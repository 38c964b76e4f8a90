import { z } from "zod";
import { err, ok, type Result } from "@/lib/domain/result";
import { secretHash } from "../auth/secret";
import type { ServiceContext } from "../context";

/** What a station may fetch, and how far it is. */
export type OpenGrant = {
  readonly id: string;
  readonly campaignId: string;
  /** Bytes from the beginning that it was sent so far. */
  readonly bytesReached: number;
  readonly bytesServed: number;
  readonly release: {
    readonly id: string;
    readonly fileName: string;
    readonly bytes: number;
    /** Hex. */
    readonly sha256: string;
  };
  /** Shared by all downloads of the campaign; null = no limit. */
  readonly megabitsPerSecondMax: number | null;
};

/** `Over`: revoked, expired, its attempt is closed, or its image is not served any more. */
export type GrantFault = "Unknown" | "Over";

const limitSchema = z.object({ megabitsPerSecondMax: z.number().positive().nullable() });

/** The grant behind an address's secret. */
export async function findGrant(ctx: ServiceContext, secret: string): Promise<Result<OpenGrant, GrantFault>> {
  const row = await ctx.db.downloadGrant.findUnique({
    where: { secretHash: secretHash(secret) },
    include: {
      release: true,
      attempt: { select: { closedAt: true, job: { select: { campaign: { select: { id: true, spec: true } } } } } },
    },
  });
  if (row === null) return err("Unknown");
  const { release, attempt } = row;
  const isOver = row.revokedAt !== null || row.expiresAt <= ctx.now() || attempt.closedAt !== null;
  if (isOver || release.status !== "Verified" || release.sha256 === null) return err("Over");
  const limit = limitSchema.safeParse(attempt.job.campaign.spec);
  return ok({
    id: row.id,
    campaignId: attempt.job.campaign.id,
    bytesReached: Number(row.bytesReached),
    bytesServed: Number(row.bytesServed),
    release: { id: release.id, fileName: release.fileName, bytes: Number(release.bytes), sha256: release.sha256 },
    megabitsPerSecondMax: limit.success ? limit.data.megabitsPerSecondMax : null,
  });
}

/** Which of these grants are good no longer. */
export async function overGrants(ctx: ServiceContext, ids: readonly string[]): Promise<readonly string[]> {
  const open = await ctx.db.downloadGrant.findMany({
    where: {
      id: { in: [...ids] },
      revokedAt: null,
      expiresAt: { gt: ctx.now() },
      attempt: { closedAt: null },
      release: { status: "Verified" },
    },
    select: { id: true },
  });
  const good = new Set(open.map(({ id }) => id));
  return ids.filter((id) => !good.has(id));
}
