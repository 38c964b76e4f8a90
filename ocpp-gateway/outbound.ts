import { randomUUID } from "node:crypto";
import { withoutSecrets } from "@/lib/domain/secret-text";
import type { CommandAnswer } from "@/lib/domain/station-command";
import type { Log } from "@/lib/log";
import { redactedText } from "@/lib/services/commands/redacted";
import type { MessageRow } from "@/lib/services/messages/message-parts";
import type { WireCall } from "./adapters/adapter";
import type { ConnectedStation } from "./connected-station";
import type { Metrics } from "./metrics";
import type { Lanes } from "./runtime/lanes";
import { createCallsInFlight } from "./wire/calls-in-flight";
import type { Fault } from "./wire/fault";
import { type CallErrorFrame, type CallResultFrame, callFrame, formatFrame } from "./wire/frame";

/** Our calls on one connection: one at a time, each with its time limit, each in the message log. */
export type Outbound = {
  /**
   * Sends and settles with what became of it; never throws and never sends twice. Only while none is under way. Nothing
   * was written where the socket is gone, or where `refuse` gives a reason in the very moment of writing.
   */
  readonly call: (
    call: WireCall,
    options: {
      readonly messageId?: string;
      readonly onLate: (answer: CommandAnswer) => void;
      readonly refuse?: () => string | null;
    },
  ) => Promise<CommandAnswer | NotWritten>;
  readonly settle: (frame: CallResultFrame | CallErrorFrame) => void;
  /** An answer came that cannot be read. */
  readonly spoil: (messageId: string | null, fault: Fault) => void;
  readonly connectionLost: () => void;
};

export type NotWritten = { readonly type: "NotWritten"; readonly why: string };

export type OutboundDeps = {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Date;
  readonly lanes: Pick<Lanes, "frames">;
  readonly callTimeoutMs: number;
};

const CONNECTION_GONE = "ConnectionLost";

type InFlight = {
  readonly messageId: string;
  readonly action: string;
  readonly wire: WireCall;
  readonly sentAt: Date;
  readonly resolve: (answer: CommandAnswer | NotWritten) => void;
  readonly onLate: (answer: CommandAnswer) => void;
};

/** `send` says whether it has written. */
export function createOutbound(
  deps: OutboundDeps,
  station: ConnectedStation,
  send: (text: string) => boolean,
): Outbound {
  const calls = createCallsInFlight<InFlight>();
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;

  const finish = (call: InFlight, answer: CommandAnswer, response: string | null): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    record(deps, station, call, { result: resultWord(answer), response });
    call.resolve(answer);
  };

  const onAnswer = (messageId: string, { answerOf, responseTo }: CameBack): void => {
    const settled = calls.settle(messageId, deps.now());
    const response = responseTo(settled.type === "Unknown" ? null : settled.call.action);
    switch (settled.type) {
      case "Answered":
        return finish(settled.call, answerOf(settled.call), response);
      case "Late":
        deps.log.info({ station: station.identity, action: settled.call.action, messageId }, "a late answer");
        record(deps, station, settled.call, { result: "Late", response });
        return settled.call.onLate(answerOf(settled.call));
      case "Unknown":
        deps.log.info({ station: station.identity, messageId }, "an answer nobody waits for");
        return recordUnmatched(deps, station, messageId, response);
    }
  };

  return {
    call: (wire, options) =>
      new Promise((resolve) => {
        const refusal = isOver ? CONNECTION_GONE : (options.refuse?.() ?? null);
        if (refusal !== null) return resolve({ type: "NotWritten", why: refusal });
        const messageId = options.messageId ?? randomUUID();
        const call = { messageId, action: wire.action, wire, sentAt: deps.now(), resolve, onLate: options.onLate };
        if (!calls.begin(call)) throw new Error("a call is under way on this connection");
        if (!send(formatFrame(callFrame(messageId, wire.action, wire.payload)))) {
          calls.drain();
          return resolve({ type: "NotWritten", why: CONNECTION_GONE });
        }
        timer = setTimeout(() => {
          const late = calls.timeOut(messageId, deps.now());
          if (late !== null) finish(late, { type: "NoAnswer", why: "Timeout" }, null);
        }, deps.callTimeoutMs);
      }),
    settle: (frame) => {
      if (frame.kind === "CallResult") return onAnswer(frame.messageId, resultOf(station, frame));
      onAnswer(frame.messageId, refusalWith(frame.errorCode, withoutSecrets(frame.errorDescription)));
    },
    spoil: (messageId, fault) => {
      if (messageId !== null) onAnswer(messageId, unreadable(withoutSecrets(fault.reason)));
    },
    connectionLost: () => {
      isOver = true;
      const lost = calls.drain();
      if (lost !== null) finish(lost, { type: "NoAnswer", why: "ConnectionLost" }, null);
    },
  };
}

