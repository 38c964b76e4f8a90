import { migrate } from "../db/migrate.mjs";
import { ensureDatabase, urlOfDatabase, withClient } from "./databases.mjs";
import { startThrowAwayDatabase } from "./embedded-database.mjs";

/** The name of the migrated database that every test's own database is copied from. */
const TEMPLATE = "kituo_template";

/**
 * Starts a throw-away server with a migrated template database.
 * @returns {Promise<{ templateUrl: string, stop: () => Promise<void> }>}
 */
export async function startTestDatabase() {
  const database = await startThrowAwayDatabase();
  try {
    const templateUrl = urlOfDatabase(database.serverUrl, TEMPLATE);
    await ensureDatabase(database.serverUrl, TEMPLATE);
    await migrate(templateUrl);
    // A template in use cannot be copied.
    await withClient(database.serverUrl, (client) =>
      client.query(`ALTER DATABASE ${TEMPLATE} ALLOW_CONNECTIONS false`),
    );
    return { templateUrl, stop: database.destroy };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
