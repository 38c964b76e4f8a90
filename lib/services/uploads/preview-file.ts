import { requirePermission, type ServiceContext } from "../context";
import { findFileOrThrow } from "./find-file";

const BYTES_MAX = 64 * 1024;

/** `text` is null where the file is no text. */
export type FilePreview = { readonly text: string | null; readonly isWhole: boolean };

/** The beginning of a file, if it is text in UTF-8. */
export async function previewFile(ctx: ServiceContext, fileId: string): Promise<FilePreview> {
  requirePermission(ctx, "read");
  const file = await findFileOrThrow(ctx.db, fileId);
  const first = await ctx.db.uploadChunk.findUnique({ where: { fileId_place: { fileId: file.id, place: 0 } } });
  const beginning = (first?.data ?? new Uint8Array()).subarray(0, BYTES_MAX);
  const isWhole = beginning.byteLength === file.bytes;
  return { text: textOf(beginning, isWhole), isWhole };
}

/** Control characters that no text has; a tab, a line and an escape sequence for colours are none of them. */
const NO_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/; // oxlint-disable-line no-control-regex -- it looks for them

function textOf(bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    // A cut may go through a character: what is left of it is waited for, not refused.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
    return NO_TEXT.test(text) ? null : text;
  } catch {
    return null;
  }
}
