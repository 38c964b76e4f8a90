/**
 * OCPP-J frames: text to `Frame` and back. Knows all five message types of 2.1;
 * which of them a version may use is the adapter's matter.
 */
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { err, ok, type Result, unreachable } from "@/lib/domain/result";
import { type Fault, fault } from "./fault";
import { mendJson } from "./mend-json";

/** An id as it stood on the wire: stations that send a number get a number back (quirk C7). */
export type RawId = string | number;

type WithId = { readonly messageId: string; readonly rawId: RawId };

export type CallFrame = WithId & {
  readonly kind: "Call";
  readonly action: string;
  readonly payload: JsonObject;
  /** It was almost JSON. */
  readonly wasMended?: true;
};
export type CallResultFrame = WithId & { readonly kind: "CallResult"; readonly payload: JsonObject };
export type CallErrorFrame = WithId & {
  readonly kind: "CallError" | "CallResultError";
  readonly errorCode: string;
  readonly errorDescription: string;
};
export type SendFrame = WithId & { readonly kind: "Send"; readonly action: string; readonly payload: JsonObject };
export type Frame = CallFrame | CallResultFrame | CallErrorFrame | SendFrame;

/**
 * What could not be read. `isAnswer`: the peer meant to answer us, so it gets no error back
 * (an error about an answer is never sent); with an id, the call in flight is spoiled.
 */
export type FrameFault = {
  readonly messageId: string | null;
  readonly rawId: RawId | null;
  readonly isAnswer: boolean;
  readonly fault: Fault;
};

/** Stands for an id that could not be read (2.x; harmless to 1.6). */
const UNREADABLE_ID = "-1";

export const callFrame = (messageId: string, action: string, payload: JsonObject): CallFrame => ({
  kind: "Call",
  messageId,
  rawId: messageId,
  action,
  payload,
});

export const callResult = ({ messageId, rawId }: WithId, payload: JsonObject): CallResultFrame => ({
  kind: "CallResult",
  messageId,
  rawId,
  payload,
});

/** `to` is the call, or the frame fault; an id that could not be read becomes "-1". */
export const callError = (
  to: { readonly messageId: string | null; readonly rawId: RawId | null },
  errorCode: string,
  errorDescription: string,
): CallErrorFrame => ({
  kind: "CallError",
  messageId: to.messageId ?? UNREADABLE_ID,
  rawId: to.rawId ?? UNREADABLE_ID,
  errorCode,
  errorDescription,
});

const DESCRIPTION_CHARS_MAX = 255;
/** The norm says 36; real ids are longer (quirk C7). A longer one is not worth an echo. */
const ID_CHARS_MAX = 255;
const ACTION_CHARS_MAX = 100;
/** Far above any message of any version. Deeper nesting overflows the stacks of serialisers. */
const NESTING_MAX = 64;

export function formatFrame(frame: Frame): string {
  switch (frame.kind) {
    case "Call":
      return JSON.stringify([2, frame.rawId, frame.action, frame.payload]);
    case "CallResult":
      return JSON.stringify([3, frame.rawId, frame.payload]);
    case "CallError":
      return JSON.stringify([4, frame.rawId, frame.errorCode, cut(frame.errorDescription), {}]);
    case "CallResultError":
      return JSON.stringify([5, frame.rawId, frame.errorCode, cut(frame.errorDescription), {}]);
    case "Send":
      return JSON.stringify([6, frame.rawId, frame.action, frame.payload]);
    default:
      return unreachable(frame);
  }
}

/** `mendsJson`: text that is almost JSON is read all the same (quirk C2). */
export function parseFrame(text: string, mendsJson = false): Result<Frame, FrameFault> {
  const strictly = readFrame(text);
  if (strictly.ok || !mendsJson || isJson(text)) return strictly;
  const mended = readFrame(mendJson(text));
  if (!mended.ok) return strictly;
  return mended.value.kind === "Call" ? ok({ ...mended.value, wasMended: true }) : mended;
}

function readFrame(text: string): Result<Frame, FrameFault> {
  const parsed = parseJson(text);
  if (!parsed.ok) return err({ ...readHead(text), fault: fault("RpcFramework", parsed.error) });
  if (!Array.isArray(parsed.value)) return unreadable("the frame is not a JSON array");

  const [type, id, ...rest]: unknown[] = parsed.value;
  if (typeof type !== "number" || !Number.isInteger(type)) return unreadable("the message type is not an integer");
  const rawId = usableId(id);
  const isAnswer = isAnswerType(type);
  if (rawId === null) return unreadable("the message id is not a text", isAnswer);

  const ids: WithId = { messageId: String(rawId), rawId };
  const frame = frameOf(type, ids, rest);
  return frame.ok ? frame : err({ ...ids, isAnswer, fault: frame.error });
}

