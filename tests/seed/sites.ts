import { CITIES, SITE_KINDS } from "./catalogue";
import type { SeedTx } from "./seed-tx";

const STATIONS_PER_SITE = 8;

/** Sites in their cities, a few large cities having most. Leaves `seed_city` (code, site_ids) for the chargers. */
export async function seedSites(tx: SeedTx, stations: number): Promise<void> {
  const sites = Math.ceil(stations / STATIONS_PER_SITE);
  const weighted = CITIES.flatMap((city, index) => Array.from({ length: city.weight }, () => index + 1));
  await tx.$executeRaw`
    CREATE TEMP TABLE seed_site ON COMMIT DROP AS
    SELECT i AS id, c.code, c.name AS city, c.time_zone, c.streets,
      pg_temp.pick(i, 'site-kind', ${SITE_KINDS}::text[]) AS kind
    FROM generate_series(1, ${sites}::int) i
    JOIN jsonb_to_recordset(${JSON.stringify(CITIES.map(toRow))}::jsonb)
      AS c(n int, code text, name text, time_zone text, streets jsonb)
      ON c.n = (${weighted}::int[])[1 + floor(pg_temp.draw(i, 'city') * ${weighted.length}::int)::int]`;
  await tx.$executeRaw`
    INSERT INTO site (id, name, time_zone, address, unknown_tokens, sends_card_lists, created_at)
    SELECT id, city || ' ' || kind || ' ' || row_number() OVER (PARTITION BY city, kind ORDER BY id), time_zone,
      (streets->>(floor(pg_temp.draw(id, 'street') * 3)::int)) || ' ' || 1 + floor(pg_temp.draw(id, 'door') * 240)::int
        || ', ' || city,
      CASE WHEN pg_temp.draw(id, 'unknown-tokens') < 0.05 THEN 'Accept' ELSE 'Refuse' END,
      pg_temp.draw(id, 'card-lists') < 0.1, pg_temp.moment() - interval '400 days'
    FROM seed_site ORDER BY id`;
  await tx.$executeRaw`SELECT setval('site_id_seq', ${sites}::int)`;
}

const toRow = ({ code, name, timeZone, streets }: (typeof CITIES)[number], index: number) => ({
  n: index + 1,
  code,
  name,
  time_zone: timeZone,
  streets,
});
