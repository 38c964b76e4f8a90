/** One body into one file: in pieces, each stored before the next is read, so that a slow or a huge one holds little memory. */
import { createHash } from "node:crypto";
import { err, ok, type Result } from "@/lib/domain/result";
import type { ServiceContext } from "@/lib/services/context";
import type { OpenUpload, UploadFault } from "@/lib/services/uploads/find-upload";
import { breakOffFile, finishFile } from "@/lib/services/uploads/finish-file";
import { openFile } from "@/lib/services/uploads/open-file";
import { storeChunk } from "@/lib/services/uploads/store-chunk";
import type { Gate } from "../runtime/gate";
import { boundaryOf, firstFile, MultipartFault, nameIn } from "./multipart";

/** A row of the database holds as much. */
const CHUNK_BYTES = 256 * 1024;
/** A form has more to it than its file. */
const FORM_BYTES_MAX = 1024 * 1024;

/** `Replaced`: a newer try took its place, or it was ended while it came in. */
export type ReceiveFault = UploadFault | "TooLarge" | "BadForm" | "Replaced";

export type Received = { readonly bytes: number; readonly sha256: string };

export type ReceiveDeps = {
  readonly ctx: ServiceContext;
  readonly bytesMax: number;
  /** Uploads share few of the database's connections: OCPP comes first. */
  readonly gate: Gate;
};

export type IncomingFile = {
  readonly upload: OpenUpload;
  /** The name in the address. */
  readonly name: string | null;
  readonly contentType: string | null;
  readonly disposition: string | null;
  readonly remoteAddress: string | null;
  readonly body: AsyncIterable<Buffer>;
};

/** Stores a body as a file; it is whole once this settles well. Throws where the body breaks off or the database is away. */
export async function receiveFile(deps: ReceiveDeps, incoming: IncomingFile): Promise<Result<Received, ReceiveFault>> {
  const writer = new FileWriter(deps, incoming);
  try {
    for await (const piece of contentOf(deps, incoming, writer)) {
      const fault = await writer.write(piece);
      if (fault !== null) return await writer.giveUp(fault);
    }
    return await writer.finish();
  } catch (error) {
    const gaveUp = await writer.giveUp("BadForm").catch(() => null);
    if (error instanceof MultipartFault && gaveUp !== null) return gaveUp;
    if (error instanceof BodyTooLong) return err("TooLarge");
    throw error;
  }
}

class BodyTooLong extends Error {}

function contentOf(deps: ReceiveDeps, incoming: IncomingFile, writer: FileWriter): AsyncIterable<Buffer> {
  const boundary = boundaryOf(incoming.contentType ?? "");
  if (boundary === null) {
    writer.names = [incoming.name, nameIn(`;${incoming.disposition ?? ""}`)];
    writer.contentType = incoming.contentType;
    return incoming.body;
  }
  return firstFile(bounded(incoming.body, deps.bytesMax + FORM_BYTES_MAX), boundary, (part) => {
    writer.names = [part.name, incoming.name];
    writer.contentType = part.contentType;
  });
}

async function* bounded(body: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > bytesMax) throw new BodyTooLong();
    yield piece;
  }
}

class FileWriter {
  names: readonly (string | null)[] = [];
  contentType: string | null = null;
  readonly #deps: ReceiveDeps;
  readonly #incoming: IncomingFile;
  readonly #hash = createHash("sha256");
  #fileId: string | null = null;
  #place = 0;
  #bytes = 0;
  #held: Buffer[] = [];
  #heldBytes = 0;

  constructor(deps: ReceiveDeps, incoming: IncomingFile) {
    this.#deps = deps;
    this.#incoming = incoming;
  }

  async write(piece: Buffer): Promise<ReceiveFault | null> {
    this.#bytes += piece.length;
    if (this.#bytes > this.#deps.bytesMax) return "TooLarge";
    this.#hash.update(piece);
    this.#held.push(piece);
    this.#heldBytes += piece.length;
    return this.#heldBytes < CHUNK_BYTES ? null : this.#flush();
  }

  async finish(): Promise<Result<Received, ReceiveFault>> {
    const fault = await this.#flush();
    if (fault !== null) return this.giveUp(fault);
    const told = { bytes: this.#bytes, sha256: this.#hash.digest("hex") };
    const fileId = this.#fileId;
    const isWhole =
      fileId !== null &&
      (await this.#run(() => finishFile(this.#deps.ctx, this.#incoming.upload, { fileId, ...told })));
    return isWhole ? ok(told) : this.giveUp("Replaced");
  }

  async giveUp(fault: ReceiveFault): Promise<Result<Received, ReceiveFault>> {
    const fileId = this.#fileId;
    this.#held = [];
    if (fileId !== null) await this.#run(() => breakOffFile(this.#deps.ctx, this.#incoming.upload, fileId));
    return err(fault);
  }

  /** Opens the file where that has not been done, and stores what is held. An empty body is a file too. */
  async #flush(): Promise<ReceiveFault | null> {
    const fault = this.#fileId === null ? await this.#open() : null;
    const fileId = this.#fileId;
    if (fault !== null || fileId === null) return fault ?? "Replaced";
    if (this.#heldBytes === 0) return null;
    const data = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    const place = this.#place;
    this.#place += 1;
    return (await this.#run(() => storeChunk(this.#deps.ctx, { fileId, place, data }))) ? null : "Replaced";
  }

  async #open(): Promise<UploadFault | null> {
    const { upload, remoteAddress } = this.#incoming;
    const file = { names: this.names, contentType: this.contentType?.slice(0, 200) ?? null, remoteAddress };
    const opened = await this.#run(() => openFile(this.#deps.ctx, upload, file));
    if (!opened.ok) return opened.error;
    this.#fileId = opened.value;
    return null;
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    return this.#deps.gate.run(work);
  }
}
