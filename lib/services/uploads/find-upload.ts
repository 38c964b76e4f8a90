import { err, ok, type Result } from "@/lib/domain/result";
import { secretHash } from "../auth/secret";
import type { ServiceContext } from "../context";

/** Unknown: no such secret. Over: its time is up, or somebody ended it. */
export type UploadFault = "Unknown" | "Over" | "TooManyFiles";

export type OpenUpload = {
  readonly id: string;
  readonly stationId: number;
  readonly identity: string;
};

/** The upload that a station's address means, while it may be used. */
export async function findUpload(ctx: ServiceContext, secret: string): Promise<Result<OpenUpload, UploadFault>> {
  const row = await ctx.db.upload.findUnique({
    where: { secretHash: secretHash(secret) },
    include: { station: { select: { identity: true } } },
  });
  if (row === null) return err("Unknown");
  if (row.cancelledAt !== null || row.expiresAt <= ctx.now()) return err("Over");
  return ok({ id: row.id, stationId: row.stationId, identity: row.station.identity });
}
