import type { Database } from "@/lib/db/client";
import { SEED_GATEWAY } from "./seed-tx";

const BEAT_MS = 2_000;

/**
 * Gives the seeded chargers back the line that they had when they were made, and keeps it open until `release`: the
 * gateway that they hang on beats. Those that a real gateway has found orphaned meanwhile come back as well.
 */
export async function holdFleet(db: Database): Promise<{ readonly release: () => Promise<void> }> {
  const beat = (): Promise<number> => db.$executeRaw`
    UPDATE gateway SET beat_at = now(), stopped_at = NULL WHERE id = ${SEED_GATEWAY}`;
  await beat();
  await db.$executeRaw`
    WITH back AS (
      UPDATE connection c SET closed_at = NULL, close_reason = NULL
      FROM station s WHERE s.id = c.station_id AND s.connection_epoch = c.epoch AND s.gateway_id IS NULL
        AND c.gateway_id = ${SEED_GATEWAY} AND c.close_reason = 'GatewayLost'
      RETURNING c.station_id
    )
    UPDATE station SET gateway_id = ${SEED_GATEWAY}, disconnected_at = NULL, disconnect_reason = NULL, rev = rev + 1
    WHERE id IN (SELECT station_id FROM back)`;
  let beating: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    // The next one tells whether the database is there.
    beating = beat().catch(() => undefined);
  }, BEAT_MS);
  return {
    release: async () => {
      clearInterval(timer);
      await beating;
    },
  };
}
