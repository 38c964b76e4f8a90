import { randomUUID } from "node:crypto";
import type { Upload } from "@/lib/db/generated/client";
import { fileName } from "@/lib/domain/file-name";
import { err, ok, type Result } from "@/lib/domain/result";
import { inTransaction, type ServiceContext, type Tx } from "../context";
import type { OpenUpload, UploadFault } from "./find-upload";

/** Complete ones in one upload: stations send again what they think was lost, but not without end. */
const FILES_MAX = 20;
/** Nothing came for this long: its connection is gone, whoever held it. */
const STALE_MS = 120_000;

type NewFile = {
  /** What the station calls it, in the order of trust; not yet fit to be shown. */
  readonly names: readonly (string | null)[];
  readonly contentType: string | null;
  readonly remoteAddress: string | null;
};

/**
 * Begins a file of an upload. It takes the place of what was broken off, and of an unfinished one of its name; a
 * complete one stays beside it. Returns its id.
 */
export async function openFile(
  ctx: ServiceContext,
  upload: OpenUpload,
  file: NewFile,
): Promise<Result<string, UploadFault>> {
  return inTransaction(ctx, async ({ tx, announce }) => {
    const now = ctx.now();
    await tx.$queryRaw`SELECT id FROM upload WHERE id = ${upload.id}::uuid FOR UPDATE`;
    const row = await tx.upload.findUnique({ where: { id: upload.id } });
    if (row === null || row.cancelledAt !== null) return err("Over");
    const complete = await tx.uploadFile.count({ where: { uploadId: row.id, completedAt: { not: null } } });
    if (complete >= FILES_MAX) return err("TooManyFiles");

    const name = nameOf(file, row, upload.identity);
    await dropUnfinished(tx, { uploadId: row.id, name, now });
    const id = randomUUID();
    const { contentType, remoteAddress } = file;
    await tx.uploadFile.create({
      data: { id, uploadId: row.id, name, contentType, remoteAddress, startedAt: now, storedAt: now },
    });
    await announce({ type: "LogChanged", identity: upload.identity, uploadId: row.id });
    return ok(id);
  });
}

function nameOf({ names }: NewFile, row: Upload, identity: string): string {
  const told = [...names, row.fileName].flatMap((name) => (name === null ? [] : (fileName(name) ?? [])));
  const day = row.createdAt.toISOString().slice(0, 10);
  return told[0] ?? fileName(`${identity}-${row.log}-${day}`) ?? `${row.log}-${day}`;
}

type Unfinished = { readonly uploadId: string; readonly name: string; readonly now: Date };

async function dropUnfinished(tx: Tx, { uploadId, name, now }: Unfinished): Promise<void> {
  const stale = new Date(now.getTime() - STALE_MS);
  await tx.uploadFile.deleteMany({
    where: {
      uploadId,
      completedAt: null,
      OR: [{ brokenOffAt: { not: null } }, { storedAt: { lt: stale } }, { name }],
    },
  });
}
