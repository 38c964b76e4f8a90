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
  readonly limits?: DownloadLimits;
};

export type DownloadLimits = {
  readonly atOnceMax: number;
  /** Of one address: a station that lost its connection does not know it yet when it tries again. */
  readonly atOncePerGrantMax: number;
  /** Without a byte leaving. */
  readonly idleMsMax: number;
  readonly durationMsMax: number;
};

/** Some stations have 5 kB/s: 100 MB take them six hours. */
const LIMITS: DownloadLimits = {
  atOnceMax: 128,
  atOncePerGrantMax: 4,
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

type Answer = {
  readonly status: number;
  readonly outcome: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const RETRY = { "Retry-After": "30" } as const;

const ANSWERS = {
  Method: { status: 405, outcome: "Method", text: "GET or HEAD only", headers: { Allow: "GET, HEAD" } },
  Draining: { status: 503, outcome: "Draining", text: "Try again in a moment", headers: RETRY },
  Overload: { status: 503, outcome: "Overload", text: "Too many downloads at once", headers: RETRY },
  Failed: { status: 503, outcome: "Failed", text: "Try again in a moment", headers: RETRY },
  HeldOff: { status: 429, outcome: "HeldOff", text: "Too many wrong addresses", headers: { "Retry-After": "60" } },
  Unknown: { status: 404, outcome: "Unknown", text: "Not found" },
  Over: { status: 410, outcome: "Over", text: "This download is over" },
} as const satisfies Record<string, Answer>;

type Download = { readonly grant: OpenGrant; readonly cut: (ending: Ending) => void };

type State = {
  readonly images: ImageSource;
  readonly progress: DownloadProgress;
  readonly misses: MissLimit;
  readonly limits: DownloadLimits;
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
    if (!isAnswered) send(exchange, outcome);
  } catch (error) {
    deps.metrics.firmwareDownloads.inc({ outcome: "Failed" });
    deps.log.error({ err: error }, "an image could not be served");
    if (response.headersSent) response.destroy();
    else send(exchange, ANSWERS.Failed);
  }
}

async function admit(
  deps: FirmwareFilesDeps,
  { misses }: State,
  { method, url = "", socket }: IncomingMessage,
): Promise<Result<OpenGrant, Answer>> {
  const address = socket.remoteAddress ?? "";
  const refusal = unheard(deps, misses, { method, address });
  if (refusal !== null) return err(refusal);
  const target = imageTarget(url);
  // Many stations behind one address may be told to fetch it: it is no guess.
  if (target.type === "Cancelled") return err(ANSWERS.Over);
  const found = target.type === "Unknown" ? err("Unknown" as const) : await findGrant(deps.ctx, target.secret);
  if (found.ok) return ok(found.value);
  if (found.error === "Unknown") misses.missed(address);
  return err(ANSWERS[found.error]);
}

type Caller = { readonly method: string | undefined; readonly address: string };

/** Whatever address it is for. */
function unheard({ isDraining }: FirmwareFilesDeps, misses: MissLimit, { method, address }: Caller): Answer | null {
  if (method !== "GET" && method !== "HEAD") return ANSWERS.Method;
  if (isDraining()) return ANSWERS.Draining;
  return misses.isHeldOff(address) ? ANSWERS.HeldOff : null;
}

type Giving = Exchange & { readonly grant: OpenGrant };

async function give(deps: FirmwareFilesDeps, state: State, giving: Giving): Promise<string | Answer> {
  const { request, response, grant } = giving;
  const { bytes, sha256 } = grant.release;
  const range = wantedRange(request, bytes, `"${sha256}"`);
  if (range.type === "Unsatisfiable") return unsatisfiable(bytes);
  if (request.method === "HEAD") {
    response.writeHead(200, headOf(grant, { type: "Whole" })).end();
    return "Head";
  }
  if (isFull(state, grant)) return ANSWERS.Overload;
  return download(deps, state, { ...giving, range });
}

/** Only a GET has parts, and only of the very file it has the beginning of (RFC 9110 §13.1.5). */
function wantedRange({ method, headers }: IncomingMessage, bytes: number, etag: string): ByteRange {
  const condition = headers["if-range"];
  if (method !== "GET" || (condition !== undefined && condition !== etag)) return { type: "Whole" };
  return byteRange(headers.range, bytes);
}

const unsatisfiable = (bytes: number): Answer => ({
  status: 416,
  outcome: "RangeNotSatisfiable",
  text: "There is no such part",
  headers: { "Content-Range": `bytes */${bytes}`, "Accept-Ranges": "bytes" },
});

function isFull({ active, limits }: State, grant: OpenGrant): boolean {
  const own = [...active].filter((download) => download.grant.id === grant.id).length;
  return active.size >= limits.atOnceMax || own >= limits.atOncePerGrantMax;
}

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

function send({ request, response }: Exchange, { status, text, headers = {} }: Answer): void {
  if (response.destroyed) return;
  const body = `${text}\n`;
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { "Content-Type": "text/plain", "Content-Length": length, ...headers });
  response.end(request.method === "HEAD" ? undefined : body);
}
