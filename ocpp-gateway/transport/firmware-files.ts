/**
 * Gives stations their images at `/firmware/<secret>/<name>`: GET and HEAD, whole or in parts, never in chunks,
 * compressed or elsewhere, since some stations know nothing of it. Each address is one attempt's own; what was sent on
 * it is counted, and it is cut off as soon as it is revoked.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { err, ok, type Result } from "@/lib/domain/result";
import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { findGrant, type OpenGrant, overGrants } from "@/lib/services/releases/find-grant";
import type { Metrics } from "../metrics";
import { type Bandwidth, createBandwidth, UNLIMITED } from "./bandwidth";
import { type ByteRange, byteRange } from "./byte-range";
import { createDownloadProgress, type DownloadProgress } from "./download-progress";
import {
  isFull,
  sendAnswer,
  type TransferAnswer,
  type TransferLimits,
  UNKNOWN_ADDRESS,
  unavailable,
  unheard,
} from "./file-transfer";
import type { HttpService } from "./http-service";
import { createImageSource, type ImageSource } from "./image-source";
import { imageTarget, isImageUrl } from "./image-target";
import { createMissLimit, type MissLimit } from "./miss-limit";
import { createPieceCache } from "./piece-cache";
import { type Ending, sendPieces } from "./send-pieces";

export type FirmwareFilesDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "firmwareDownloads" | "firmwareBytes">;
  readonly isDraining: () => boolean;
  readonly cache: { readonly folder: string | null; readonly bytesMax: number };
  readonly limits?: TransferLimits;
};

/** Some stations have 5 kB/s: 100 MB take them six hours. */
const LIMITS: TransferLimits = {
  atOnceMax: 128,
  atOncePerAddressMax: 4,
  idleMsMax: 5 * 60_000,
  durationMsMax: 12 * 3_600_000,
};
/** How often is looked for grants that were revoked, and how often progress is recorded. */
const WATCH_MS = 500;
const RECORD_MS = 1_000;

export type FirmwareFiles = HttpService & {
  /** Cuts off what is going out and records how far it came. */
  readonly close: () => Promise<void>;
};

const METHODS = ["GET", "HEAD"] as const;
const ANSWERS = {
  Overload: unavailable("Overload", "Too many downloads at once"),
  Failed: unavailable("Failed", "Try again in a moment"),
  Unknown: UNKNOWN_ADDRESS,
  Over: { status: 410, outcome: "Over", text: "This download is over" },
} as const satisfies Record<string, TransferAnswer>;

type Download = { readonly grant: OpenGrant; readonly cut: (ending: Ending) => void };

type State = {
  readonly images: ImageSource;
  readonly progress: DownloadProgress;
  readonly misses: MissLimit;
  readonly limits: TransferLimits;
  /** By campaign, while something of it goes out. */
  readonly bandwidths: Map<string, Bandwidth>;
  readonly active: Set<Download>;
  readonly running: Set<Promise<void>>;
};

