import type { Context } from "hono";
import { connectionUrl, type OcppAddress } from "@/lib/domain/connection-url";
import { stationWord } from "@/lib/domain/station";
import type { StationDetail, StationListItem } from "@/lib/domain/station-view";
import type { ApiDeps } from "./environment";

/** A station with its status word, which the views leave to the screen. */
export function withStatus<Station extends StationListItem>(station: Station) {
  const { state } = station.connectivity;
  const status = stationWord({
    isConnected: state === "Connected",
    everConnected: state !== "NeverConnected",
    isUpdating: station.isUpdating,
    connectors: station.connectors,
  });
  return { ...station, status };
}

export function withConnectionUrl<Station extends StationDetail>(deps: ApiDeps, c: Context, station: Station) {
  const url = connectionUrl(ocppAddress(deps, c), station.identity, station.securityProfile);
  return { ...withStatus(station), connectionUrl: url };
}

/** How stations reach the gateway, on the host by which the caller reached us where none is set. */
export function ocppAddress(deps: ApiDeps, c: Context): OcppAddress {
  const { publicOcppUrl: publicUrl, ocppPort, ocppsPort, uploadBaseUrl = null } = deps;
  const host = hostOf(c.req.header("X-Forwarded-Host") ?? c.req.header("Host") ?? new URL(c.req.url).host);
  return { publicUrl, host, ocppPort, ocppsPort, uploadBaseUrl };
}

/** A host header without its port; what is no host at all is not repeated to anybody. */
function hostOf(header: string): string {
  const first = header.split(",")[0]?.trim() ?? "";
  return URL.canParse(`http://${first}`) ? new URL(`http://${first}`).hostname : "localhost";
}
