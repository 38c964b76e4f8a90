import type { ServiceContext } from "../context";

export type Retention = {
  /** Days that are kept besides today; at least 1. */
  readonly messageDays: number;
  /** Readings, and the states of connectors with them. */
  readonly meterDays: number;
};

export type Dropped = {
  readonly table: "message_log" | "meter_value" | "connector_change";
  readonly partitions: number;
};

/**
 * Drops the days of the big tables that are past their retention, by the database's clock. Today and what is to
 * come always stay. Safe to repeat. A table that readers hold is left for the next time, and told by throwing.
 */
export async function dropOldPartitions(ctx: ServiceContext, retention: Retention): Promise<readonly Dropped[]> {
  return [
    { table: "message_log", partitions: await dropOf(ctx, "message_log", retention.messageDays) },
    { table: "meter_value", partitions: await dropOf(ctx, "meter_value", retention.meterDays) },
    { table: "connector_change", partitions: await dropOf(ctx, "connector_change", retention.meterDays) },
  ];
}

async function dropOf(ctx: ServiceContext, table: Dropped["table"], days: number): Promise<number> {
  if (!Number.isInteger(days) || days < 1) throw new Error(`${table} would lose today: ${days} days are kept`);
  const [row] = await ctx.db.$queryRaw<{ dropped: number }[]>`
    SELECT partitions.drop_before(${table}, (now() AT TIME ZONE 'UTC')::date - ${days}::int) AS dropped`;
  return row?.dropped ?? 0;
}
