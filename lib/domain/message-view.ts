import type { JsonObject } from "./json";
import { isJsonObject } from "./json";

/** One call on the wire joined with its answer; texts are redacted JSON, or raw text where it could not be read. */
export type MessageView = {
  /** Null in a row of the live tail: it has been stored, but its number is not told there. */
  readonly id: string | null;
  /** Null where the charger has been removed since. */
  readonly identity: string | null;
  /** When it was received or sent. ISO. */
  readonly at: string;
  readonly direction: Direction;
  readonly messageId: string | null;
  /** Null where no call could be read. */
  readonly action: string | null;
  /** Ok, the error code answered, NoAnswer, Late, Invalid (unreadable) or Unmatched. */
  readonly result: string;
  readonly latencyMs: number | null;
  /** What it says, on one line. */
  readonly summary: string;
  /** The transaction it names, as the wire spells it; null where it names none. */
  readonly transactionRef: string | null;
  /** Null where there is none, or where it is longer than this answer carries: see the length. */
  readonly request: string | null;
  readonly response: string | null;
  /** Characters; null where there is none. */
  readonly requestChars: number | null;
  readonly responseChars: number | null;
};

export const DIRECTIONS = ["In", "Out"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What became of a message, as people tell them apart. */
export const RESULT_KINDS = ["Ok", "Error", "NoAnswer", "Unreadable"] as const;
export type ResultKind = (typeof RESULT_KINDS)[number];

export function resultKind(result: string): ResultKind {
  if (result === "Ok" || result === "NoAnswer") return result;
  return result === "Invalid" ? "Unreadable" : "Error";
}

/** The transaction that a call or its answer names: a number in 1.6, a text in 2.x. */
export function transactionRefOf(request: string | null, response: string | null): string | null {
  return refIn(payloadOf(request)) ?? refIn(payloadOf(response));
}

function refIn(payload: JsonObject): string | null {
  const info = payload["transactionInfo"];
  const ref = payload["transactionId"] ?? (isJsonObject(info) ? info["transactionId"] : undefined);
  if (typeof ref === "number" || typeof ref === "string") return String(ref);
  return null;
}

/** The object a text holds; an empty one for everything else. */
export function payloadOf(text: string | null): JsonObject {
  if (text === null) return {};
  try {
    const read: unknown = JSON.parse(text);
    return isJsonObject(read) ? read : {};
  } catch {
    return {};
  }
}

/** A payload up to this length goes with its row; a longer one is read when somebody opens the row. */
export const CARRIED_CHARS_MAX = 16 * 1024;

/** The row without payloads that are too long to go with it. */
export function withoutLongPayloads(message: MessageView): MessageView {
  const carried = (text: string | null): string | null =>
    text !== null && text.length > CARRIED_CHARS_MAX ? null : text;
  return { ...message, request: carried(message.request), response: carried(message.response) };
}

/** Tells rows apart, also those of the live tail, which have no number. */
export const messageKey = ({ identity, at, direction, messageId, action }: MessageView): string =>
  [at, identity, direction, messageId, action].join("|");
