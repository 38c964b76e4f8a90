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
  const { identity, evse, startedAt, endedAt, meterStartWh, meterStopWh, energyWh } = session;
  const result = explanation.steps.find((step) => step.step === "Result");
  return {
    sessionId: id,
    state: stateOf(session),
    identity,
    ...(await readPlace(ctx, identity)),
    evse,
    tokenEnd: session.tokenUid?.slice(-SHOWN_OF_CARD) ?? null,
    startedAt,
    endedAt,
    meterStartWh,
    meterStopWh,
    energyWh,
    method: result?.step === "Result" ? result.method : "Unknown",
  };
}

const NOWHERE = { name: null, address: null, timeZone: "UTC" };

async function readPlace(ctx: ServiceContext, identity: string) {
  const station = await findStationOrThrow(ctx.db, identity);
  const found = station.siteId === null ? null : await ctx.db.site.findUnique({ where: { id: station.siteId } });
  const site = found ?? NOWHERE;
  return {
    stationName: station.name,
    meterSerialNumber: station.meterSerialNumber,
    siteName: site.name,
    siteAddress: site.address,
    timeZone: site.timeZone,
  };
}

function stateOf(session: SessionView): ReceiptView["state"] {
  if (session.phase === "Active") return "Running";
  if (session.resolution === "NotBillable") return "NotBilled";
  return needsReview(session) ? "Unsettled" : "Final";
}
