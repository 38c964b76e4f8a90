import type { RawData, WebSocket } from "ws";
import type { PingFigures } from "@/lib/domain/ping-figures";
import type { Log } from "@/lib/log";
import type { ConnectedStation } from "../connected-station";
import type { Answer } from "../inbound";
import type { Metrics } from "../metrics";
import type { Outbound } from "../outbound";
import { fault } from "../wire/fault";
import { type CallFrame, callError, type Frame, type FrameFault, formatFrame, parseFrame } from "../wire/frame";
import type { RecentAnswers } from "../wire/recent-answers";
import { type CallBudget, createCallBudget } from "./call-budget";
import { brokenFrameReason, CLOSE, type CloseReason, peerCloseReason, SILENT } from "./close-reasons";
import { createPingTimes } from "./ping-times";

export type StationSocketDeps = {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly answer: (call: CallFrame, receivedAt: Date) => Promise<Answer>;
  readonly outbound: Outbound;
  readonly recentAnswers: RecentAnswers;
  /** A frame that is neither call nor answer, as it came: kept in the message log. */
  readonly onUnreadable: (text: string, bad: FrameFault) => void;
  /** A pong has come. */
  readonly onPinged: (pings: PingFigures) => void;
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

/**
 * One station's WebSocket, from its acceptance to its close.
 *
 * Calls are answered one at a time in the order they came; answers to our own calls never wait behind them.
 * A station that sends faster than it is served is read more slowly (its socket is paused); nothing is dropped,
 * and no other station notices.
 */
export class StationSocket {
  readonly station: ConnectedStation;
  readonly #deps: StationSocketDeps;
  readonly #ws: WebSocket;
  readonly #queue: { readonly call: CallFrame; readonly key: string; readonly receivedAt: Date }[] = [];
  readonly #budget: CallBudget;
  readonly #pings = createPingTimes();
  #working: Promise<void> | null = null;
  #isFinishing = false;
  #throttle: NodeJS.Timeout | null = null;
  #badInARow = 0;
  #lastHeardAt: number;
  #lastMessageAt: number | null = null;
  /** Why we closed it; null when the station did, or the network. */
  #ownReason: string | null = null;

  constructor(deps: StationSocketDeps, ws: WebSocket, station: ConnectedStation) {
    this.station = station;
    this.#deps = deps;
    this.#ws = ws;
    this.#lastHeardAt = deps.now().getTime();
    this.#budget = createCallBudget({ perSecond: CALLS_PER_SECOND, burst: CALLS_BURST }, this.#lastHeardAt);
    ws.on("message", (data, isBinary) => this.#onMessage(data, isBinary));
    ws.on("ping", () => this.#heard());
    ws.on("pong", () => this.#onPong());
    ws.on("error", (error) => this.#onError(error));
    ws.on("close", (code) => this.#onClose(code));
  }

  /** Round trips of this connection's pings; null before the first pong. */
  pings(): PingFigures | null {
    return this.#pings.figures();
  }

  get outbound(): Outbound {
    return this.#deps.outbound;
  }

  /** When anything was last heard: a frame, a ping or a pong. While we do not read, we do not judge. */
  lastHeardAt(): number {
    return this.#ws.isPaused ? this.#deps.now().getTime() : this.#lastHeardAt;
  }

  /** When a call or an answer last came, whatever its content; null: none on this connection. */
  lastMessageAt(): number | null {
    return this.#lastMessageAt;
  }

  ping(): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    // While we do not read, a pong would seem to take as long as we take.
    if (!this.#ws.isPaused) this.#pings.sent(this.#deps.now().getTime());
    this.#ws.ping();
  }

  close({ code, reason }: CloseReason): void {
    this.#ownReason ??= reason;
    this.#ws.close(code, reason);
    // Paused, it would not hear the peer close too.
    this.#ws.resume();
    // A half-open peer never answers the close frame.
    setTimeout(() => this.#ws.terminate(), CLOSE_MS_MAX).unref();
  }

  /** Half-open: no close frame would arrive. */
  terminate(): void {
    this.#ownReason ??= SILENT;
    this.#ws.terminate();
  }

  /** Stops reading and settles when what was read has been answered. */
  async finish(): Promise<void> {
    this.#isFinishing = true;
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.pause();
    await this.#working;
  }

  #heard(): void {
    this.#lastHeardAt = this.#deps.now().getTime();
  }

  #onPong(): void {
    this.#heard();
    this.#pings.answered(this.#lastHeardAt);
    const pings = this.#pings.figures();
    if (pings !== null) this.#deps.onPinged(pings);
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    // We said that we close: what comes now belongs to the next connection.
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    this.#heard();
    this.#slowDown(this.#budget.take(this.#deps.now().getTime()));
    if (isBinary || !Buffer.isBuffer(data)) {
      this.#deps.metrics.badFrames.inc({ reason: "Binary" });
      return this.close(CLOSE.binaryFrame);
    }
    const text = data.toString("utf8");
    if (text.trim() === "") return; // quirk C1
    this.#lastMessageAt = this.#lastHeardAt;
    const parsed = parseFrame(text, this.station.adapter.can.misspellJson);
    if (parsed.ok) this.#onFrame(parsed.value);
    else this.#onBadFrame(text, parsed.error);
  }

  #onFrame(frame: Frame): void {
    switch (frame.kind) {
      case "Call":
        this.#badInARow = 0;
        return this.#enqueue(frame);
      case "CallResult":
      case "CallError":
        this.#badInARow = 0;
        return this.#deps.outbound.settle(frame);
      case "CallResultError":
      case "Send": {
        const unknown = fault("UnknownMessageType", "not a message type of this version");
        return this.#onBadFrame(formatFrame(frame), { ...frame, isAnswer: false, fault: unknown });
      }
    }
  }

  #onBadFrame(text: string, bad: FrameFault): void {
    const { code, reason } = bad.fault;
    this.#deps.metrics.badFrames.inc({ reason: code });
    this.#deps.log.warn({ station: this.station.identity, code, reason }, "an unreadable frame");
    this.#deps.onUnreadable(text, bad);
    if (bad.isAnswer) this.#deps.outbound.spoil(bad.messageId, bad.fault);
    else this.#send(formatFrame(callError(bad, this.station.adapter.errorCodes[code], reason)));
    this.#badInARow += 1;
    if (this.#badInARow >= BAD_FRAMES_MAX) this.close(CLOSE.tooManyBadFrames);
  }

  /** A copy of a call that still waits for its answer is dropped: the answer goes out once. */
  #enqueue(call: CallFrame): void {
    const { recentAnswers, metrics, now } = this.#deps;
    const receivedAt = now();
    const known = recentAnswers.receive(call, receivedAt);
    if (known.type !== "New") {
      metrics.repeats.inc();
      if (known.type === "Answered") this.#send(known.text);
      return;
    }
    this.#queue.push({ call, key: known.key, receivedAt });
    this.#working ??= this.#work();
    this.#regulate();
  }

  async #work(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const answer = await this.#deps.answer(next.call, next.receivedAt);
      if (answer.isFinal) this.#deps.recentAnswers.answered(next.key, answer.text, this.#deps.now());
      else this.#deps.recentAnswers.forget(next.key);
      this.#send(answer.text);
      if (answer.thenClose !== undefined) return this.#end(answer.thenClose);
      this.#regulate();
    }
    this.#working = null;
  }

  /** What still waits belongs to the next connection. */
  #end(reason: CloseReason): void {
    for (const { key } of this.#queue.splice(0)) this.#deps.recentAnswers.forget(key);
    this.#working = null;
    this.close(reason);
  }

  #send(text: string): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (this.#ws.bufferedAmount > SEND_BUFFER_BYTES_MAX) return this.terminate();
    this.#ws.send(text);
  }

  #regulate(): void {
    if (this.#queue.length >= QUEUE_PAUSE) {
      if (this.#ws.isPaused) return;
      this.#deps.metrics.throttled.inc();
      this.#ws.pause();
    } else if (this.#mayReadOn()) {
      this.#heard();
      this.#ws.resume();
    }
  }

  #mayReadOn(): boolean {
    return this.#ws.isPaused && this.#queue.length <= QUEUE_RESUME && this.#throttle === null && !this.#isFinishing;
  }

  #slowDown(waitMs: number): void {
    if (waitMs === 0 || this.#throttle !== null) return;
    this.#deps.metrics.throttled.inc();
    this.#deps.log.warn({ station: this.station.identity, waitMs }, "a station sends too much; it is read more slowly");
    this.#ws.pause();
    this.#throttle = setTimeout(() => {
      this.#throttle = null;
      this.#regulate();
    }, waitMs);
  }

  /** The WebSocket layer closes by itself, and would wait long for the peer to close too. */
  #onError(error: Error): void {
    this.#ownReason ??= brokenFrameReason(error);
    setTimeout(() => this.#ws.terminate(), CLOSE_MS_MAX).unref();
    this.#deps.metrics.badFrames.inc({ reason: "WebSocket" });
    this.#deps.log.warn({ station: this.station.identity, err: error.message }, "a broken WebSocket frame");
  }

  #onClose(code: number): void {
    if (this.#throttle !== null) clearTimeout(this.#throttle);
    const reason = this.#ownReason ?? peerCloseReason(code);
    this.#deps.metrics.closes.inc({ reason: reason.split(":", 1)[0] ?? reason });
    this.#deps.outbound.connectionLost();
    this.#deps.onClosed(code, reason);
  }
}
