import type { OCPP16 } from "typed-ocpp";
import { type MeterSample, meterSample } from "@/lib/domain/meter-value";
import type { MeterValuesReported } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { DEFAULT_CONTEXT, readingOf } from "../readings";
import { addressOf } from "./address";

/** MeterValues (§4.7). An id that we never gave (-1) is passed on as told. */
export function readMeterValues(payload: OCPP16.MeterValuesRequest, receivedAt: Date): MeterValuesReported {
  const { transactionId } = payload;
  return {
    type: "MeterValuesReported",
    evse: addressOf(payload.connectorId).evse,
    session: transactionId === undefined ? null : { kind: "Ours", id: transactionId },
    samples: samplesOf(payload.meterValue, receivedAt),
  };
}

type MeterValues =
  | OCPP16.MeterValuesRequest["meterValue"]
  | NonNullable<OCPP16.StopTransactionRequest["transactionData"]>;

export function samplesOf(meterValues: MeterValues, receivedAt: Date): readonly MeterSample[] {
  return meterValues.map(({ timestamp, sampledValue }) =>
    meterSample(
      readTime(timestamp) ?? receivedAt,
      sampledValue[0]?.context ?? DEFAULT_CONTEXT,
      sampledValue.map(({ measurand, value, unit, phase, location, format }) =>
        readingOf({ measurand, value, unit, multiplier: 0, phase, location, format }),
      ),
    ),
  );
}
