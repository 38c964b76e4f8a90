import type { Database } from "@/lib/db/client";
import type { SeedPlan } from "./arguments";
import { SEED_ACTOR, type SeedTx } from "./seed-tx";

/** The database is not one that may be seeded, or seeded anew. Told in one line. */
export class SeedRefusal extends Error {}

/** What a seed is known by: a schema of its own, so that the model stays as it is. */
export type SeedMark = {
  readonly stations: number;
  readonly sessions: number;
  readonly seed: number;
  readonly at: Date;
};

/** The newest seed of this database; null where it was never seeded. */
export async function readMark(db: Pick<Database, "$queryRaw">): Promise<SeedMark | null> {
  const [there] = await db.$queryRaw<{ is: boolean }[]>`SELECT to_regclass('seed.mark') IS NOT NULL AS is`;
  if (there?.is !== true) return null;
  const [mark] = await db.$queryRaw<SeedMark[]>`SELECT stations, sessions, seed, at FROM seed.mark`;
  return mark ?? null;
}

/** Remembers what was made: the numbers that it has given, so that what comes later is told from it. */
export async function writeMark(tx: SeedTx, { stations, sessions, seed, at }: SeedPlan): Promise<void> {
  await tx.$executeRaw`CREATE SCHEMA IF NOT EXISTS seed`;
  await tx.$executeRaw`
    CREATE TABLE IF NOT EXISTS seed.mark (stations int NOT NULL, sessions int NOT NULL, seed int NOT NULL,
      at timestamptz NOT NULL, last_station int NOT NULL, last_site int NOT NULL, last_token int NOT NULL, last_group int NOT NULL)`;
  await tx.$executeRaw`DELETE FROM seed.mark`;
  await tx.$executeRaw`
    INSERT INTO seed.mark
    SELECT ${stations}::int, ${sessions}::int, ${seed}::int, ${at.toISOString()}::timestamptz,
      (SELECT COALESCE(max(id), 0) FROM station), (SELECT COALESCE(max(id), 0) FROM site),
      (SELECT COALESCE(max(id), 0) FROM token), (SELECT COALESCE(max(id), 0) FROM token_group)`;
}

/** Throws a SeedRefusal unless nothing here is anybody's own. */
export async function requireEmpty(tx: SeedTx): Promise<void> {
  const [held] = await tx.$queryRaw<{ stations: number; sites: number; tokens: number; releases: number }[]>`
    SELECT (SELECT count(*) FROM station)::int AS stations, (SELECT count(*) FROM site)::int AS sites,
      ((SELECT count(*) FROM token) + (SELECT count(*) FROM token_group))::int AS tokens,
      (SELECT count(*) FROM firmware_release)::int AS releases`;
  const found = Object.entries(held ?? {}).filter(([, count]) => count > 0);
  if (found.length === 0) return;
  const words = found.map(([what, count]) => `${count} ${what}`).join(", ");
  const isSeeded = (await readMark(tx)) !== null;
  throw new SeedRefusal(
    isSeeded
      ? `This database is seeded already (${words}). --reset takes that away and makes it anew.`
      : `This database holds ${words} which no seed made. Nothing was changed. Seed a database of its own: KITUO_DATA_DIR=.data-seed npm run seed`,
  );
}

/**
 * Takes away what a seed made, in the transaction of the next one. Refuses where anything was added by hand: a charger,
 * a site, a card, a release or a campaign. Operators and API keys stay.
 */
export async function takeAway(tx: SeedTx): Promise<void> {
  if ((await readMark(tx)) === null) {
    await requireEmpty(tx);
    return;
  }
  await refuseForeign(tx);
  // The journal of campaigns refuses this to everybody else.
  await tx.$executeRaw`ALTER TABLE campaign_event DISABLE TRIGGER USER`;
  await tx.$executeRaw`
    TRUNCATE station, site, token, token_group, unknown_token, charging_session, session_event, meter_value, message_log,
      command, connection, evse, connector, handshake_refusal, firmware_release, campaign, firmware_job
      RESTART IDENTITY CASCADE`;
  await tx.$executeRaw`ALTER TABLE campaign_event ENABLE TRIGGER USER`;
  await tx.$executeRaw`DELETE FROM gateway WHERE id = 'seed'`;
}

async function refuseForeign(tx: SeedTx): Promise<void> {
  const [foreign] = await tx.$queryRaw<
    { chargers: number; sites: number; tokens: number; releases: number; campaigns: number }[]
  >`
    SELECT (SELECT count(*) FROM station WHERE id > m.last_station)::int AS chargers,
      (SELECT count(*) FROM site WHERE id > m.last_site)::int AS sites,
      ((SELECT count(*) FROM token WHERE id > m.last_token) + (SELECT count(*) FROM token_group WHERE id > m.last_group))::int AS tokens,
      (SELECT count(*) FROM firmware_release WHERE uploaded_by_id <> ${SEED_ACTOR.id})::int AS releases,
      (SELECT count(*) FROM campaign WHERE created_by_id <> ${SEED_ACTOR.id})::int AS campaigns
    FROM seed.mark m`;
  const found = Object.entries(foreign ?? {}).filter(([, count]) => count > 0);
  if (found.length === 0) return;
  const words = found.map(([what, count]) => `${count} ${what}`).join(", ");
  throw new SeedRefusal(
    `This database was seeded, but holds ${words} which the seed did not make. Nothing was changed.`,
  );
}
