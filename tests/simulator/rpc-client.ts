import { randomUUID } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import type { Cancel, Clock } from "./clock";

/** What became of a CALL. Only `Answered` means that the CSMS has taken it. */
export type CallOutcome =
  | { readonly type: "Answered"; readonly messageId: string; readonly payload: object; readonly answer: object }
  | {
      readonly type: "Refused";
      readonly messageId: string;
      readonly payload: object;
      readonly code: string;
      readonly description: string;
    }
  | { readonly type: "TimedOut"; readonly messageId: string; readonly payload: object }
  | { readonly type: "Disconnected" };

/** A CALL to be sent; the payload is built at the moment it leaves. */
export type OutgoingCall = { readonly action: string; readonly build: () => object; readonly messageId?: string };

export type IncomingCall = { readonly messageId: string; readonly action: string; readonly payload: object };

/** The answer to a command; `afterwards` runs once the answer has left. */
export type Reply =
  | { readonly type: "Answer"; readonly answer: object; readonly afterwards?: () => void }
  | { readonly type: "Error"; readonly code: string; readonly description: string };

/** `null` leaves the command unanswered. */
export type ReplyToCall = (call: IncomingCall) => Reply | null | Promise<Reply | null>;

/** OCPP-J over one socket. Never more than one CALL of ours is outstanding; later ones wait in order. */
export type RpcClient = {
  call(call: OutgoingCall): Promise<CallOutcome>;
  /** Ends everything that waits as `Disconnected`. The socket is left alone. */
  hangUp(): void;
};

type Waiting = { readonly call: OutgoingCall; readonly settle: (outcome: CallOutcome) => void };
type InFlight = Waiting & { readonly messageId: string; readonly payload: object; readonly cancelTimeout: Cancel };

export function createRpcClient(deps: {
  readonly socket: WebSocket;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly onCall: ReplyToCall;
  readonly onBadFrame: (text: string) => void;
}): RpcClient {
  const { socket, clock } = deps;
  const waiting: Waiting[] = [];
  let inFlight: InFlight | null = null;
  let isHungUp = false;

  const sendNext = () => {
    if (inFlight || isHungUp) return;
    const next = waiting.shift();
    if (!next) return;
    const messageId = next.call.messageId ?? randomUUID();
    const payload = next.call.build();
    const cancelTimeout = clock.after(deps.timeoutMs, () => settle({ type: "TimedOut", messageId, payload }));
    inFlight = { ...next, messageId, payload, cancelTimeout };
    socket.send(JSON.stringify([2, messageId, next.call.action, payload]));
  };

  const settle = (outcome: CallOutcome) => {
    const done = inFlight;
    if (!done) return;
    inFlight = null;
    done.cancelTimeout();
    done.settle(outcome);
    sendNext();
  };

  const answer = async (call: IncomingCall) => {
    const reply = await deps.onCall(call);
    if (!reply || isHungUp) return;
    if (reply.type === "Error") {
      socket.send(JSON.stringify([4, call.messageId, reply.code, reply.description, {}]));
      return;
    }
    socket.send(JSON.stringify([3, call.messageId, reply.answer]));
    reply.afterwards?.();
  };

  const receive = (frame: Frame) => {
    if (frame.type === "Call") return void answer(frame.call);
    // An answer that comes after its time limit has nobody waiting for it.
    if (inFlight?.messageId !== frame.messageId) return;
    const { messageId, payload } = inFlight;
    settle(
      frame.type === "Result"
        ? { type: "Answered", messageId, payload, answer: frame.answer }
        : { type: "Refused", messageId, payload, code: frame.code, description: frame.description },
    );
  };

  socket.on("message", (data) => {
    if (isHungUp) return;
    const text = textOf(data);
    const frame = parseFrame(text);
    if (frame) receive(frame);
    else deps.onBadFrame(text);
  });

  return {
    call: (call) =>
      new Promise((resolve) => {
        if (isHungUp) return resolve({ type: "Disconnected" });
        waiting.push({ call, settle: resolve });
        sendNext();
      }),
    hangUp() {
      isHungUp = true;
      settle({ type: "Disconnected" });
      for (const { settle: end } of waiting.splice(0)) end({ type: "Disconnected" });
    },
  };
}

type Frame =
  | { readonly type: "Call"; readonly call: IncomingCall }
  | { readonly type: "Result"; readonly messageId: string; readonly answer: object }
  | { readonly type: "Error"; readonly messageId: string; readonly code: string; readonly description: string };

function parseFrame(text: string): Frame | null {
  const [type, messageId, ...rest] = parseArray(text);
  if (typeof messageId !== "string") return null;
  switch (type) {
    case 2:
      return parseCall(messageId, rest);
    case 3:
      return rest.length === 1 && isObject(rest[0]) ? { type: "Result", messageId, answer: rest[0] } : null;
    case 4:
      return parseError(messageId, rest);
    default:
      return null;
  }
}

function parseCall(messageId: string, rest: readonly unknown[]): Frame | null {
  const [action, payload] = rest;
  if (rest.length !== 2 || typeof action !== "string" || !isObject(payload)) return null;
  return { type: "Call", call: { messageId, action, payload } };
}

function parseError(messageId: string, rest: readonly unknown[]): Frame | null {
  const [code, description] = rest;
  if (rest.length !== 3 || typeof code !== "string" || typeof description !== "string") return null;
  return { type: "Error", messageId, code, description };
}

function parseArray(text: string): readonly unknown[] {
  try {
    const frame: unknown = JSON.parse(text);
    return Array.isArray(frame) ? frame : [];
  } catch {
    return [];
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return Buffer.isBuffer(data) ? data.toString("utf8") : Buffer.from(data).toString("utf8");
}
