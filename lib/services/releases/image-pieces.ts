import type { ServiceContext } from "../context";

/** A row of the database holds as much of an image. */
export const PIECE_BYTES = 256 * 1024;

/** The stored pieces of an image in their order, read as they are taken. */
export async function* storedPieces(ctx: ServiceContext, releaseId: string): AsyncGenerator<Uint8Array> {
  for (let place = 0; ; place += 1) {
    const piece = await ctx.db.firmwareReleaseChunk.findUnique({
      where: { releaseId_place: { releaseId, place } },
      select: { chunk: { select: { data: true } } },
    });
    if (piece === null) return;
    yield piece.chunk.data;
  }
}

/** Cuts a stream into pieces of `PIECE_BYTES`; the last one may be shorter. An empty stream has none. */
export async function* cutIntoPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held = new Uint8Array(PIECE_BYTES);
  let bytes = 0;
  for await (const part of body) {
    for (let at = 0; at < part.length; ) {
      const taken = part.subarray(at, at + PIECE_BYTES - bytes);
      held.set(taken, bytes);
      bytes += taken.length;
      at += taken.length;
      if (bytes < PIECE_BYTES) continue;
      yield held;
      held = new Uint8Array(PIECE_BYTES);
      bytes = 0;
    }
  }
  if (bytes > 0) yield held.slice(0, bytes);
}
