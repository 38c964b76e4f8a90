import type { OCPP20 } from "typed-ocpp";
import { type MeterSample, meterSample } from "@/lib/domain/meter-value";
import type { MeterValuesReported } from "@/lib/domain/station-message";
import { readTime } from "../../schemas/time";
import { DEFAULT_CONTEXT, readingOf } from "../readings";

/** MeterValues (J01): outside transactions only. */
export function readMeterValues(payload: OCPP20.MeterValuesRequest, receivedAt: Date): MeterValuesReported {
  return {
    type: "MeterValuesReported",
    evse: payload.evseId,
    session: null,
    samples: samplesOf(payload.meterValue, receivedAt),
  };
}

export function samplesOf(
  meterValues: OCPP20.MeterValuesRequest["meterValue"],
  receivedAt: Date,
): readonly MeterSample[] {
  return meterValues.map(({ timestamp, sampledValue }) =>
    meterSample(
      readTime(timestamp) ?? receivedAt,
      sampledValue[0]?.context ?? DEFAULT_CONTEXT,
      sampledValue.map(({ measurand, value, unitOfMeasure, phase, location }) =>
        readingOf({
          measurand,
          value: String(value),
          unit: unitOfMeasure?.unit,
          multiplier: unitOfMeasure?.multiplier ?? 0,
          phase,
          location,
          format: undefined,
        }),
      ),
    ),
  );
}
