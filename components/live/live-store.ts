import type { DomainEvent } from "@/lib/domain/domain-event";
import type { TelemetryMessage } from "@/lib/live/contract";
import { type FactKey, type Folded, foldEvents, foldTelemetry, type LiveFacts, NO_FACTS } from "@/lib/live/store";

/** Keeps the live facts of this page and tells only those who show what changed. */
export function createLiveStore() {
  let facts: LiveFacts = NO_FACTS;
  const listeners = new Map<FactKey, Set<() => void>>();

  const take = (folded: Folded): void => {
    facts = folded.facts;
    for (const key of folded.touched) for (const listener of listeners.get(key) ?? []) listener();
  };

  return {
    facts: (): LiveFacts => facts,
    apply: (events: readonly DomainEvent[]): void => take(foldEvents(facts, events)),
    applyTelemetry: (message: Pick<TelemetryMessage, "sessions" | "seen">): void => take(foldTelemetry(facts, message)),
    subscribe: (key: FactKey, listener: () => void): (() => void) => {
      const group = listeners.get(key) ?? new Set();
      listeners.set(key, group.add(listener));
      return () => {
        group.delete(listener);
        if (group.size === 0) listeners.delete(key);
      };
    },
  };
}

export type LiveStore = ReturnType<typeof createLiveStore>;
