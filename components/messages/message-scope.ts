import type { MessageFilter } from "@/lib/domain/message-filter";

/** Spans of time one chooses from; `custom` has its own bounds. */
export const SPANS = ["1h", "24h", "7d", "custom"] as const;
export type Span = (typeof SPANS)[number];

/** What the address asks for, as the filter bar shows it. */
export type AskedMessages = {
  /** Null on the page of all chargers where none is chosen. */
  readonly charger: string | null;
  readonly action: string | null;
  readonly result: string | null;
  readonly direction: string | null;
  readonly slower: string | null;
  readonly text: string | null;
  readonly messageId: string | null;
  readonly session: string | null;
  readonly hidesRoutine: boolean;
  readonly last: Span;
  readonly from: string | null;
  readonly to: string | null;
};

/** What was found for it. */
export type FoundScope = {
  readonly filter: MessageFilter;
  /** ISO. */
  readonly from: string;
  /** Null = until now. */
  readonly to: string | null;
  readonly searched: { readonly count: number; readonly backTo: string } | null;
};
