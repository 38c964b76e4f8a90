/**
 * Takes the logs that stations put to `/uploads/<secret>[/<name>]`: PUT or POST, raw or as a form, of known length or
 * in chunks. An answer of success comes after the commit. Whatever else comes gets a short answer and costs little.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { err, ok, type Result } from "@/lib/domain/result";
import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { findUpload, type OpenUpload, type UploadFault } from "@/lib/services/uploads/find-upload";
import type { Metrics } from "../metrics";
import { createGate, type Gate } from "../runtime/gate";
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
import { createMissLimit, type MissLimit } from "./miss-limit";
import { type ReceiveFault, receiveFile } from "./receive-file";
import { isUploadUrl, uploadTarget } from "./upload-target";

export type UploadDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "uploads">;
  /** Of one file. */
  readonly bytesMax: number;
  readonly isDraining: () => boolean;
  /** A file of this station is whole. */
  readonly onReceived: (station: { readonly id: number; readonly identity: string }) => void;
  readonly limits?: TransferLimits;
};

const LIMITS: TransferLimits = {
  atOnceMax: 64,
  atOncePerAddressMax: 4,
  idleMsMax: 60_000,
  durationMsMax: 6 * 3_600_000,
};

/** Writes to the database at a time; the gateway's pool has four times as many connections. */
const WRITES_MAX = 4;
/** For which a refused station may go on sending before it is cut off: it reads the answer afterwards. */
const LINGER_MS = 3_000;

export type Uploads = HttpService & {
  /** Cuts off what is coming in and settles once nothing of it is being written. */
  readonly close: () => Promise<void>;
};

const METHODS = ["PUT", "POST"] as const;
const ANSWERS = {
  Overload: unavailable("Overload", "Too many uploads at once"),
  Failed: unavailable("Failed", "Not stored, try again"),
  Unknown: UNKNOWN_ADDRESS,
  Over: { status: 410, outcome: "Over", text: "This upload is over" },
  Partial: { status: 400, outcome: "Partial", text: "Send the whole file" },
  TooLarge: { status: 413, outcome: "TooLarge", text: "Too large" },
  BadForm: { status: 400, outcome: "BadForm", text: "The form holds no whole file" },
  Replaced: { status: 409, outcome: "Replaced", text: "Another try took the place of this one" },
  TooManyFiles: { status: 409, outcome: "TooManyFiles", text: "This upload holds files enough" },
} as const satisfies Record<ReceiveFault | "Overload" | "Failed" | "Partial", TransferAnswer>;

type State = {
  readonly gate: Gate;
  readonly misses: MissLimit;
  readonly limits: TransferLimits;
  /** What is coming in now, by upload. */
  readonly active: Map<IncomingMessage, string>;
  readonly running: Set<Promise<void>>;
};

