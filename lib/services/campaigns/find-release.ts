import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

/** A release by its id. Throws Invalid: it is the input that names it. */
export async function findRelease(tx: Pick<Tx, "firmwareRelease">, id: string): Promise<FirmwareRelease> {
  const release = await tx.firmwareRelease.findUnique({ where: { id } });
  if (release === null) throw new ServiceError("Invalid", `There is no release ${id}.`, "releaseId");
  return release;
}
