import type { JsonValue } from "./json";

/** What a station said of a session, once each; in the order it was received. */
export type JournalEntry = {
  readonly key: string;
  readonly kind: string;
  readonly at: string;
  readonly receivedAt: string;
  readonly seqNo: number | null;
  readonly details: JsonValue;
};