export function createUploads(deps: UploadDeps): Uploads {
  const state: State = {
    gate: createGate(WRITES_MAX),
    misses: createMissLimit(deps.ctx.now),
    limits: deps.limits ?? LIMITS,
    active: new Map(),
    running: new Set(),
  };
  return {
    takes: isUploadUrl,
    serve: (request, response, isContinueAwaited) => {
      const running = serve(deps, state, { request, response, isContinueAwaited }).finally(() => {
        state.running.delete(running);
      });
      state.running.add(running);
    },
    close: async () => {
      for (const request of state.active.keys()) request.destroy();
      await Promise.all(state.running);
    },
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isContinueAwaited: boolean;
};

/** Never throws: whatever happens is an answer, or a connection that is over. */
async function serve(deps: UploadDeps, state: State, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  response.on("error", (error) => deps.log.debug({ err: error.message }, "an upload's answer could not be sent"));
  try {
    const admitted = await admit(deps, state, request);
    const answer = "status" in admitted ? admitted : await take(deps, state, { ...exchange, ...admitted });
    deps.metrics.uploads.inc({ outcome: answer.outcome });
    send(exchange, answer);
  } catch (error) {
    const isCut = request.destroyed && !request.complete;
    deps.metrics.uploads.inc({ outcome: isCut ? "BrokenOff" : "Failed" });
    if (isCut) return deps.log.info({ remoteAddress: request.socket.remoteAddress }, "an upload broke off");
    deps.log.error({ err: error }, "an upload could not be stored");
    send(exchange, ANSWERS.Failed);
  }
}

type Admitted = { readonly upload: OpenUpload; readonly name: string | null };

/** What can be said before the body comes. */
async function admit(deps: UploadDeps, state: State, request: IncomingMessage): Promise<Admitted | TransferAnswer> {
  const address = request.socket.remoteAddress ?? "";
  const { isDraining } = deps;
  const refusal = unheard({ methods: METHODS, isDraining, misses: state.misses }, { method: request.method, address });
  if (refusal !== null) return refusal;
  const found = await lookUp(deps, state, request.url ?? "");
  if (found.ok) return unfit(deps, request) ?? (hasNoRoom(state, found.value.upload) ? ANSWERS.Overload : found.value);
  if (found.error === "Unknown") state.misses.missed(address);
  return ANSWERS[found.error];
}

async function lookUp(deps: UploadDeps, { gate }: State, url: string): Promise<Result<Admitted, UploadFault>> {
  const target = uploadTarget(url);
  if (target === null) return err("Unknown");
  const found = await gate.run(() => findUpload(deps.ctx, target.secret));
  return found.ok ? ok({ upload: found.value, name: target.name }) : found;
}

/** What its head says against a body. */
function unfit({ bytesMax }: UploadDeps, { headers }: IncomingMessage): TransferAnswer | null {
  const length = Number(headers["content-length"] ?? 0);
  if (!isWhole(headers["content-range"], length)) return ANSWERS.Partial;
  // A form is larger than the file in it: that one is measured as it comes.
  const isForm = headers["content-type"]?.startsWith("multipart/") === true;
  return length > bytesMax && !isForm ? ANSWERS.TooLarge : null;
}

const hasNoRoom = ({ active, limits }: State, upload: OpenUpload): boolean =>
  isFull([...active.values()], upload.id, limits);

/** A part of a file taken for the whole would be a wrong file (RFC 9110 §14.5). */
function isWhole(range: string | undefined, length: number): boolean {
  if (range === undefined) return true;
  const match = /^bytes 0-(\d+)\/(\d+)$/i.exec(range.trim());
  return match !== null && Number(match[1]) + 1 === Number(match[2]) && Number(match[2]) === length;
}

async function take(deps: UploadDeps, state: State, exchange: Exchange & Admitted): Promise<TransferAnswer> {
  const { request, response, upload } = exchange;
  const { headers, socket } = request;
  state.active.set(request, upload.id);
  const tooLong = setTimeout(() => request.destroy(), state.limits.durationMsMax);
  try {
    if (exchange.isContinueAwaited) response.writeContinue();
    const received = await receiveFile(
      { ctx: deps.ctx, bytesMax: deps.bytesMax, gate: state.gate },
      {
        upload,
        name: exchange.name,
        contentType: headers["content-type"] ?? null,
        disposition: headers["content-disposition"] ?? null,
        remoteAddress: socket.remoteAddress ?? null,
        body: piecesOf(request, state.limits.idleMsMax),
      },
    );
    if (!received.ok) return ANSWERS[received.error];
    const { bytes, sha256 } = received.value;
    deps.log.info({ station: upload.identity, upload: upload.id, bytes }, "a log was received");
    deps.onReceived({ id: upload.stationId, identity: upload.identity });
    return { status: 201, outcome: "Received", text: `${bytes} bytes, SHA-256 ${sha256}` };
  } finally {
    clearTimeout(tooLong);
    state.active.delete(request);
  }
}

/** The body as it comes. Silence is counted only while we wait for it: a database that is slow is not the station's. */
async function* piecesOf(request: IncomingMessage, idleMsMax: number): AsyncGenerator<Buffer> {
  // Left early, the request stays open: the answer has to go out on it.
  const pieces: AsyncIterator<Buffer> = request.iterator({ destroyOnReturn: false });
  for (;;) {
    const tooLong = setTimeout(() => request.destroy(), idleMsMax);
    const { done, value } = await pieces.next().finally(() => clearTimeout(tooLong));
    if (done === true) return;
    yield value;
  }
}

/** A refused station is let send on for a moment: cut off at once, it would never read why. */
function send({ request, response }: Exchange, answer: TransferAnswer): void {
  if (response.destroyed) return;
  sendAnswer(request, response, answer);
  if (request.complete) return;
  request.resume();
  const cut = setTimeout(() => request.socket.destroy(), LINGER_MS);
  request.once("close", () => clearTimeout(cut));
}
