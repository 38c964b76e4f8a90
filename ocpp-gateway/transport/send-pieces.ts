/** Part of an image onto one connection: a piece at a time, each gone before the next is read. */
import type { ServerResponse } from "node:http";
import type { Bandwidth } from "./bandwidth";
import type { Image } from "./image-source";

/** `Complete`: all that was asked for has left. `Gone`: the station went away. */
export type Ending = "Complete" | "Gone" | "Idle" | "TooLong" | "Revoked" | "Stopped";

type Connection = {
  readonly response: ServerResponse;
  readonly image: Image;
  /** Aborted with an Ending. */
  readonly stopping: AbortSignal;
  readonly idleMsMax: number;
};

type Part = {
  readonly start: number;
  readonly end: number;
  readonly bandwidth: Bandwidth;
  /** These bytes have left. */
  readonly onSent: (from: number, to: number) => void;
};

/** Sends it and ends the response; ended early, the connection is cut, so that half of it is not taken for the whole. */
export async function sendPieces(connection: Connection, part: Part): Promise<Ending> {
  const { response, image, stopping } = connection;
  let end: (ending: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => (end = resolve));
  const stop = (): void => {
    end(stopping.reason);
    response.destroy();
  };
  response.once("close", () => end("Gone"));
  stopping.addEventListener("abort", stop, { once: true });
  if (stopping.aborted) stop();
  try {
    for (const piece of image.pieces) {
      const from = Math.max(part.start, piece.at);
      const to = Math.min(part.end, piece.at + piece.bytes);
      if (from >= to) continue;
      const data = await image.read(piece);
      const ending = await sendSlices(connection, part, ended, {
        at: from,
        data: data.subarray(from - piece.at, to - piece.at),
      });
      if (ending !== null) return ending;
    }
    response.end();
    return "Complete";
  } finally {
    stopping.removeEventListener("abort", stop);
  }
}

type Slices = { readonly at: number; readonly data: Buffer };

/** Null once all of it has left. */
async function sendSlices(
  connection: Connection,
  { bandwidth, onSent }: Part,
  ended: Promise<Ending>,
  { at, data }: Slices,
): Promise<Ending | null> {
  for (let done = 0; done < data.length; done += bandwidth.sliceBytes) {
    const slice = data.subarray(done, done + bandwidth.sliceBytes);
    const waits = await paused(bandwidth.waitFor(slice.length), ended);
    if (waits !== null) return waits;
    const ending = await written(connection, slice, ended);
    if (ending !== null) return ending;
    onSent(at + done, at + done + slice.length);
  }
  return null;
}

async function paused(ms: number, ended: Promise<Ending>): Promise<Ending | null> {
  if (ms < 1) return null;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([over, ended]).finally(() => clearTimeout(timer));
}

/** Null once the operating system has taken it. */
async function written(
  { response, idleMsMax }: Connection,
  slice: Buffer,
  ended: Promise<Ending>,
): Promise<Ending | null> {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<Ending>((resolve) => {
    timer = setTimeout(() => {
      resolve("Idle");
      response.destroy();
    }, idleMsMax);
  });
  const left = new Promise<boolean>((resolve) => {
    response.write(slice, (error) => resolve(error === null || error === undefined));
  });
  // What ended it is told, not the error that the end made of the write.
  const over = left.then(async (isSent) => (isSent ? null : ended));
  return Promise.race([idle, over, ended]).finally(() => clearTimeout(timer));
}
