import type { SeedTx } from "./seed-tx";

const SESSIONS_PER_TOKEN = 25;
const TOKENS_PER_GROUP = 60;

/** The cards of drivers, a third of them in groups such as fleets. Returns how many there are. */
export async function seedTokens(tx: SeedTx, sessions: number): Promise<number> {
  const tokens = Math.max(10, Math.ceil(sessions / SESSIONS_PER_TOKEN));
  const groups = Math.ceil(tokens / TOKENS_PER_GROUP);
  await tx.$executeRaw`
    INSERT INTO token_group (id, uid, uid_key, name, status, created_at, updated_at)
    SELECT i, 'FLEET' || lpad(i::text, 4, '0'), 'fleet' || lpad(i::text, 4, '0'), 'Fleet ' || i,
      CASE WHEN pg_temp.draw(i, 'group-status') < 0.97 THEN 'Accepted' ELSE 'Blocked' END,
      pg_temp.moment() - interval '400 days', pg_temp.moment() - interval '400 days'
    FROM generate_series(1, ${groups}::int) i`;
  await tx.$executeRaw`
    INSERT INTO token (id, uid, uid_key, type, status, group_id, label, expires_at, concurrent_max, created_at, updated_at)
    SELECT i, uid, lower(uid), CASE WHEN pg_temp.draw(i, 'app') < 0.2 THEN 'Central' ELSE 'ISO14443' END,
      CASE WHEN pg_temp.draw(i, 'token-status') < 0.98 THEN 'Accepted' ELSE 'Blocked' END,
      CASE WHEN pg_temp.draw(i, 'in-group') < 0.33
        THEN 'FLEET' || lpad((1 + floor(pg_temp.draw(i, 'group') * ${groups}::int))::text, 4, '0') END,
      CASE WHEN pg_temp.draw(i, 'label') < 0.5 THEN 'Card ' || i END,
      CASE WHEN pg_temp.draw(i, 'expires') < 0.3
        THEN pg_temp.moment() + interval '1 day' * floor(pg_temp.draw(i, 'expiry') * 900 - 100) END,
      CASE WHEN pg_temp.draw(i, 'in-group') < 0.33 THEN NULL ELSE 1 END,
      pg_temp.moment() - interval '400 days', pg_temp.moment() - interval '400 days'
    FROM generate_series(1, ${tokens}::int) i,
      LATERAL (SELECT upper(lpad(to_hex(i), 6, '0') || lpad(to_hex((i::bigint * 2654435761) % 4294967296), 8, '0')) AS uid) u`;
  await tx.$executeRaw`SELECT setval('token_id_seq', ${tokens}::int), setval('token_group_id_seq', ${groups}::int)`;
  return tokens;
}
