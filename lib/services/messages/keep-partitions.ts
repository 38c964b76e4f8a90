import type { ServiceContext } from "../context";

/** Days for which partitions stand ready; the gateway tops them up every hour. */
export const PARTITION_DAYS_AHEAD = 7;

/** Creates the day partitions of the big tables from today on, so that they never run out. Safe to repeat. */
export async function keepPartitions(ctx: ServiceContext): Promise<void> {
  for (const table of ["message_log", "meter_value", "connector_change"]) {
    await ctx.db.$executeRaw`
      SELECT partitions.ensure(${table}, (now() AT TIME ZONE 'UTC')::date,
        (now() AT TIME ZONE 'UTC')::date + ${PARTITION_DAYS_AHEAD}::int)`;
  }
}
