import type { Direction, ResultKind } from "./message-view";
import { RESULT_KINDS, resultKind } from "./message-view";

/** Which messages somebody wants to see. Null and false = does not matter. */
export type MessageFilter = {
  readonly identity: string | null;
  readonly action: string | null;
  readonly direction: Direction | null;
  /** A kind, `Problem` for all but Ok, or one result word as it is stored. */
  readonly result: string | null;
  readonly slowerThanMs: number | null;
  /** Somewhere in the payloads, in any case. */
  readonly text: string | null;
  readonly messageId: string | null;
  /** As the wire spells it. */
  readonly transactionRef: string | null;
  readonly hidesRoutine: boolean;
};

export const NO_FILTER: MessageFilter = {
  identity: null,
  action: null,
  direction: null,
  result: null,
  slowerThanMs: null,
  text: null,
  messageId: null,
  transactionRef: null,
  hidesRoutine: false,
};

/** What a quick switch hides: most of the frames, and seldom what one looks for. */
export const ROUTINE_ACTIONS: readonly string[] = ["Heartbeat", "MeterValues"];

/** What a filter looks at in a message. */
export type FilteredMessage = {
  readonly identity: string | null;
  readonly direction: Direction;
  readonly messageId: string | null;
  readonly action: string | null;
  readonly result: string;
  readonly latencyMs: number | null;
  readonly request: string | null;
  readonly response: string | null;
};

/** Does the filter let it through? Says the same as the query over the stored rows. */
export function matchesFilter(filter: MessageFilter, message: FilteredMessage): boolean {
  return (
    isOf(filter.identity, message.identity) &&
    isOf(filter.action, message.action) &&
    isOf(filter.direction, message.direction) &&
    isOf(filter.messageId, message.messageId) &&
    isSlower(filter.slowerThanMs, message.latencyMs) &&
    !(filter.hidesRoutine && ROUTINE_ACTIONS.includes(message.action ?? "")) &&
    matchesResult(filter, message) &&
    matchesPayload(filter, message)
  );
}

const isOf = (wanted: string | null, value: string | null): boolean => wanted === null || wanted === value;

const isSlower = (thanMs: number | null, latencyMs: number | null): boolean =>
  thanMs === null || (latencyMs !== null && latencyMs > thanMs);

function matchesResult({ result }: MessageFilter, message: FilteredMessage): boolean {
  if (result === null) return true;
  if (result === "Problem") return message.result !== "Ok";
  return isResultKind(result) ? resultKind(message.result) === result : message.result === result;
}

function matchesPayload({ text, transactionRef }: MessageFilter, { request, response }: FilteredMessage): boolean {
  const payloads = [request, response].filter((payload) => payload !== null);
  if (text !== null && !payloads.some((payload) => payload.toLowerCase().includes(text.toLowerCase()))) return false;
  if (transactionRef === null) return true;
  return transactionNeedles(transactionRef).some((needle) => payloads.some((payload) => payload.includes(needle)));
}

export const isResultKind = (word: string): word is ResultKind => RESULT_KINDS.some((kind) => kind === word);

/** How a payload names a transaction. Payloads are kept as JSON without blanks; 1.6 has numbers, and some send them quoted. */
export function transactionNeedles(ref: string): readonly string[] {
  const quoted = `"transactionId":${JSON.stringify(ref)}`;
  return /^-?\d+$/.test(ref) ? [quoted, `"transactionId":${ref},`, `"transactionId":${ref}}`] : [quoted];
}
