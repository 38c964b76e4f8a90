/** Tokens that may charge (idTag, idToken) and the decision about one. */

export type TokenPresented = { readonly uid: string; readonly type: string };

/** In the words of 2.x; each version narrows them to its own. */
export const AUTHORIZATION_STATUSES = [
  "Accepted",
  "Blocked",
  "Expired",
  "Unknown",
  "ConcurrentTx",
  "NoCredit",
  "NotAtThisTime",
] as const;
export type AuthorizationStatus = (typeof AUTHORIZATION_STATUSES)[number];

export type Authorization = {
  readonly status: AuthorizationStatus;
  readonly groupId: string | null;
  /** When a cached copy of this answer dies; null where it has no end. */
  readonly expiresAt: Date | null;
};

/** A token without what limits its use: what a card list can say of it. */
export type TokenStanding = {
  readonly status: string;
  readonly groupId: string | null;
  readonly validFrom: Date | null;
  readonly expiresAt: Date | null;
  /** Null where it has none, or none that is known. */
  readonly group: { readonly status: string; readonly expiresAt: Date | null } | null;
};

export type KnownToken = TokenStanding & {
  /** Null: any number. */
  readonly concurrentMax: number | null;
  /** Null: any number. */
  readonly sessionsPerDayMax: number | null;
};

export type TokenUse = {
  /** Open sessions of this token on other connectors. */
  readonly openElsewhere: number;
  readonly startedToday: number;
  /** When the day at the station is over. */
  readonly dayEndsAt: Date | null;
};

const UNUSED: TokenUse = { openElsewhere: 0, startedToday: 0, dayEndsAt: null };

/** Tokens are compared without case (1.6: CiString20; 2.x: identifierString). */
export const tokenKey = (uid: string): string => uid.toLowerCase();

/** Decision order: unknown, disabled (or its group), validity window, credit of the day, concurrency. */
export function authorize(token: KnownToken | null, now: Date, use: TokenUse = UNUSED): Authorization {
  if (token === null) return { status: "Unknown", groupId: null, expiresAt: null };
  const standing = standingOf(token, now);
  if (standing.status !== "Accepted") return standing;
  const { sessionsPerDayMax, concurrentMax } = token;
  if (sessionsPerDayMax !== null && use.startedToday >= sessionsPerDayMax) {
    return { ...standing, status: "NoCredit", expiresAt: use.dayEndsAt ?? standing.expiresAt };
  }
  if (concurrentMax !== null && use.openElsewhere >= concurrentMax) return { ...standing, status: "ConcurrentTx" };
  return standing;
}

/** What a token is worth whatever it is used for. An answer that ends by itself says when. */
export function standingOf({ group, ...token }: TokenStanding, now: Date): Authorization {
  const { groupId, validFrom } = token;
  const expiresAt = earlier(token.expiresAt, group?.expiresAt ?? null);
  if (token.status !== "Accepted" || (group !== null && group.status !== "Accepted")) {
    return { status: "Blocked", groupId, expiresAt };
  }
  if (expiresAt !== null && expiresAt <= now) return { status: "Expired", groupId, expiresAt };
  if (validFrom !== null && validFrom > now) return { status: "NotAtThisTime", groupId, expiresAt: validFrom };
  return { status: "Accepted", groupId, expiresAt };
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}
