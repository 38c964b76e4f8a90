/**
 * What is the same whichever way a file goes over HTTP, to a station or from it: how many at once and for how long, whom
 * we do not listen to, and how an answer in plain text looks.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { MissLimit } from "./miss-limit";

export type TransferLimits = {
  readonly atOnceMax: number;
  /** Of one address: a station that lost its connection does not know it yet when it tries again. */
  readonly atOncePerAddressMax: number;
  /** Without a byte. */
  readonly idleMsMax: number;
  readonly durationMsMax: number;
};

/** Would one more for this address, `id`, be too many beside those that are going on? */
export function isFull(goingOn: readonly string[], id: string, limits: TransferLimits): boolean {
  const own = goingOn.filter((other) => other === id).length;
  return goingOn.length >= limits.atOnceMax || own >= limits.atOncePerAddressMax;
}

export type TransferAnswer = {
  readonly status: number;
  /** As it is counted. */
  readonly outcome: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** May be tried again as it is. */
export const unavailable = (outcome: string, text: string): TransferAnswer => ({
  status: 503,
  outcome,
  text,
  headers: { "Retry-After": "30" },
});

export const UNKNOWN_ADDRESS: TransferAnswer = { status: 404, outcome: "Unknown", text: "Not found" };

const DRAINING = unavailable("Draining", "Try again in a moment");
const HELD_OFF: TransferAnswer = {
  status: 429,
  outcome: "HeldOff",
  text: "Too many wrong addresses",
  headers: { "Retry-After": "60" },
};

type Door = {
  readonly methods: readonly [string, string];
  readonly isDraining: () => boolean;
  readonly misses: MissLimit;
};

type Caller = { readonly method: string | undefined; readonly address: string };

/** Why this request is refused whatever address it is for; null where it is not. */
export function unheard({ methods, isDraining, misses }: Door, { method, address }: Caller): TransferAnswer | null {
  if (method === undefined || !methods.includes(method)) return wrongMethod(methods);
  if (isDraining()) return DRAINING;
  return misses.isHeldOff(address) ? HELD_OFF : null;
}

const wrongMethod = (methods: Door["methods"]): TransferAnswer => ({
  status: 405,
  outcome: "Method",
  text: `${methods.join(" or ")} only`,
  headers: { Allow: methods.join(", ") },
});

/** In a length that is told, never in chunks. Nothing where the connection is gone. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, text, headers = {} }: TransferAnswer,
): void {
  if (response.destroyed) return;
  const body = `${text}\n`;
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { "Content-Type": "text/plain", "Content-Length": length, ...headers });
  response.end(request.method === "HEAD" ? undefined : body);
}