export function createFirmwareFiles(deps: FirmwareFilesDeps): FirmwareFiles {
  const { ctx, log, cache } = deps;
  const state: State = {
    images: createImageSource(ctx, createPieceCache({ ...cache, log })),
    progress: createDownloadProgress(ctx, log),
    misses: createMissLimit(ctx.now),
    limits: deps.limits ?? LIMITS,
    bandwidths: new Map(),
    active: new Set(),
    running: new Set(),
  };
  const timers = [
    setInterval(() => void cutRevoked(deps, state), WATCH_MS),
    setInterval(() => void state.progress.flush(), RECORD_MS),
  ];
  return {
    takes: isImageUrl,
    serve: (request, response) => {
      const running = serve(deps, state, { request, response }).finally(() => state.running.delete(running));
      state.running.add(running);
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      for (const { cut } of state.active) cut("Stopped");
      await Promise.all(state.running);
      await state.progress.flush();
    },
  };
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

/** Never throws: whatever happens is an answer, or a connection that is over. */
async function serve(deps: FirmwareFilesDeps, state: State, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  request.resume();
  response.on("error", (error) => deps.log.debug({ err: error.message }, "an image could not be sent"));
  try {
    const admitted = await admit(deps, state, request);
    const outcome = admitted.ok ? await give(deps, state, { ...exchange, grant: admitted.value }) : admitted.error;
    const isAnswered = typeof outcome === "string";
    deps.metrics.firmwareDownloads.inc({ outcome: isAnswered ? outcome : outcome.outcome });
    if (!isAnswered) sendAnswer(request, response, outcome);
  } catch (error) {
    deps.metrics.firmwareDownloads.inc({ outcome: "Failed" });
    deps.log.error({ err: error }, "an image could not be served");
    if (response.headersSent) response.destroy();
    else sendAnswer(request, response, ANSWERS.Failed);
  }
}

async function admit(
  { ctx, isDraining }: FirmwareFilesDeps,
  { misses }: State,
  request: IncomingMessage,
): Promise<Result<OpenGrant, TransferAnswer>> {
  const { url = "", socket } = request;
  const address = socket.remoteAddress ?? "";
  const refusal = unheard({ methods: METHODS, isDraining, misses }, { method: request.method, address });
  if (refusal !== null) return err(refusal);
  const target = imageTarget(url);
  // Many stations behind one address may be told to fetch it: it is no guess.
  if (target.type === "Cancelled") return err(ANSWERS.Over);
  const found = target.type === "Unknown" ? err("Unknown" as const) : await findGrant(ctx, target.secret);
  if (found.ok) return ok(found.value);
  if (found.error === "Unknown") misses.missed(address);
  return err(ANSWERS[found.error]);
}

type Giving = Exchange & { readonly grant: OpenGrant };

async function give(deps: FirmwareFilesDeps, state: State, giving: Giving): Promise<string | TransferAnswer> {
  const { request, response, grant } = giving;
  const { bytes, sha256 } = grant.release;
  const range = wantedRange(request, bytes, `"${sha256}"`);
  if (range.type === "Unsatisfiable") return unsatisfiable(bytes);
  if (request.method === "HEAD") {
    response.writeHead(200, headOf(grant, { type: "Whole" })).end();
    return "Head";
  }
  if (isFull(goingOut(state), grant.id, state.limits)) return ANSWERS.Overload;
  return download(deps, state, { ...giving, range });
}

/** Only a GET has parts, and only of the very file it has the beginning of (RFC 9110 §13.1.5). */
function wantedRange({ method, headers }: IncomingMessage, bytes: number, etag: string): ByteRange {
  const condition = headers["if-range"];
  if (method !== "GET" || (condition !== undefined && condition !== etag)) return { type: "Whole" };
  return byteRange(headers.range, bytes);
}

const unsatisfiable = (bytes: number): TransferAnswer => ({
  status: 416,
  outcome: "RangeNotSatisfiable",
  text: "There is no such part",
  headers: { "Content-Range": `bytes */${bytes}`, "Accept-Ranges": "bytes" },
});

const goingOut = ({ active }: State): readonly string[] => [...active].map(({ grant }) => grant.id);

type Served = Giving & { readonly range: Exclude<ByteRange, { readonly type: "Unsatisfiable" }> };

async function download(deps: FirmwareFilesDeps, state: State, served: Served): Promise<string> {
  const { response, grant, range } = served;
  const { start, end, isRest } = range.type === "Part" ? range : { start: 0, end: grant.release.bytes, isRest: false };
  const stopping = new AbortController();
  const active: Download = { grant, cut: (ending) => stopping.abort(ending) };
  state.active.add(active);
  const progress = state.progress.begin(grant, { start, isRest });
  const tooLong = setTimeout(() => active.cut("TooLong"), state.limits.durationMsMax);
  try {
    const image = await state.images.open(grant.release);
    if (stopping.signal.aborted) return cutOff(response);
    response.writeHead(range.type === "Part" ? 206 : 200, headOf(grant, range));
    const ending = await sendPieces(
      { response, image, stopping: stopping.signal, idleMsMax: state.limits.idleMsMax },
      {
        start,
        end,
        bandwidth: bandwidthOf(state, grant),
        onSent: (from, to) => {
          progress.sent(from, to);
          deps.metrics.firmwareBytes.inc(to - from);
        },
      },
    );
    deps.log.info({ grant: grant.id, start, end, ending }, "a download ended");
    return ending;
  } finally {
    clearTimeout(tooLong);
    state.active.delete(active);
    progress.end();
    forgetBandwidth(state, grant);
    await state.progress.flush();
  }
}

/** Before its first byte. */
function cutOff(response: ServerResponse): string {
  response.destroy();
  return "Stopped";
}

function headOf({ release }: OpenGrant, range: Served["range"]): Readonly<Record<string, string>> {
  const { bytes, sha256, fileName } = release;
  const length = range.type === "Part" ? range.end - range.start : bytes;
  return {
    "Content-Type": "application/octet-stream",
    "Content-Length": String(length),
    "Content-Disposition": `attachment; filename="${fileName}"`,
    "Accept-Ranges": "bytes",
    ETag: `"${sha256}"`,
    ...(range.type === "Part" ? { "Content-Range": `bytes ${range.start}-${range.end - 1}/${bytes}` } : {}),
  };
}

function bandwidthOf({ bandwidths }: State, { campaignId, megabitsPerSecondMax }: OpenGrant): Bandwidth {
  if (megabitsPerSecondMax === null) return UNLIMITED;
  const shared = bandwidths.get(campaignId) ?? createBandwidth(megabitsPerSecondMax, () => performance.now());
  bandwidths.set(campaignId, shared);
  return shared;
}

function forgetBandwidth({ bandwidths, active }: State, { campaignId }: OpenGrant): void {
  if (![...active].some(({ grant }) => grant.campaignId === campaignId)) bandwidths.delete(campaignId);
}

/** A database that cannot be asked is no reason to end what it allowed. */
async function cutRevoked({ ctx, log }: FirmwareFilesDeps, { active }: State): Promise<void> {
  if (active.size === 0) return;
  try {
    const over = new Set(await overGrants(ctx, [...new Set([...active].map(({ grant }) => grant.id))]));
    for (const { grant, cut } of active) if (over.has(grant.id)) cut("Revoked");
  } catch (error) {
    log.warn({ err: error }, "it could not be looked for revoked downloads; it is tried again");
  }
}
