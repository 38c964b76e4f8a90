import type { DomainEvent } from "@/lib/domain/domain-event";
import type { TelemetryMessage } from "@/lib/live/contract";
import type { LiveStore } from "./live-store";

/** A forgotten pause must not fill the memory: past this the page is read again instead. */
const HELD_EVENTS_MAX = 5_000;

/**
 * Holds changes back while the operator reads (WCAG 2.2.2). The operator's own commands go through:
 * they are awaited, not read.
 */
export function createPause(store: LiveStore) {
  let held: DomainEvent[] | null = null;
  let telemetry: TelemetryMessage[] = [];
  let isOverfull = false;

  return {
    /** How many changes wait; null = not paused. */
    held: (): number | null => held?.length ?? null,
    take: (events: readonly DomainEvent[]): void => {
      if (held === null) return store.apply(events);
      store.apply(events.filter((event) => event.type === "CommandChanged"));
      const others = events.filter((event) => event.type !== "CommandChanged");
      if (held.length + others.length > HELD_EVENTS_MAX) isOverfull = true;
      else held.push(...others);
    },
    takeTelemetry: (message: TelemetryMessage): void => {
      if (held === null) return store.applyTelemetry(message);
      // The newest of each topic is all that is needed of absolute figures.
      telemetry = [...telemetry.filter(({ topic }) => topic !== message.topic), message];
    },
    pause: (): void => {
      held ??= [];
    },
    /** Lets everything through. False = too much was held: read the page again. */
    resume: (): boolean => {
      const [events, figures, isWhole] = [held ?? [], telemetry, !isOverfull];
      held = null;
      telemetry = [];
      isOverfull = false;
      store.apply(events);
      for (const message of figures) store.applyTelemetry(message);
      return isWhole;
    },
  };
}
