import { z } from "zod";
import type { OrphanReadings } from "@/lib/domain/unstarted-session";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";

export const listOrphanReadingsInput = z.object({
  identity: z.string().min(1).max(255).optional(),
  /** How many days back, by receipt. */
  days: z.coerce.number<number | string>().int().min(1).max(90).default(7),
});

const ROWS_MAX = 200;

type Row = Omit<OrphanReadings, "firstAt" | "lastAt"> & { readonly firstAt: Date; readonly lastAt: Date };

/**
 * Meter readings that name a transaction and belong to no session: kept, and nobody's until a person has looked.
 * By station, connector and the name they gave, newest first; at most 200.
 */
export async function listOrphanReadings(
  ctx: ServiceContext,
  input: z.input<typeof listOrphanReadingsInput> = {},
): Promise<readonly OrphanReadings[]> {
  requirePermission(ctx, "read");
  const { identity, days } = parseInput(listOrphanReadingsInput, input);
  const since = new Date(ctx.now().getTime() - days * 24 * 3_600_000).toISOString();
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT st.identity, m.evse, m.station_transaction AS "stationTransaction", count(*)::int AS count,
      min(m.sampled_at) AS "firstAt", max(m.sampled_at) AS "lastAt",
      (array_agg(m.energy_wh ORDER BY m.sampled_at, m.id))[1] AS "firstWh",
      (array_agg(m.energy_wh ORDER BY m.sampled_at DESC, m.id DESC))[1] AS "lastWh"
    FROM meter_value m JOIN station st ON st.id = m.station_id
    WHERE m.session_id IS NULL AND m.station_transaction IS NOT NULL AND m.energy_wh IS NOT NULL
      AND m.received_at >= ${since}::timestamptz AND (${identity ?? null}::text IS NULL OR st.identity = ${identity ?? null}::text)
    GROUP BY st.identity, m.evse, m.station_transaction
    ORDER BY max(m.received_at) DESC LIMIT ${ROWS_MAX}`;
  return rows.map((row) => ({ ...row, firstAt: row.firstAt.toISOString(), lastAt: row.lastAt.toISOString() }));
}
