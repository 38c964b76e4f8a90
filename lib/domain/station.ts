/** Stations, EVSEs and connectors in the words of OCPP 2.x. */

/** `evse` 0, `connector` 0 is the station itself. */
export type ConnectorAddress = { readonly evse: number; readonly connector: number };

export const CONNECTOR_STATUSES = ["Available", "Occupied", "Reserved", "Unavailable", "Faulted"] as const;
export type ConnectorStatus = (typeof CONNECTOR_STATUSES)[number];

export const OCCUPANCIES = ["Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"] as const;
/** What occupies a connector; null where the station did not say. */
export type Occupancy = (typeof OCCUPANCIES)[number];

export const REGISTRATIONS = ["Accepted", "Pending", "Rejected"] as const;
export type Registration = (typeof REGISTRATIONS)[number];

/** A connector's state as everybody sees it: database row, event, live store. */
export type ConnectorState = ConnectorAddress & {
  readonly status: ConnectorStatus;
  readonly occupancy: Occupancy | null;
  readonly errorCode: string | null;
  readonly info: string | null;
  readonly vendorErrorCode: string | null;
  /** ISO instant by the station's clock. */
  readonly statusAt: string;
};

/**
 * May a call other than BootNotification be processed? (1.6 errata: recommended; 2.x B02.FR.09, B03.FR.07: SHALL)
 * `neverBootedIsServed`: 1.6 stations are known to talk before their first boot; 2.x must boot first.
 */
export function mayCall(registered: Registration | null, neverBootedIsServed: boolean): boolean {
  if (registered === null) return neverBootedIsServed;
  return registered === "Accepted";
}

/** The status words of the screen, worst first; one set for every OCPP version (`ui.md` §6). */
export const STATUS_WORDS = [
  "Offline",
  "NeverConnected",
  "Fault",
  "Updating",
  "Charging",
  "PausedByCar",
  "PausedByCharger",
  "Preparing",
  "Finishing",
  "Occupied",
  "Reserved",
  "Available",
  "OutOfService",
] as const;
export type StatusWord = (typeof STATUS_WORDS)[number];

/** The word for one connector. A closed socket wins over any status the station told before. */
export function connectorWord(connector: Pick<ConnectorState, "status" | "occupancy">): StatusWord {
  switch (connector.status) {
    case "Available":
      return "Available";
    case "Reserved":
      return "Reserved";
    case "Unavailable":
      return "OutOfService";
    case "Faulted":
      return "Fault";
    case "Occupied":
      return occupancyWord(connector.occupancy);
  }
}

function occupancyWord(occupancy: Occupancy | null): StatusWord {
  switch (occupancy) {
    case "Charging":
      return "Charging";
    case "SuspendedEV":
      return "PausedByCar";
    case "SuspendedEVSE":
      return "PausedByCharger";
    case "Preparing":
      return "Preparing";
    case "Finishing":
      return "Finishing";
    case null:
      return "Occupied";
  }
}

/**
 * The word for a whole charger, worst connector first; out of service only when all are.
 * Connector 0/0 (the station itself) counts when it is faulted or unavailable.
 */
export function stationWord(station: {
  readonly isConnected: boolean;
  readonly everConnected: boolean;
  /** An update of its firmware is under way. */
  readonly isUpdating: boolean;
  readonly connectors: readonly Pick<ConnectorState, "evse" | "status" | "occupancy">[];
}): StatusWord {
  if (!station.isConnected) return station.everConnected ? "Offline" : "NeverConnected";
  const itself = station.connectors.find((connector) => connector.evse === 0);
  if (itself?.status === "Faulted") return "Fault";
  const word = wordOfConnectors(itself?.status ?? null, station.connectors);
  return station.isUpdating && word !== "Fault" ? "Updating" : word;
}

function wordOfConnectors(
  itself: ConnectorStatus | null,
  connectors: readonly Pick<ConnectorState, "evse" | "status" | "occupancy">[],
): StatusWord {
  if (itself === "Unavailable") return "OutOfService";
  const words = connectors.filter((connector) => connector.evse !== 0).map(connectorWord);
  return STATUS_WORDS.find((word) => words.includes(word)) ?? "Available";
}
