/** Transactions of 1.6: we give the id, at the start; there is no event between start and stop but MeterValues. */
import type { OCPP16 } from "typed-ocpp";
import type { SessionEnded, SessionStarted, StationReply } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { addressOf } from "./address";
import { idTagInfo, tokenOf } from "./authorization";
import { samplesOf } from "./meter-values";

/** As checked: what is not told is no reason to lose the session. */
type Start = Omit<OCPP16.StartTransactionRequest, "idTag" | "meterStart"> &
  Partial<Pick<OCPP16.StartTransactionRequest, "idTag" | "meterStart">>;

/** StartTransaction (§4.8). */
export function readStart(payload: Start, receivedAt: Date): SessionStarted {
  const at = readTime(payload.timestamp) ?? receivedAt;
  return {
    type: "SessionStarted",
    transactionId: null,
    seqNo: null,
    ...addressOf(payload.connectorId),
    token: tokenOf(payload.idTag ?? ""),
    at,
    meterStartWh: payload.meterStart ?? null,
    trigger: null,
    chargingState: null,
    remoteStartId: null,
    reservationId: payload.reservationId ?? null,
    wasOffline: isLate(at, receivedAt),
    samples: [],
  };
}

const REASONS: ReadonlySet<string> = new Set<NonNullable<OCPP16.StopTransactionRequest["reason"]>>([
  "DeAuthorized",
  "EmergencyStop",
  "EVDisconnected",
  "HardReset",
  "Local",
  "Other",
  "PowerLoss",
  "Reboot",
  "Remote",
  "SoftReset",
  "UnlockCommand",
]);

type Stop = Omit<OCPP16.StopTransactionRequest, "meterStop" | "reason"> & {
  readonly meterStop?: number;
  readonly reason?: string;
};

/** StopTransaction (§4.10). No reason means Local; an id we never gave (-1) is passed on as told. */
export function readStop(payload: Stop, receivedAt: Date): SessionEnded {
  const at = readTime(payload.timestamp) ?? receivedAt;
  const { idTag = "", reason = "Local" } = payload;
  return {
    type: "SessionEnded",
    session: { kind: "Ours", id: payload.transactionId },
    seqNo: null,
    evse: null,
    connector: null,
    token: idTag === "" ? null : tokenOf(idTag),
    reservationId: null,
    at,
    meterStopWh: payload.meterStop ?? null,
    trigger: null,
    reason: REASONS.has(reason) ? reason : "Other",
    reasonTold: REASONS.has(reason) ? null : reason,
    wasOffline: isLate(at, receivedAt),
    samples: samplesOf(payload.transactionData ?? [], receivedAt),
  };
}

export function startAnswer({ sessionId, authorization }: Extract<StationReply, { type: "SessionStartStored" }>) {
  if (authorization === null) throw new Error("a 1.6 start is always answered with an authorization");
  return {
    transactionId: sessionId,
    idTagInfo: idTagInfo(authorization),
  } satisfies OCPP16.StartTransactionResponse;
}

export function stopAnswer({ authorization }: Extract<StationReply, { type: "SessionEndStored" }>) {
  const answer: OCPP16.StopTransactionResponse = authorization === null ? {} : { idTagInfo: idTagInfo(authorization) };
  return { ...answer };
}

const LATE_MS = 60_000;
const FIRST_PLAUSIBLE = Date.UTC(2015, 0, 1);

/** 1.6 does not say that a message waited offline; its age does, unless the clock was never set (quirk D1). */
function isLate(at: Date, receivedAt: Date): boolean {
  return at.getTime() >= FIRST_PLAUSIBLE && receivedAt.getTime() - at.getTime() > LATE_MS;
}
