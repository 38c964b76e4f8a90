import type { CommandView } from "./command-view";
import type { LocalListEntry } from "./local-list";

export const LOCAL_LIST_STATES = ["Unknown", "InSync", "Behind", "Unsupported", "Failed"] as const;
export type LocalListState = (typeof LOCAL_LIST_STATES)[number];

/** A station's own list of cards, as operators see it. Instants are ISO strings. */
export type LocalListView = {
  readonly identity: string;
  readonly state: LocalListState;
  /** Why it failed: the station's word, an error code, or VersionNotTaken. */
  readonly problem: string | null;
  /** As last told by the station; 0: none installed. */
  readonly versionKnown: number | null;
  readonly checkedAt: string | null;
  readonly versionSent: number;
  readonly sentAt: string | null;
  readonly fullAt: string | null;
  /** How many cards it is known to hold; null where that is not known. */
  readonly heldCount: number | null;
  /** How many it is to hold. */
  readonly wantedCount: number;
  /** Cards of ours that it has no room for. */
  readonly withoutRoomCount: number;
  /** What is to be sent, first of all: at most 50 of `changeCount`. Without a status: taken off the list. */
  readonly changes: readonly LocalListEntry[];
  readonly changeCount: number;
  readonly entriesPerMessage: number;
  /** Null where the station does not say. */
  readonly entriesMax: number | null;
  /** The step that is under way; null when nothing is. */
  readonly step: CommandView | null;
  readonly cacheClearedAt: string | null;
  /** Does its site send lists by itself? */
  readonly isSentByItself: boolean;
};

export type ListFacts = {
  readonly stored: string;
  readonly isHeldKnown: boolean;
  readonly changeCount: number;
};

/** Behind is found by comparing; what a station cannot do or failed at stays until it is asked again. */
export function localListState({ stored, isHeldKnown, changeCount }: ListFacts): LocalListState {
  if (stored === "Unsupported" || stored === "Failed") return stored;
  if (!isHeldKnown) return "Unknown";
  return changeCount === 0 ? "InSync" : "Behind";
}
