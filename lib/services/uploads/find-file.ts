import { z } from "zod";
import type { Station, Upload, UploadFile } from "@/lib/db/generated/client";
import type { Tx } from "../context";
import { ServiceError } from "../errors";

export type FoundFile = UploadFile & { readonly upload: Upload & { readonly station: Station } };

/** A complete file whose content is still there. */
export async function findFileOrThrow(db: Pick<Tx, "uploadFile">, id: string): Promise<FoundFile> {
  const row = z.uuid().safeParse(id).success
    ? await db.uploadFile.findUnique({ where: { id }, include: { upload: { include: { station: true } } } })
    : null;
  if (row === null || row.completedAt === null) throw new ServiceError("NotFound", `There is no file ${id}.`);
  if (row.removedAt !== null) throw new ServiceError("NotFound", `The file ${row.name} has been deleted.`);
  return row;
}
