import type { Database } from "@/lib/db/client";
import type { MeterValue } from "@/lib/db/generated/client";
import type { SamplePoint } from "@/lib/domain/station-view";

const SAMPLES_MAX = 2_000;

type SampleRow = Pick<
  MeterValue,
  "sampledAt" | "context" | "energyWh" | "powerW" | "currentA" | "voltageV" | "socPercent"
>;

/** A session's meter values in order of time; every n-th of them where there are more than a chart can show. */
export async function readSamples(db: Database, sessionId: number): Promise<readonly SamplePoint[]> {
  const rows = await db.$queryRaw<SampleRow[]>`
    SELECT sampled_at AS "sampledAt", context, energy_wh AS "energyWh", power_w AS "powerW",
      current_a AS "currentA", voltage_v AS "voltageV", soc_percent AS "socPercent"
    FROM (
      SELECT *, row_number() OVER (ORDER BY sampled_at, id) AS nth, count(*) OVER () AS total
      FROM meter_value WHERE session_id = ${sessionId}
    ) numbered
    WHERE (nth - 1) % ceil(total / ${SAMPLES_MAX - 1}::numeric)::bigint = 0 OR nth = total
    ORDER BY nth`;
  return rows.map(({ sampledAt, ...figures }) => ({ at: sampledAt.toISOString(), ...figures }));
}
