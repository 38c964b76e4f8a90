import { withoutSecrets } from "@/lib/domain/secret-text";
import { mayCall } from "@/lib/domain/station";
import type { BootReported, StationMessage } from "@/lib/domain/station-message";
import type { Log } from "@/lib/log";
import { redactedText } from "@/lib/services/commands/redacted";
import type { MessageRow } from "@/lib/services/messages/message-parts";
import type { DeviationRow } from "@/lib/services/stations/record-deviations";
import type { ConnectedStation } from "./connected-station";
import { handleMessage } from "./handlers/handle-message";
import type { Handled, HandlerDeps } from "./handlers/handler";
import type { Metrics } from "./metrics";
import { toldTime } from "./told-time";
import { contradictsCertificate } from "./transport/client-certificate";
import { CLOSE, type CloseReason } from "./transport/close-reasons";
import { type Fault, fault } from "./wire/fault";
import { type CallFrame, callError, callResult, formatFrame } from "./wire/frame";

export type InboundDeps = HandlerDeps & {
  readonly log: Log;
  readonly metrics: Metrics;
  /** A message of this station has been stored, while commands wait for their effect. */
  readonly onPossibleEffect: (station: ConnectedStation) => void;
};

export type Answer = {
  readonly text: string;
  /** Worth repeating to a repeated call. */
  readonly isFinal: boolean;
  /** The connection ends with this answer. */
  readonly thenClose?: CloseReason;
};

/**
 * Turns one inbound call into the text of its answer, which exists only once its effects are stored.
 * Never throws: what fails on our side is answered InternalError, and the station may send it again.
 */
export async function answerCall(
  deps: InboundDeps,
  station: ConnectedStation,
  call: CallFrame,
  receivedAt: Date,
): Promise<Answer> {
  const { adapter } = station;
  try {
    if (call.action !== "BootNotification" && !mayCall(station.registered, adapter.can.talkBeforeBoot)) {
      return await refuse(deps, { station, call, receivedAt }, fault("Security", "the station is not registered"));
    }
    const read = adapter.readCall(call, receivedAt);
    if (!read.ok) return await refuse(deps, { station, call, receivedAt }, read.error);
    const { message, repairs } = read.value;
    if (message.type === "BootReported" && isAnothers(station, message)) {
      const refusal = fault("Security", "the serial number is not the one of the certificate");
      return { ...(await refuse(deps, { station, call, receivedAt }, refusal)), thenClose: CLOSE.serialNumberMismatch };
    }
    const inbound = { station, call, receivedAt, repairs: [...jsonRepairs(call), ...repairs] };
    for (const repair of inbound.repairs) deps.metrics.repairs.inc({ repair });
    watchClock(inbound, message);
    const handled = await handleMessage(deps, station, message, receivedAt);
    const payload = adapter.writeReply(handled.reply);
    const text = formatFrame(callResult(call, payload));
    await store(deps, inbound, handled, JSON.stringify(payload));
    if (station.awaitsEffect) deps.onPossibleEffect(station);
    count(deps, call.action, "Ok", receivedAt);
    return { text, isFinal: true };
  } catch (error) {
    deps.log.error(
      { station: station.identity, action: call.action, messageId: call.messageId, err: error },
      "a call could not be stored",
    );
    count(deps, call.action, "InternalError", receivedAt);
    return { text: formatFrame(callError(call, adapter.errorCodes.Internal, "")), isFinal: false };
  }
}

/** B01.FR.12: nothing of what it tells is believed. */
const isAnothers = ({ identity, certificateNames }: ConnectedStation, { serialNumber }: BootReported): boolean =>
  contradictsCertificate(certificateNames, { identity, serialNumber });
/** A time that we had to fill in tells nothing of the station's clock. */
const CLOCKLESS: ReadonlySet<string> = new Set(["TimeMissing", "TimeUnreadable", "InvalidDropped"]);

