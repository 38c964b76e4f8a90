/** What a live tail shows and holds back. Pure. */
import type { TailEvent } from "@/components/live/tail";
import { type MessageView, messageKey } from "@/lib/domain/message-view";

/** Beyond it the oldest fall out of the screen; they are in the log. */
export const TAIL_ROWS_MAX = 500;

export type TailState = {
  readonly phase: "off" | "starting" | "following" | "lost" | "refused";
  /** Newest first, since the tail began. */
  readonly rows: readonly MessageView[];
  /** Held back while the operator reads. */
  readonly waiting: readonly MessageView[];
  readonly waitingCount: number;
  /** Left out by the gateway: too many to read. */
  readonly skipped: number;
  readonly otherGateways: number;
  /** Counts how often it began: what the page knew before is then read again. */
  readonly beginnings: number;
};

export const TAIL_OFF: TailState = {
  phase: "off",
  rows: [],
  waiting: [],
  waitingCount: 0,
  skipped: 0,
  otherGateways: 0,
  beginnings: 0,
};

export type TailChange =
  | { readonly type: "Switched"; readonly isOn: boolean }
  | { readonly type: "Shown" }
  | { readonly type: "Heard"; readonly event: TailEvent; readonly isHeld: boolean };

export function changeTail(state: TailState, change: TailChange): TailState {
  switch (change.type) {
    case "Switched":
      return { ...TAIL_OFF, phase: change.isOn ? "starting" : "off", beginnings: state.beginnings };
    case "Shown":
      return { ...state, rows: newest([...state.waiting, ...state.rows]), waiting: [], waitingCount: 0 };
    case "Heard":
      return state.phase === "off" ? state : hear(state, change.event, change.isHeld);
  }
}

function hear(state: TailState, event: TailEvent, isHeld: boolean): TailState {
  switch (event.type) {
    case "Begun":
      // What was told before a loss does not join up with what comes now: the page is read again.
      return {
        ...TAIL_OFF,
        phase: "following",
        otherGateways: event.otherGateways,
        beginnings: state.beginnings + 1,
      };
    case "Lost":
      return state.phase === "refused" ? state : { ...state, phase: "lost" };
    case "Refused":
      return { ...state, phase: "refused" };
    case "Told":
      return told(state, event.message, isHeld);
  }
}

function told(
  state: TailState,
  { messages, skipped, otherGateways }: Extract<TailEvent, { type: "Told" }>["message"],
  isHeld: boolean,
): TailState {
  const next = { ...state, otherGateways, skipped: state.skipped + skipped };
  if (messages.length === 0) return next;
  const arrived = messages.toReversed();
  if (!isHeld) return { ...next, rows: newest([...arrived, ...state.rows]) };
  const waitingCount = state.waitingCount + messages.length;
  return { ...next, waiting: newest([...arrived, ...state.waiting]), waitingCount };
}

/** By the time they were sent or received, as the log has them; an answered call may lie back by its latency. */
function newest(rows: readonly MessageView[]): readonly MessageView[] {
  return rows.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, TAIL_ROWS_MAX);
}

/** The tail on top of what the page has read; a message that is in both is shown once. */
export function withTail(read: readonly MessageView[], { rows }: TailState): readonly MessageView[] {
  if (rows.length === 0) return read;
  const known = new Set(read.map(messageKey));
  return newest([...rows.filter((row) => !known.has(messageKey(row))), ...read]);
}
