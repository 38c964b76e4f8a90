import type { ReceiptView } from "@/lib/domain/receipt";
import { needsReview } from "@/lib/domain/session-review";
import type { SessionView } from "@/lib/domain/session-view";
import { requirePermission, type ServiceContext } from "../context";
import { findStationOrThrow } from "../stations/find-station";
import { explainSession } from "./explain-session";

const SHOWN_OF_CARD = 4;

/** What stands on the receipt of a session, with the time zone of its site. */
export async function readReceipt(ctx: ServiceContext, id: number): Promise<ReceiptView> {
  requirePermission(ctx, "read");
  const { session, explanation } = await explainSession(ctx, id);
  const station = await findStationOrThrow(ctx.db, session.identity);
  const site = station.siteId === null ? null : await ctx.db.site.findUnique({ where: { id: station.siteId } });
  const result = explanation.steps.find((step) => step.step === "Result");
  return {
    sessionId: id,
    state: stateOf(session),
    identity: session.identity,
    stationName: station.name,
    meterSerialNumber: station.meterSerialNumber,
    siteName: site?.name ?? null,
    siteAddress: site?.address ?? null,
    timeZone: site?.timeZone ?? "UTC",
    evse: session.evse,
    tokenEnd: session.tokenUid?.slice(-SHOWN_OF_CARD) ?? null,
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    meterStartWh: session.meterStartWh,
    meterStopWh: session.meterStopWh,
    energyWh: session.energyWh,
    method: result?.step === "Result" ? result.method : "Unknown",
  };
}

function stateOf(session: SessionView): ReceiptView["state"] {
  if (session.phase === "Active") return "Running";
  if (session.resolution === "NotBillable") return "NotBilled";
  return needsReview(session) ? "Unsettled" : "Final";
}
