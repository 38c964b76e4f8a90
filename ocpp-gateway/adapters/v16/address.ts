import type { ConnectorAddress } from "@/lib/domain/station";

/** 1.6 knows no EVSE: connector n is the one connector of EVSE n, and 0 the station itself. */
export const addressOf = (connectorId: number): ConnectorAddress =>
  connectorId === 0 ? { evse: 0, connector: 0 } : { evse: connectorId, connector: 1 };
