import pg from "pg";
import { NO_FILTER, readMigrations } from "./migration-files.mjs";
import { withSchemaEngine } from "./schema-engine.mjs";

/** One migrator at a time on a database; the number only has to be ours. */
const LOCK = 7_214_260_101;

/** A migration that did not apply; the database is as it was before. The message is one line. */
export class MigrationFailure extends Error {
  name = "MigrationFailure";
}

/**
 * Brings a database to the newest migration: all that are missing, in one transaction, or none.
 * @param {string} databaseUrl
 * @param {import("@prisma/schema-engine-wasm").MigrationList} [migrationsList]
 * @returns {Promise<readonly string[]>} The names of those that were applied now.
 */
export async function migrate(databaseUrl, migrationsList = readMigrations()) {
  const client = await connect(databaseUrl);
  /** @type {unknown} */
  let scriptError = null;
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    const { appliedMigrationNames } = await withSchemaEngine(
      client,
      (engine) => engine.applyMigrations({ migrationsList, filters: NO_FILTER }),
      (error) => {
        scriptError ??= error;
      },
    );
    await client.query("COMMIT");
    return appliedMigrationNames;
  } catch (error) {
    throw new MigrationFailure(`The database could not be migrated: ${describe(scriptError ?? error)}`);
  } finally {
    await client.end();
  }
}

/** @param {string} databaseUrl */
export async function connect(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const { hostname, port } = new URL(databaseUrl);
    throw new MigrationFailure(`The database at ${hostname}:${port || "5432"} cannot be used: ${describe(error)}`);
  }
  return client;
}

/** @param {unknown} error @returns {string} */
function describe(error) {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  const text = error instanceof Error ? error.message : String(error);
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" · ");
}
