/** What looks like charging without a session, or was to become one and did not. Instants are ISO strings. */
export type UnstartedSession = {
  readonly identity: string;
  readonly evse: number;
  readonly connector: number | null;
  /** `ChargingUnheard`: its connector says that it charges, and no session is known. `StartUnheard`: a remote start was accepted. */
  readonly why: "ChargingUnheard" | "StartUnheard";
  readonly since: string;
  readonly tokenUid: string | null;
  readonly commandId: string | null;
};

/** Registers that name a transaction which is no session of ours, newest last; Wh. */
export type OrphanReadings = {
  readonly identity: string;
  readonly evse: number;
  readonly stationTransaction: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly firstWh: number;
  readonly lastWh: number;
};
