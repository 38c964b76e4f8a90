/** What stands above all campaigns, as everybody sees it. Instants are ISO strings. */

/** A station that nobody may update for now. */
export type UpdateLockView = {
  readonly identity: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  /** Null = until somebody takes it away. */
  readonly until: string | null;
};

/** Who carries the campaigns out, and whether all of them stand still. */
export type RolloutsView = {
  /** The gateway that leads; null before the first one did. */
  readonly holder: string | null;
  readonly beatAt: string | null;
  /** Since when nothing is sent by any campaign; null = they may go on. */
  readonly stoppedAt: string | null;
  readonly stoppedBy: string | null;
  readonly stopReason: string | null;
};
