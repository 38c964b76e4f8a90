import type { SessionStarted } from "@/lib/domain/station-message";
import type { Authorization } from "@/lib/domain/token";

export type SessionStart = {
  readonly stationId: number;
  readonly identity: string;
  readonly message: SessionStarted;
  readonly receivedAt: Date;
  readonly authorization: Authorization | null;
  /** False where the station is known to run no session: then none can be superseded. */
  readonly mayRunAnother: boolean;
};

/** With the key under which it is one start, however often it is told. */
export type KeyedStart = SessionStart & { readonly key: string };
