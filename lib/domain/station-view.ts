import type { ConnectorState } from "./station";

/** Is the station's socket open, as far as the books know? `gatewayLost`: the gateway that held it stopped beating. */
export type Connectivity =
  | { readonly state: "Connected"; readonly since: string }
  | { readonly state: "Disconnected"; readonly since: string | null; readonly reason: string | null }
  | { readonly state: "GatewayLost"; readonly since: string | null }
  | { readonly state: "NeverConnected" };

/** One row of the chargers list. Instants are ISO strings. */
export type StationListItem = {
  readonly id: number;
  readonly identity: string;
  readonly name: string | null;
  readonly siteName: string | null;
  readonly tags: readonly string[];
  readonly isBlocked: boolean;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly firmwareVersion: string | null;
  /** The subprotocol of the last connection, as negotiated. */
  readonly ocppVersion: string | null;
  readonly connectivity: Connectivity;
  /** It came back three times or more within 15 minutes, by itself. */
  readonly isUnstable: boolean;
  /** An update of its firmware that a campaign ordered is under way. */
  readonly isUpdating: boolean;
  readonly lastSeenAt: string | null;
  readonly connectors: readonly (ConnectorState & { readonly rev: number })[];
};

/** Everything of one charger's page that is not a list of its own. */
export type StationDetail = StationListItem & {
  readonly siteId: number | null;
  readonly serialNumber: string | null;
  readonly meterSerialNumber: string | null;
  readonly iccid: string | null;
  readonly imsi: string | null;
  readonly securityProfile: number;
  /** The highest it ever connected with; it is not let in with a lower one. */
  readonly minSecurityProfile: number;
  readonly hasPassword: boolean;
  readonly pinnedVersion: string | null;
  readonly registrationStatus: string;
  readonly registeredStatus: string | null;
  readonly heartbeatSeconds: number;
  readonly bootedAt: string | null;
  readonly bootReason: string | null;
  readonly remoteAddress: string | null;
  readonly createdAt: string;
};

/** A handshake that was refused, grouped by identity and reason. */
export type RefusalView = {
  readonly id: number;
  readonly identity: string;
  readonly reason: string;
  readonly remoteAddress: string | null;
  readonly offeredProtocols: string | null;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
};

/** One instant of a session's meter, for charts. */
export type SamplePoint = {
  readonly at: string;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly currentA: number | null;
  readonly voltageV: number | null;
  readonly socPercent: number | null;
  readonly context: string | null;
};

/** Something a station does otherwise than the norm, by the name of what mends it. */
export type DeviationView = {
  readonly repair: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** The message id of the newest one; its row is in the message log. */
  readonly exampleMessageId: string;
};
