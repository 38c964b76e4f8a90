/**
 * One station's WebSocket, from its acceptance to its close.
 *
 * Calls are answered one at a time in the order they came; answers to our own calls never wait behind them.
 * A station that sends faster than it is served is read more slowly (its socket is paused); nothing is dropped,
 * and no other station notices.
 */
import type { RawData, WebSocket } from "ws";
import type { Log } from "@/lib/log";
import type { ConnectedStation } from "../connected-station";
import type { Answer } from "../inbound";
import type { Metrics } from "../metrics";
import type { Outbound } from "../outbound";
import { fault } from "../wire/fault";
import { type CallFrame, callError, type Frame, type FrameFault, formatFrame, parseFrame } from "../wire/frame";
import type { RecentAnswers } from "../wire/recent-answers";
import { createCallBudget } from "./call-budget";
import { CLOSE, type CloseReason, peerCloseReason, SILENT } from "./close-reasons";

export type StationSocket = {
  readonly station: ConnectedStation;
  readonly outbound: Outbound;
  readonly close: (reason: CloseReason) => void;
  /** Half-open: no close frame would arrive. */
  readonly terminate: () => void;
  readonly ping: () => void;
  /** When anything was last heard: a frame, a ping or a pong. While we do not read, we do not judge. */
  readonly lastHeardAt: () => number;
  /** Stops reading and settles when what was read has been answered. */
  readonly finish: () => Promise<void>;
};

export type StationSocketDeps = {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly answer: (call: CallFrame, receivedAt: Date) => Promise<Answer>;
  readonly outbound: Outbound;
  readonly recentAnswers: RecentAnswers;
  /** A frame that is neither call nor answer, as it came: kept in the message log. */
  readonly onUnreadable: (text: string, bad: FrameFault) => void;
  readonly onClosed: (code: number, reason: string) => void;
};

/** Frames of one station that may wait before its socket is paused, and from where it is read again. */
const QUEUE_PAUSE = 64;
const QUEUE_RESUME = 16;
const CALLS_PER_SECOND = 500;
const CALLS_BURST = 1_000;
const BAD_FRAMES_MAX = 20;
const CLOSE_MS_MAX = 2_000;
/** Answers the station does not take up; beyond it the connection is of no use. */
const SEND_BUFFER_BYTES_MAX = 1024 * 1024;

