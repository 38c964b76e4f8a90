export const RESERVATION_STATES = ["Requested", "Active", "Used", "Cancelled", "Expired", "Refused"] as const;
/** `Requested` may be in force or not: no answer is known. */
export type ReservationState = (typeof RESERVATION_STATES)[number];

/** A connector kept for a card. Instants are ISO strings. */
export type ReservationView = {
  readonly id: number;
  readonly identity: string;
  /** 0 = any. */
  readonly evse: number;
  readonly tokenUid: string;
  readonly groupUid: string | null;
  readonly expiresAt: string;
  readonly state: ReservationState;
  /** Why it ended: the station's word, or what its connector became. */
  readonly reason: string | null;
  readonly sessionId: number | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly acceptedAt: string | null;
  readonly endedAt: string | null;
};
