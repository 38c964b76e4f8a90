import { z } from "zod";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

/** The row of a release. Throws NotFound. */
export async function findReleaseOrThrow(db: Pick<Tx, "firmwareRelease">, id: string): Promise<FirmwareRelease> {
  const row = z.uuid().safeParse(id).success ? await db.firmwareRelease.findUnique({ where: { id } }) : null;
  if (row === null) throw new ServiceError("NotFound", `There is no release ${id}.`);
  return row;
}

/** The same for whoever changes it: nobody else does until the commit. Throws Conflict where it has changed since `expectedRev`. */
export async function lockRelease(tx: Tx, id: string, expectedRev?: number): Promise<FirmwareRelease> {
  if (z.uuid().safeParse(id).success)
    await tx.$queryRaw`SELECT id FROM firmware_release WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await findReleaseOrThrow(tx, id);
  if (expectedRev !== undefined && expectedRev !== row.rev)
    throw new ServiceError("Conflict", "Somebody else has changed this release meanwhile. Look at it again.");
  return row;
}
