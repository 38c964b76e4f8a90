import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A file server that keeps what was asked of it, and misbehaves on request. */
export type ImageServer = {
  readonly url: string;
  readonly sha256: string;
  /** The Range header of each request; null where there was none. */
  readonly ranges: readonly (string | null)[];
  /** Cuts the next answers after so many bytes, one after the other. */
  cutNext(...afterBytes: readonly number[]): void;
  /** Answers the next requests with these statuses. */
  refuseNext(...statuses: readonly number[]): void;
  close(): Promise<void>;
};

/** Serves one image of this version, padded to so many bytes. */
export async function createImageServer(version: string, bytes = 50_000): Promise<ImageServer> {
  const head = Buffer.from(`KITUO-FIRMWARE ${version}\n`);
  const image = Buffer.concat([head, Buffer.alloc(bytes - head.length, version)]);
  const sha256 = createHash("sha256").update(image).digest("hex");
  const ranges: (string | null)[] = [];
  const cuts: number[] = [];
  const refusals: number[] = [];

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    ranges.push(request.headers.range ?? null);
    const refusal = refusals.shift();
    if (refusal !== undefined) return void response.writeHead(refusal).end();
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const start = Number(from ?? 0);
    const end = Math.min(to ? Number(to) : image.length - 1, image.length - 1);
    const part = image.subarray(start, end + 1);
    response.writeHead(from === undefined ? 200 : 206, {
      "Content-Length": part.length,
      ETag: `"${sha256}"`,
      ...(from === undefined ? {} : { "Content-Range": `bytes ${start}-${end}/${image.length}` }),
    });
    const cut = cuts.shift();
    if (cut === undefined) return void response.end(part);
    response.write(part.subarray(0, cut), () => setTimeout(() => response.destroy(), 20));
  };
  const server = createServer(serve).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/image.bin`,
    sha256,
    ranges,
    cutNext: (...afterBytes) => void cuts.push(...afterBytes),
    refuseNext: (...statuses) => void refusals.push(...statuses),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
