/** Transactions of 1.6: we give the id, at the start; there is no event between start and stop but MeterValues. */
import type { OCPP16 } from "typed-ocpp";
import type { SessionEnded, SessionStarted, StationReply } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { addressOf } from "./address";
import { idTagInfo, tokenOf } from "./authorization";
import { samplesOf } from "./meter-values";

/** StartTransaction (§4.8). */
export function readStart(payload: OCPP16.StartTransactionRequest, receivedAt: Date): SessionStarted {
  const at = readTime(payload.timestamp) ?? receivedAt;
  return {
    type: "SessionStarted",
    transactionId: null,
    seqNo: null,
    ...addressOf(payload.connectorId),
    token: tokenOf(payload.idTag),
    at,
    meterStartWh: payload.meterStart,
    trigger: null,
    chargingState: null,
    remoteStartId: null,
    reservationId: payload.reservationId ?? null,
    wasOffline: isLate(at, receivedAt),
    samples: [],
  };
}

/** StopTransaction (§4.10). No reason means Local; an id we never gave (-1) is passed on as told. */
export function readStop(payload: OCPP16.StopTransactionRequest, receivedAt: Date): SessionEnded {
  const at = readTime(payload.timestamp) ?? receivedAt;
  const { idTag = "" } = payload;
  return {
    type: "SessionEnded",
    session: { kind: "Ours", id: payload.transactionId },
    seqNo: null,
    evse: null,
    connector: null,
    token: idTag === "" ? null : tokenOf(idTag),
    at,
    meterStopWh: payload.meterStop,
    trigger: null,
    reason: payload.reason ?? "Local",
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
