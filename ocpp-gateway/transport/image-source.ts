/**
 * Whole images for the file server. Before the first byte of one leaves this process, all of it has been hashed and
 * found to be what was verified; from then on each piece is held to its own hash when it is read.
 */
import { createHash } from "node:crypto";
import type { ServiceContext } from "@/lib/services/context";
import type { OpenGrant } from "@/lib/services/releases/find-grant";
import { type ImagePiece, listPieces, readPiece } from "@/lib/services/releases/image-manifest";
import { createGate } from "../runtime/gate";
import type { PieceCache } from "./piece-cache";

/** Thrown where what is stored is not what was verified. */
export class DamagedImage extends Error {}

export type Image = { readonly pieces: readonly ImagePiece[]; readonly read: (piece: ImagePiece) => Promise<Buffer> };

export type ImageSource = { readonly open: (release: OpenGrant["release"]) => Promise<Image> };

const IMAGES_MAX = 32;
/** Reads from the database at a time: OCPP comes first. */
const READS_MAX = 4;

export function createImageSource(ctx: ServiceContext, cache: PieceCache): ImageSource {
  const gate = createGate(READS_MAX);
  const images = new Map<string, Promise<Image>>();
  const reading = new Map<string, Promise<Buffer>>();

  /** Several downloads are often at the same place. */
  const read = ({ hash }: ImagePiece): Promise<Buffer> => {
    const running = reading.get(hash) ?? fetchPiece(hash).finally(() => reading.delete(hash));
    reading.set(hash, running);
    return running;
  };
  const fetchPiece = async (hash: string): Promise<Buffer> => {
    const cached = await cache.get(hash);
    if (cached !== null) return cached;
    const stored = await gate.run(() => readPiece(ctx, hash));
    if (stored === null) throw new DamagedImage(`the piece ${hash} is gone or has changed`);
    await cache.put(hash, stored);
    return stored;
  };
  const proved = async ({ id, sha256, bytes }: OpenGrant["release"]): Promise<Image> => {
    const pieces = await listPieces(ctx, id);
    const hash = createHash("sha256");
    let found = 0;
    for (const piece of pieces) {
      const data = await read(piece);
      hash.update(data);
      found += data.length;
      if (data.length !== piece.bytes) throw new DamagedImage(`the release ${id} has changed`);
    }
    if (found !== bytes || hash.digest("hex") !== sha256) throw new DamagedImage(`the release ${id} has changed`);
    return { pieces, read };
  };

  return {
    open: (release) => {
      const key = `${release.id} ${release.sha256}`;
      const known = images.get(key) ?? proved(release);
      images.delete(key);
      images.set(key, known);
      // What failed is tried again by the next one who asks.
      known.catch(() => images.get(key) === known && images.delete(key));
      for (const oldest of images.keys()) if (images.size > IMAGES_MAX) images.delete(oldest);
      return known;
    },
  };
}
