import { z } from "zod";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

/** A release by its id. Throws NotFound. */
export async function findReleaseOrThrow(db: Pick<Tx, "firmwareRelease">, id: string): Promise<FirmwareRelease> {
  const row = z.uuid().safeParse(id).success ? await db.firmwareRelease.findUnique({ where: { id } }) : null;
  if (row === null) throw new ServiceError("NotFound", `There is no release ${id}.`);
  return row;
}

/** The same, of the revision that the one who asks has seen. Throws Conflict with what it is now. */
export async function lockRelease(tx: Tx, id: string, expectedRev: number): Promise<FirmwareRelease> {
  if (z.uuid().safeParse(id).success)
    await tx.$queryRaw`SELECT FROM firmware_release WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await findReleaseOrThrow(tx, id);
  if (row.rev !== expectedRev)
    throw new ServiceError("Conflict", `The release has changed meanwhile and is ${row.status} now. Look at it again.`);
  return row;
}