/** What came back: what it means to the call, and what of it may be kept. */
type CameBack = {
  readonly answerOf: (call: InFlight) => CommandAnswer;
  /** JSON, redacted; the action is null where nobody waits for it. */
  readonly responseTo: (action: string | null) => string;
};

const resultOf = (station: ConnectedStation, frame: CallResultFrame): CameBack => ({
  answerOf: (call) => readAnswer(station, call.wire, frame),
  responseTo: (action) => redactedText(action, frame.payload),
});

const refusalWith = (code: string, description: string): CameBack => ({
  answerOf: () => refused(code, description),
  responseTo: () => JSON.stringify({ code, description }),
});

const unreadable = (description: string): CameBack => ({
  answerOf: () => refused("UnreadableAnswer", description),
  responseTo: () => JSON.stringify({ description }),
});

function readAnswer(station: ConnectedStation, wire: WireCall, frame: CallResultFrame): CommandAnswer {
  const read = station.adapter.readAnswer(wire, frame.payload);
  if (read.ok) return read.value;
  return refused("InvalidAnswer", read.error.reason);
}

const refused = (code: string, description: string): CommandAnswer => ({ type: "Refused", code, description });

function resultWord(answer: CommandAnswer): string {
  if (answer.type === "Answered") return "Ok";
  return answer.type === "Refused" ? answer.code.slice(0, 64) : "NoAnswer";
}

function record(
  deps: OutboundDeps,
  station: ConnectedStation,
  call: InFlight,
  { result, response }: { readonly result: string; readonly response: string | null },
): void {
  deps.metrics.calls.inc({
    direction: "out",
    action: call.action,
    result: response === null ? "NoAnswer" : "Answered",
  });
  write(deps, station, {
    stationId: station.id,
    identity: station.identity,
    epoch: station.epoch,
    at: call.sentAt,
    direction: "Out",
    messageId: call.messageId,
    action: call.action,
    result,
    latencyMs: response === null ? null : deps.now().getTime() - call.sentAt.getTime(),
    request: redactedText(call.action, call.wire.payload),
    response,
  });
}

function recordUnmatched(deps: OutboundDeps, station: ConnectedStation, messageId: string, response: string): void {
  deps.metrics.badFrames.inc({ reason: "Unmatched" });
  write(deps, station, {
    stationId: station.id,
    identity: station.identity,
    epoch: station.epoch,
    at: deps.now(),
    direction: "In",
    messageId,
    action: null,
    result: "Unmatched",
    latencyMs: null,
    request: null,
    response,
  });
}

/** The command row is the book of record for our calls; their log row follows by itself. */
function write(deps: OutboundDeps, station: ConnectedStation, log: MessageRow): void {
  deps.lanes.frames.add({ log }).catch((error: unknown) => {
    deps.metrics.loopFailures.inc({ loop: "message-log" });
    deps.log.error({ station: station.identity, action: log.action, err: error }, "a log row of our call was lost");
  });
}
