import type { ChargingSchedule, SchedulePeriod } from "@/lib/domain/charging-profile";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/domain/json";

/** A schedule as 1.6 and 2.x both spell it; what 2.x has besides is its id. */
export const writeSchedule = ({ unit, startAt, durationSeconds, minChargingRate, periods }: ChargingSchedule) => ({
  chargingRateUnit: unit,
  ...(startAt === undefined ? {} : { startSchedule: startAt }),
  ...(durationSeconds === undefined ? {} : { duration: durationSeconds }),
  ...(minChargingRate === undefined ? {} : { minChargingRate }),
  chargingSchedulePeriod: periods.map(({ startSeconds, limit, phases }) => ({
    startPeriod: startSeconds,
    limit,
    ...(phases === undefined ? {} : { numberPhases: phases }),
  })),
});

/** A schedule that passed its schema, as 1.6 and 2.x both spell it. `startAt`: told beside it. */
export function readSchedule(schedule: JsonObject, startAt: JsonValue | undefined): ChargingSchedule {
  const { chargingRateUnit, chargingSchedulePeriod, duration, minChargingRate, startSchedule } = schedule;
  const start = startAt ?? startSchedule;
  return {
    unit: chargingRateUnit === "W" ? "W" : "A",
    ...(typeof start === "string" ? { startAt: start } : {}),
    ...(typeof duration === "number" ? { durationSeconds: duration } : {}),
    ...(typeof minChargingRate === "number" ? { minChargingRate } : {}),
    periods: Array.isArray(chargingSchedulePeriod) ? chargingSchedulePeriod.flatMap(readPeriod) : [],
  };
}

function readPeriod(period: JsonValue): SchedulePeriod[] {
  if (!isJsonObject(period)) return [];
  const { startPeriod, limit, numberPhases } = period;
  if (typeof startPeriod !== "number" || typeof limit !== "number") return [];
  return [{ startSeconds: startPeriod, limit, ...(typeof numberPhases === "number" ? { phases: numberPhases } : {}) }];
}
