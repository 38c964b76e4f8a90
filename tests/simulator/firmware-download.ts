import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { type Clock, pause } from "./clock";
import type { TlsMaterial } from "./link";

/** What arrived, by the station's own count. It grows while the download runs. */
export type DownloadTruth = {
  /** HTTP status of each request; null where nobody answered. */
  readonly statuses: (number | null)[];
  /** From which byte each request asked. */
  readonly offsets: number[];
  bytes: number;
  /** Of the whole file, in hex; null until it is whole. */
  sha256: string | null;
};

export type DownloadOptions = {
  readonly location: string;
  /** How often it is tried again after a try that failed. */
  readonly retries: number;
  readonly retryIntervalMs: number;
  readonly bytesPerSecond: number;
  /** Null: the whole file in one answer; otherwise ranges of so many bytes. */
  readonly chunkBytes: number | null;
  readonly tls: TlsMaterial | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onTry: () => void;
};

type Progress = {
  hash: Hash;
  /** The first bytes, where an image says what it is. */
  head: Buffer;
  bytes: number;
  /** Null until a server has told it. */
  total: number | null;
  etag: string | null;
};

const HEAD_BYTES = 256;
const SLICE_BYTES = 16_384;
const SILENCE_MS = 30_000;

/** Fetches an image as stations do: it goes on where a cut left it. The first bytes of it; null where it failed. */
export async function downloadFirmware(options: DownloadOptions, truth: DownloadTruth): Promise<Buffer | null> {
  const progress: Progress = { hash: createHash("sha256"), head: Buffer.alloc(0), bytes: 0, total: null, etag: null };
  for (let tries = 0; tries <= options.retries; tries += 1) {
    const mayGoOn = tries === 0 || (await pause(options.clock, options.retryIntervalMs, options.signal));
    if (!mayGoOn || options.signal.aborted) return null;
    options.onTry();
    if (!(await fetched(options, progress, truth))) continue;
    truth.sha256 = progress.hash.digest("hex");
    return progress.head;
  }
  return null;
}

/** One try: as many requests as it takes, until the file is whole or something goes wrong. */
async function fetched(options: DownloadOptions, progress: Progress, truth: DownloadTruth): Promise<boolean> {
  try {
    do {
      const response = await answered(options, progress, truth);
      if (!begins(response, progress)) {
        response.destroy();
        return false;
      }
      await take(response, options, progress, truth);
    } while (options.chunkBytes !== null && progress.bytes < (progress.total ?? 0));
    return progress.bytes === (progress.total ?? progress.bytes);
  } catch {
    // Cut on the way: what has arrived is kept.
    return false;
  }
}

async function answered(options: DownloadOptions, progress: Progress, truth: DownloadTruth): Promise<IncomingMessage> {
  truth.offsets.push(progress.bytes);
  try {
    const response = await ask(options, progress);
    truth.statuses.push(response.statusCode ?? null);
    return response;
  } catch (error) {
    truth.statuses.push(null);
    throw error;
  }
}

async function ask(options: DownloadOptions, { bytes, etag }: Progress): Promise<IncomingMessage> {
  const { chunkBytes, signal, tls } = options;
  const url = new URL(options.location);
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error(`No ${url.protocol} here`);
  const end = chunkBytes === null ? "" : String(bytes + chunkBytes - 1);
  const wantsRange = bytes > 0 || chunkBytes !== null;
  const headers = {
    ...(wantsRange ? { Range: `bytes=${bytes}-${end}` } : {}),
    ...(wantsRange && etag !== null ? { "If-Range": etag } : {}),
    Connection: "close",
  };
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const sent = request(url, { headers, signal, agent: false, timeout: SILENCE_MS, ...tls });
  sent.on("timeout", () => sent.destroy());
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  // After the answer has begun, what goes wrong is told by the response.
  sent.on("error", () => {});
  return response;
}

/** Whether this answer continues what is there, or starts the file anew. */
function begins(response: IncomingMessage, progress: Progress): boolean {
  progress.etag = response.headers.etag ?? null;
  if (response.statusCode === 200) {
    const length = response.headers["content-length"];
    Object.assign(progress, { hash: createHash("sha256"), head: Buffer.alloc(0), bytes: 0 });
    progress.total = length === undefined ? null : Number(length);
    return true;
  }
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers["content-range"] ?? "");
  if (response.statusCode !== 206 || Number(range?.[1]) !== progress.bytes) return false;
  progress.total = Number(range?.[2]);
  return true;
}

async function take(
  response: IncomingMessage,
  options: DownloadOptions,
  progress: Progress,
  truth: DownloadTruth,
): Promise<void> {
  for await (const chunk of response as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      const slice = chunk.subarray(at, at + SLICE_BYTES);
      if (progress.head.length < HEAD_BYTES) {
        progress.head = Buffer.concat([progress.head, slice]).subarray(0, HEAD_BYTES);
      }
      progress.hash.update(slice);
      progress.bytes += slice.length;
      truth.bytes = progress.bytes;
      if (Number.isFinite(options.bytesPerSecond)) {
        await pause(options.clock, (slice.length / options.bytesPerSecond) * 1000, options.signal);
      }
      if (options.signal.aborted) throw new Error("Interrupted");
    }
  }
}
