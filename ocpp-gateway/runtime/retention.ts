import type { Log } from "@/lib/log";
import type { ServiceContext } from "@/lib/services/context";
import { dropOldPartitions, type Retention } from "@/lib/services/messages/drop-old-partitions";
import type { Metrics } from "../metrics";

/** Unless told otherwise. */
export const RETENTION: Retention = { messageDays: 90, meterDays: 400 };

const EVERY_MS = 3_600_000;
const AGAIN_MS = 600_000;

type RetentionDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  /** One gateway drops for all. */
  readonly isLeader: () => boolean;
  readonly keeps: Retention;
};

/**
 * A round that does something once an hour, and only in the leading gateway. It is asked more often, so that a
 * new leader need not wait. Where readers of a table kept it from being dropped it is tried again after a while:
 * each try holds writers up for as long as it waits.
 */
export function createRetention({ ctx, log, metrics, isLeader, keeps }: RetentionDeps): () => Promise<void> {
  let nextAt = 0;
  return async () => {
    if (!isLeader() || performance.now() < nextAt) return;
    nextAt = performance.now() + AGAIN_MS;
    for (const { table, partitions } of await dropOldPartitions(ctx, keeps)) {
      if (partitions === 0) continue;
      metrics.partitionsDropped.inc({ table }, partitions);
      log.info({ table, partitions, ...keeps }, "days past their retention were dropped");
    }
    nextAt = performance.now() + EVERY_MS;
  };
}