function watchClock({ station, receivedAt, repairs }: Mended, message: StationMessage): void {
  if (message.type === "BootReported") return station.clock.restart();
  const told = toldTime(message);
  if (told !== null && !repairs.some((repair) => CLOCKLESS.has(repair))) station.clock.told(told, receivedAt);
}

type Inbound = { readonly station: ConnectedStation; readonly call: CallFrame; readonly receivedAt: Date };
type Mended = Inbound & { readonly repairs: readonly string[] };

const jsonRepairs = ({ wasMended }: CallFrame): readonly string[] => (wasMended === true ? ["JsonMended"] : []);

async function store(deps: InboundDeps, inbound: Mended, handled: Handled, response: string): Promise<void> {
  const log = logRow(inbound, "Ok", response, deps.ctx.now());
  const rows = inbound.repairs.length === 0 ? { log } : { log, deviations: deviationsOf(inbound) };
  const { effect } = handled;
  switch (effect.kind) {
    case "WithFrame":
      return deps.lanes.frames.add({ ...rows, ...effect.rows });
    case "Stored":
      return deps.lanes.frames.add(rows);
    case "InMemory":
      // Presence is answered from memory, database or not; its log row follows when it can.
      deps.lanes.frames.add(rows).catch((error: unknown) => {
        deps.log.debug({ station: inbound.station.identity, err: error }, "the log row of a heartbeat was lost");
        deps.metrics.loopFailures.inc({ loop: "heartbeat-log" });
      });
  }
}

function deviationsOf({ station, call, receivedAt, repairs }: Mended): readonly DeviationRow[] {
  return repairs.map((repair) => ({ stationId: station.id, repair, at: receivedAt, messageId: call.messageId }));
}

async function refuse(deps: InboundDeps, inbound: Inbound, error: Fault): Promise<Answer> {
  const { station, call, receivedAt } = inbound;
  const code = station.adapter.errorCodes[error.code];
  const description = withoutSecrets(error.reason);
  deps.log.info(
    { station: station.identity, action: cutName(call.action), code, reason: description },
    "a call was refused",
  );
  deps.metrics.calls.inc({ direction: "in", action: knownName(error, call.action), result: error.code });
  const log = logRow(inbound, code, JSON.stringify({ code, description }), deps.ctx.now());
  const repairs = jsonRepairs(call);
  for (const repair of repairs) deps.metrics.repairs.inc({ repair });
  await deps.lanes.frames.add(
    repairs.length === 0 ? { log } : { log, deviations: deviationsOf({ ...inbound, repairs }) },
  );
  deps.metrics.answerSeconds.observe((deps.ctx.now().getTime() - receivedAt.getTime()) / 1000);
  // Once it is registered, a station may repeat what was refused before, under the same id.
  return { text: formatFrame(callError(call, code, error.reason)), isFinal: error.code !== "Security" };
}

function logRow(inbound: Inbound, result: string, response: string, now: Date): MessageRow {
  const { station, call, receivedAt } = inbound;
  return {
    stationId: station.id,
    identity: station.identity,
    epoch: station.epoch,
    at: receivedAt,
    direction: "In",
    messageId: call.messageId,
    action: cutName(call.action),
    result,
    latencyMs: now.getTime() - receivedAt.getTime(),
    request: redactedText(call.action, call.payload),
    response,
  };
}

function count(deps: InboundDeps, action: string, result: string, receivedAt: Date): void {
  deps.metrics.calls.inc({ direction: "in", action, result });
  deps.metrics.answerSeconds.observe((deps.ctx.now().getTime() - receivedAt.getTime()) / 1000);
}

const ACTION_CHARS_MAX = 64;
const cutName = (action: string): string => action.slice(0, ACTION_CHARS_MAX);

/** Made-up action names must not become metric labels. */
const knownName = (error: Fault, action: string): string => (UNREAD.has(error.code) ? "unknown" : action);
const UNREAD: ReadonlySet<Fault["code"]> = new Set(["NotImplemented", "Security"]);
