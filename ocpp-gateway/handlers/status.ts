import type { ConnectorStatusReported } from "@/lib/domain/station-message";
import type { Handle } from "./handler";

/** G01 (1.6 §4.9): the connector's status, committed with the frame's log row. */
export const handleStatus: Handle<ConnectorStatusReported> = async (_deps, station, report, receivedAt) => ({
  reply: { type: "Stored" },
  effect: {
    kind: "WithFrame",
    rows: { status: { stationId: station.id, identity: station.identity, report, receivedAt } },
  },
});
