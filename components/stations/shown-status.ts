import { type StatusWord, stationWord } from "@/lib/domain/station";
import type { Connectivity, StationListItem } from "@/lib/domain/station-view";

/** What a chip can say: the status words, and that we cannot know because the gateway does not run. */
export type ShownStatus = StatusWord | "GatewayLost";

export type Family = "ready" | "energy" | "occ" | "warn" | "fault" | "off";

export const FAMILIES: Readonly<Record<ShownStatus, Family>> = {
  Offline: "off",
  NeverConnected: "off",
  GatewayLost: "warn",
  Fault: "fault",
  Updating: "warn",
  Charging: "energy",
  PausedByCar: "occ",
  PausedByCharger: "occ",
  Preparing: "occ",
  Finishing: "occ",
  Occupied: "occ",
  Reserved: "occ",
  Available: "ready",
  OutOfService: "off",
};

export const isConnected = ({ state }: Connectivity): boolean => state === "Connected";

/** The word for the whole charger. A gateway that stopped beating is never "connected", nor is it the charger's fault. */
export function shownStatus(station: Pick<StationListItem, "connectivity" | "connectors" | "isUpdating">): ShownStatus {
  const { connectivity, connectors, isUpdating } = station;
  if (connectivity.state === "GatewayLost") return "GatewayLost";
  return stationWord({
    isConnected: connectivity.state === "Connected",
    everConnected: connectivity.state !== "NeverConnected",
    isUpdating,
    connectors,
  });
}