export function createStationSocket(deps: StationSocketDeps, ws: WebSocket, station: ConnectedStation): StationSocket {
  const queue: { readonly call: CallFrame; readonly receivedAt: Date }[] = [];
  const budget = createCallBudget({ perSecond: CALLS_PER_SECOND, burst: CALLS_BURST }, deps.now().getTime());
  let working: Promise<void> | null = null;
  let isFinishing = false;
  let throttle: NodeJS.Timeout | null = null;
  let badInARow = 0;
  let lastHeardAt = deps.now().getTime();
  let ownReason: string | null = null;

  const send = (text: string): void => {
    if (ws.readyState !== ws.OPEN) return;
    if (ws.bufferedAmount > SEND_BUFFER_BYTES_MAX) {
      ownReason = SILENT;
      ws.terminate();
      return;
    }
    ws.send(text);
  };

  const regulate = (): void => {
    const isFull = queue.length >= QUEUE_PAUSE;
    if (isFull && !ws.isPaused) {
      deps.metrics.throttled.inc();
      ws.pause();
    } else if (ws.isPaused && queue.length <= QUEUE_RESUME && throttle === null && !isFinishing) {
      lastHeardAt = deps.now().getTime();
      ws.resume();
    }
  };

  const slowDown = (waitMs: number): void => {
    if (waitMs === 0 || throttle !== null) return;
    deps.metrics.throttled.inc();
    deps.log.warn({ station: station.identity, waitMs }, "a station sends too much and is read more slowly");
    ws.pause();
    throttle = setTimeout(() => {
      throttle = null;
      regulate();
    }, waitMs);
  };

  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await serve(next.call, next.receivedAt);
      regulate();
    }
    working = null;
  };

  const serve = async (call: CallFrame, receivedAt: Date): Promise<void> => {
    const known = deps.recentAnswers.receive(call, receivedAt);
    if (known.type === "InFlight") return void deps.metrics.repeats.inc();
    if (known.type === "Answered") {
      deps.metrics.repeats.inc();
      return send(known.text);
    }
    const answer = await deps.answer(call, receivedAt);
    if (answer.isFinal) deps.recentAnswers.answered(known.key, answer.text, deps.now());
    else deps.recentAnswers.forget(known.key);
    send(answer.text);
  };

  const onFrame = (frame: Frame): void => {
    badInARow = 0;
    switch (frame.kind) {
      case "Call":
        slowDown(budget.take(deps.now().getTime()));
        queue.push({ call: frame, receivedAt: deps.now() });
        working ??= work();
        return regulate();
      case "CallResult":
      case "CallError":
        return deps.outbound.settle(frame);
      case "CallResultError":
      case "Send":
        return onBadFrame(formatFrame(frame), {
          ...frame,
          isAnswer: false,
          fault: fault("UnknownMessageType", "not a message type of this version"),
        });
    }
  };

  const onBadFrame = (text: string, bad: FrameFault): void => {
    deps.metrics.badFrames.inc({ reason: bad.fault.code });
    deps.log.warn({ station: station.identity, code: bad.fault.code, reason: bad.fault.reason }, "an unreadable frame");
    if (bad.isAnswer) deps.outbound.spoil(bad.messageId, bad.fault);
    else send(formatFrame(callError(bad, station.adapter.errorCodes[bad.fault.code], bad.fault.reason)));
    deps.onUnreadable(text, bad);
    badInARow += 1;
    if (badInARow >= BAD_FRAMES_MAX) close(CLOSE.tooManyBadFrames);
  };

  const onMessage = (data: RawData, isBinary: boolean): void => {
    lastHeardAt = deps.now().getTime();
    if (isBinary) {
      deps.metrics.badFrames.inc({ reason: "Binary" });
      return close(CLOSE.binaryFrame);
    }
    // A text message arrives as one Buffer: `binaryType` is "nodebuffer".
    const text = String(data);
    if (text.trim() === "") return; // quirk C1
    const parsed = parseFrame(text);
    if (parsed.ok) onFrame(parsed.value);
    else onBadFrame(text, parsed.error);
  };

  const close = ({ code, reason }: CloseReason): void => {
    ownReason ??= reason;
    ws.close(code, reason);
    // A half-open peer never answers the close frame.
    setTimeout(() => ws.terminate(), CLOSE_MS_MAX).unref();
  };

  const heard = (): void => void (lastHeardAt = deps.now().getTime());
  ws.on("message", onMessage);
  ws.on("ping", heard);
  ws.on("pong", heard);
  ws.on("error", (error) => {
    deps.metrics.badFrames.inc({ reason: "WebSocket" });
    deps.log.warn({ station: station.identity, err: error.message }, "a broken WebSocket frame");
  });
  ws.on("close", (code) => {
    if (throttle !== null) clearTimeout(throttle);
    const reason = ownReason ?? peerCloseReason(code);
    deps.metrics.closes.inc({ reason: reason.split(":", 1)[0] ?? reason });
    deps.outbound.connectionLost();
    deps.onClosed(code, reason);
  });

  return {
    station,
    outbound: deps.outbound,
    close,
    terminate: () => {
      ownReason ??= SILENT;
      ws.terminate();
    },
    ping: () => {
      if (ws.readyState === ws.OPEN) ws.ping();
    },
    lastHeardAt: () => (ws.isPaused ? deps.now().getTime() : lastHeardAt),
    finish: async () => {
      isFinishing = true;
      if (ws.readyState === ws.OPEN) ws.pause();
      await working;
    },
  };
}
