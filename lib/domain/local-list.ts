import type { AuthorizationStatus } from "./token";

/** What a station's own list says of one token. */
export type LocalListEntry = {
  readonly tokenUid: string;
  readonly tokenType?: string;
  /** Absent: the entry is taken off the list (differential only). */
  readonly status?: AuthorizationStatus;
  /** ISO 8601. */
  readonly expiresAt?: string;
  readonly groupUid?: string;
};

/** -1 in 1.6: the station keeps no list. */
export const NO_LIST_VERSION = -1;
