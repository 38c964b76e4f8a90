import type { SeedPlan } from "./arguments";
import type { SeedTx } from "./seed-tx";

/**
 * Chance that can be repeated, for this connection: `pg_temp.draw(n, what)` is a number in [0, 1) that depends on the
 * seed, a row's number and what is drawn; `pg_temp.pick` takes one of several words; `pg_temp.moment()` is now.
 * Nothing here depends on the order in which rows are made.
 */
export async function prepareDraws(tx: SeedTx, { seed, at }: SeedPlan): Promise<void> {
  await tx.$executeRawUnsafe(`
    CREATE OR REPLACE FUNCTION pg_temp.draw(n bigint, what text) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN (hashint8extended(n, hashtextextended(what, ${seed})) & 9007199254740991)::float8 / 9007199254740992`);
  await tx.$executeRawUnsafe(`
    CREATE OR REPLACE FUNCTION pg_temp.pick(n bigint, what text, words text[]) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN words[1 + floor(((hashint8extended(n, hashtextextended(what, ${seed})) & 9007199254740991)::float8
      / 9007199254740992) * cardinality(words))::int]`);
  await tx.$executeRawUnsafe(`
    CREATE OR REPLACE FUNCTION pg_temp.moment() RETURNS timestamptz LANGUAGE sql IMMUTABLE
    RETURN to_timestamp(${Math.floor(at.getTime() / 1000)}::float8)`);
}
