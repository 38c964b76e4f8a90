import type { PingFigures } from "@/lib/domain/ping-figures";
import type { SessionTelemetry, TelemetryMessage, Topic } from "@/lib/live/contract";

/** Gathers the newest figures per session and the last signs of life, for topics somebody listens to. Pure. */
export type LiveTelemetry = {
  readonly figures: (telemetry: SessionTelemetry) => void;
  readonly seen: (identity: string, at: string) => void;
  readonly pinged: (identity: string, pings: PingFigures) => void;
  /** What listeners have not been told yet; forgotten once taken. */
  readonly take: (hasListeners: (topic: Topic) => boolean, at: string) => readonly TelemetryMessage[];
};

export function createLiveTelemetry(): LiveTelemetry {
  let sessions = new Map<number, SessionTelemetry>();
  let lastSeen = new Map<string, string>();
  let lastPings = new Map<string, PingFigures>();
  return {
    figures: (telemetry) => void sessions.set(telemetry.id, telemetry),
    seen: (identity, at) => void lastSeen.set(identity, at),
    pinged: (identity, pings) => void lastPings.set(identity, pings),
    take: (hasListeners, at) => {
      const messages = new Map<Topic, TelemetryMessage>();
      const add = (topic: Topic, session: SessionTelemetry | null, seen: TelemetryMessage["seen"]): void => {
        if (!hasListeners(topic)) return;
        const before = messages.get(topic) ?? { topic, at, sessions: [], seen: {} };
        messages.set(topic, {
          ...before,
          sessions: session === null ? before.sessions : [...before.sessions, session],
          seen: { ...before.seen, ...seen },
        });
      };
      for (const session of sessions.values()) {
        add(`session:${session.id}`, session, {});
        add(`station:${session.identity}`, session, {});
      }
      for (const [identity, seenAt] of lastSeen) add(`station:${identity}`, null, { [identity]: seenAt });
      for (const [identity, pings] of lastPings) {
        const topic: Topic = `station:${identity}`;
        add(topic, null, {});
        const message = messages.get(topic);
        if (message !== undefined) messages.set(topic, { ...message, pings: { [identity]: pings } });
      }
      sessions = new Map();
      lastSeen = new Map();
      lastPings = new Map();
      return [...messages.values()];
    },
  };
}
