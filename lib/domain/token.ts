/** Tokens that may charge (idTag, idToken) and the decision about one. */

export type TokenPresented = { readonly uid: string; readonly type: string };

/** In the words of 2.x, as far as they are ours to say. */
export const AUTHORIZATION_STATUSES = ["Accepted", "Blocked", "Expired", "Unknown", "ConcurrentTx"] as const;
export type AuthorizationStatus = (typeof AUTHORIZATION_STATUSES)[number];

export type Authorization = {
  readonly status: AuthorizationStatus;
  readonly groupId: string | null;
  /** When a cached copy of this answer dies; null where the token has no end. */
  readonly expiresAt: Date | null;
};

export type KnownToken = {
  readonly status: string;
  readonly groupId: string | null;
  readonly expiresAt: Date | null;
};

/** Tokens are compared without case (1.6: CiString20; 2.x: identifierString). */
export const tokenKey = (uid: string): string => uid.toLowerCase();

/** Decision order: unknown, disabled, validity window, concurrency. `openElsewhere` = open sessions of this token on other connectors. */
export function authorize(token: KnownToken | null, now: Date, openElsewhere = 0): Authorization {
  if (token === null) return { status: "Unknown", groupId: null, expiresAt: null };
  const { groupId, expiresAt } = token;
  if (token.status !== "Accepted") return { status: "Blocked", groupId, expiresAt };
  if (expiresAt !== null && expiresAt <= now) return { status: "Expired", groupId, expiresAt };
  if (openElsewhere > 0) return { status: "ConcurrentTx", groupId, expiresAt };
  return { status: "Accepted", groupId, expiresAt };
}