function frameOf(type: number, ids: WithId, rest: readonly unknown[]): Result<Frame, Fault> {
  switch (type) {
    case 2:
      return callOf("Call", ids, rest);
    case 3:
      return resultOf(ids, rest);
    case 4:
      return ok(errorOf("CallError", ids, rest));
    case 5:
      return ok(errorOf("CallResultError", ids, rest));
    case 6:
      return callOf("Send", ids, rest);
    default:
      return err(fault("UnknownMessageType", "the message type is not known"));
  }
}

function callOf(kind: "Call" | "Send", ids: WithId, [action, payload]: readonly unknown[]): Result<Frame, Fault> {
  if (typeof action !== "string" || action.length > ACTION_CHARS_MAX) {
    return err(fault("RpcFramework", "the action is not a short text"));
  }
  const object = payloadOf(payload);
  if (object === null) return err(fault("MalformedPayload", "the payload is not an object"));
  return ok({ kind, ...ids, action, payload: object });
}

function resultOf(ids: WithId, [payload]: readonly unknown[]): Result<Frame, Fault> {
  const object = payloadOf(payload);
  if (object === null) return err(fault("MalformedPayload", "the payload is not an object"));
  return ok({ kind: "CallResult", ...ids, payload: object });
}

/** An error is taken however it is spelt or cut: it settles a call. */
function errorOf(kind: CallErrorFrame["kind"], ids: WithId, [code, description]: readonly unknown[]): CallErrorFrame {
  return {
    kind,
    ...ids,
    errorCode: typeof code === "string" && code !== "" ? code.slice(0, 100) : "GenericError",
    errorDescription: typeof description === "string" ? cut(description) : "",
  };
}

/** Missing and null stand for an empty payload. */
function payloadOf(payload: unknown): JsonObject | null {
  if (payload === undefined || payload === null) return {};
  return isJsonObject(payload) ? payload : null;
}

function usableId(id: unknown): RawId | null {
  if (typeof id === "string") return id.length <= ID_CHARS_MAX ? id : null;
  return typeof id === "number" && Number.isSafeInteger(id) ? id : null;
}

function unreadable(reason: string, isAnswer = false): Result<never, FrameFault> {
  return err({ messageId: null, rawId: null, isAnswer, fault: fault("RpcFramework", reason) });
}

const isAnswerType = (type: number): boolean => type >= 3 && type <= 5;

const HEAD = /^\[\s*(\d)\s*,\s*(?:"([^"\\]{1,255})"|(\d{1,15})\s*,)?/;

/** The id of what is no JSON, so that the station's queue can go on (quirk C2). */
function readHead(text: string): Omit<FrameFault, "fault"> {
  const [, type = "", quoted, digits] = HEAD.exec(withoutPadding(text)) ?? [];
  const rawId = quoted ?? (digits === undefined ? null : Number(digits));
  return { messageId: rawId === null ? null : String(rawId), rawId, isAnswer: isAnswerType(Number(type)) };
}

function parseJson(text: string): Result<unknown, string> {
  const json = withoutPadding(text);
  if (isTooDeep(json)) return err("the frame is nested too deep");
  try {
    return ok(MAY_BE_UNSTORABLE.test(json) ? JSON.parse(json, storable) : JSON.parse(json));
  } catch {
    return err("the frame is not JSON");
  }
}

const isJson = (text: string): boolean => parseJson(text).ok;

const PADDING: ReadonlySet<string> = new Set([" ", "\t", "\r", "\n", "\uFEFF", "\0"]);

/** Byte order marks before and NULs behind are seen in the field. */
function withoutPadding(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && PADDING.has(text.charAt(start))) start++;
  while (end > start && PADDING.has(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** The escapes of NUL, with which stations pad fixed buffers, and of surrogates, which may be alone: no database holds these. */
const MAY_BE_UNSTORABLE = /\\u(?:0000|d[89a-f])/i;

function storable(key: string, value: unknown): unknown {
  if (key.includes("\0")) return undefined;
  return typeof value === "string" ? value.replaceAll("\0", "").replaceAll(/\p{Surrogate}/gu, "\uFFFD") : value;
}

/** By hand, since a short text cannot be deep and a long one must not cost more than its parse. */
function isTooDeep(text: string): boolean {
  if (text.length <= 8 * NESTING_MAX) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charAt(at)) {
      case '"':
        at = endOfString(text, at);
        break;
      case "[":
      case "{":
        depth++;
        break;
      case "]":
      case "}":
        depth--;
        break;
    }
    if (depth > NESTING_MAX) return true;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** Never between the halves of a surrogate pair. */
function cut(text: string): string {
  if (text.length <= DESCRIPTION_CHARS_MAX) return text;
  const head = text.slice(0, DESCRIPTION_CHARS_MAX);
  return /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head;
}
