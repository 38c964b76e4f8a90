/** What a site does with cards that nobody knows. */
import type { Authorization } from "./token";

export const UNKNOWN_TOKEN_POLICIES = ["Refuse", "Accept", "AcceptAndKeep"] as const;
export type UnknownTokenPolicy = (typeof UNKNOWN_TOKEN_POLICIES)[number];

/** A word that is none of ours refuses, as does a station without a site. */
export const unknownTokenPolicy = (word: string | null): UnknownTokenPolicy =>
  UNKNOWN_TOKEN_POLICIES.find((known) => known === word) ?? "Refuse";

/** A card that was presented and is not known, as operators see it. Instants are ISO strings. */
export type UnknownTokenView = {
  readonly uid: string;
  readonly type: string;
  /** Where it was presented last; null once that station is removed. */
  readonly identity: string | null;
  readonly count: number;
  /** What it was answered last. */
  readonly isAccepted: boolean;
  readonly firstAt: string;
  readonly lastAt: string;
};

/** An accepted stranger: no cache is to outlive the policy for long. */
const STRANGER_HOURS = 24;

export const strangerAccepted = (now: Date): Authorization => ({
  status: "Accepted",
  groupId: null,
  expiresAt: new Date(now.getTime() + STRANGER_HOURS * 3_600_000),
});
