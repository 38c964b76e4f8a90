import { withoutSecretsInFrame } from "@/lib/domain/secret-text";
import type { ConnectedStation } from "../connected-station";
import type { InboundDeps } from "../inbound";
import type { FrameFault } from "../wire/frame";

const CHARS_KEPT = 4_000;

/** Keeps a frame that is neither call nor answer, as it came, with what was wrong with it. */
export function recordUnreadable(deps: InboundDeps, station: ConnectedStation, text: string, bad: FrameFault): void {
  const log = {
    stationId: station.id,
    identity: station.identity,
    epoch: station.epoch,
    at: deps.ctx.now(),
    direction: "In" as const,
    messageId: bad.messageId === null ? null : storable(bad.messageId),
    action: null,
    result: "Invalid",
    latencyMs: null,
    request: storable(withoutSecretsInFrame(text.slice(0, 2 * CHARS_KEPT)).slice(0, CHARS_KEPT)),
    response: JSON.stringify({ code: bad.fault.code, description: bad.fault.reason }),
  };
  deps.lanes.frames.add({ log }).catch((error: unknown) => {
    deps.metrics.loopFailures.inc({ loop: "message-log" });
    deps.log.warn({ station: station.identity, err: error }, "an unreadable frame could not be logged");
  });
}

/** PostgreSQL holds no NUL, and half a surrogate pair is no text. */
const storable = (text: string): string => text.replaceAll("\0", "").toWellFormed();
