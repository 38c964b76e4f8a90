import type { EventFacts, EventKind } from "@/lib/domain/station-event";
import type { ServiceContext } from "../context";

/** Something that happened, before it is shown. */
export type FoundEvent = {
  readonly key: string;
  readonly at: Date;
  readonly kind: EventKind;
  readonly facts: EventFacts;
};

export type Asked = {
  readonly db: ServiceContext["db"];
  readonly stationId: number;
  readonly identity: string;
  /** Within which time. */
  readonly at: { readonly gte?: Date; readonly lt?: Date; readonly lte?: Date };
  readonly take: number;
};

/** Reads the newest events of one origin, newest first, always in the same order. */
export type EventSource = (asked: Asked) => Promise<readonly FoundEvent[]>;
