/**
 * Pieces of images on this machine's disk, found by the hash of their content and held to it at every read. Whatever
 * goes wrong with the disk makes a piece come from the database, and nothing else. Gateways may share the folder.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Log } from "@/lib/log";

export type PieceCache = {
  /** Null where it is not here, or is not what it is called. */
  readonly get: (hash: string) => Promise<Buffer | null>;
  readonly put: (hash: string, data: Buffer) => Promise<void>;
};

export type PieceCacheOptions = {
  /** Null: nothing is kept. */
  readonly folder: string | null;
  readonly bytesMax: number;
  readonly log: Log;
};

const NOTHING: PieceCache = { get: async () => null, put: async () => undefined };
const PIECE_NAME = /^[0-9a-f]{64}$/;

export function createPieceCache({ folder, bytesMax, log }: PieceCacheOptions): PieceCache {
  if (folder === null) return NOTHING;
  const room = createRoom(bytesMax);
  let isComplaining = false;
  const complain = (error: unknown): void => {
    if (!isComplaining)
      log.warn({ err: error, folder }, "images cannot be kept on this disk; they come from the database");
    isComplaining = true;
  };
  const placeOf = (hash: string): string => path.join(folder, hash);
  const drop = (hash: string): Promise<void> => rm(placeOf(hash), { force: true }).catch(complain);
  const ready = openFolder(folder)
    .then((found) => {
      for (const [hash, size] of found) room.used(hash, size);
    })
    .catch(complain);

  return {
    get: async (hash) => {
      await ready;
      const data = await readFile(placeOf(hash)).catch(() => null);
      if (data !== null && createHash("sha256").update(data).digest("hex") === hash) {
        room.used(hash, data.length);
        return data;
      }
      room.gone(hash);
      if (data === null) return null;
      log.warn({ hash }, "a piece of an image has gone bad on the disk and is fetched again");
      await drop(hash);
      return null;
    },
    put: async (hash, data) => {
      await ready;
      try {
        // Whoever reads meanwhile finds the whole of it or nothing.
        const part = path.join(folder, `part-${randomBytes(8).toString("hex")}`);
        await writeFile(part, data);
        await rename(part, placeOf(hash));
        room.used(hash, data.length);
        for (const spare of room.tooMany()) await drop(spare);
        isComplaining = false;
      } catch (error) {
        complain(error);
        await mkdir(folder, { recursive: true }).catch(() => undefined);
      }
    },
  };
}

/** What is kept, and what has to go for it: what was used least lately. */
function createRoom(bytesMax: number) {
  /** Bytes by hash, in the order of their last use. */
  const held = new Map<string, number>();
  let bytes = 0;
  const gone = (hash: string): void => {
    bytes -= held.get(hash) ?? 0;
    held.delete(hash);
  };
  return {
    gone,
    used: (hash: string, size: number): void => {
      gone(hash);
      held.set(hash, size);
      bytes += size;
    },
    tooMany: (): readonly string[] => {
      const spare: string[] = [];
      for (const hash of held.keys()) {
        if (bytes <= bytesMax) break;
        gone(hash);
        spare.push(hash);
      }
      return spare;
    },
  };
}

/** What is there from before, oldest first; parts that a crash has left are taken away. */
async function openFolder(folder: string): Promise<readonly (readonly [string, number])[]> {
  await mkdir(folder, { recursive: true });
  const found: { name: string; size: number; at: number }[] = [];
  for (const name of await readdir(folder)) {
    const facts = await stat(path.join(folder, name)).catch(() => null);
    if (facts === null) continue;
    if (PIECE_NAME.test(name)) found.push({ name, size: facts.size, at: facts.mtimeMs });
    else if (name.startsWith("part-") && Date.now() - facts.mtimeMs > PART_MS_MAX)
      await rm(path.join(folder, name), { force: true });
  }
  return found.toSorted((a, b) => a.at - b.at).map(({ name, size }) => [name, size]);
}

/** Another gateway may be writing it. */
const PART_MS_MAX = 600_000;
