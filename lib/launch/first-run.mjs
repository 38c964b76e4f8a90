import { typescript } from "./commands.mjs";
import { step } from "./console-lines.mjs";
import { withClient } from "./databases.mjs";
import { LaunchFailure } from "./failure.mjs";
import { inProject } from "./project.mjs";
import { lastLines, runQuietly } from "./quiet-command.mjs";
import { readableCode } from "./secrets.mjs";

/**
 * Sees to it that there is a first administrator, or a way to become one.
 * @param {string} databaseUrl
 * @param {import("./environment.mjs").Settings["admin"]} admin
 * @returns {Promise<string | null>} A one-time code for the first-run page, where one is needed.
 */
export async function prepareFirstRun(databaseUrl, admin) {
  if (await hasOperator(databaseUrl)) return null;
  if (admin === null) return readableCode();
  await step(`administrator ${admin.email} created`, () => createAdministrator(databaseUrl, admin));
  return null;
}

/** @param {string} databaseUrl @returns {Promise<boolean>} */
async function hasOperator(databaseUrl) {
  return withClient(
    databaseUrl,
    async (client) => (await client.query("SELECT 1 FROM operator LIMIT 1")).rowCount !== 0,
  );
}

/** @param {string} databaseUrl @param {{ email: string, password: string }} admin */
async function createAdministrator(databaseUrl, { email, password }) {
  const { code, output } = await runQuietly(
    process.execPath,
    typescript(inProject("lib", "launch", "first-administrator.ts")),
    {
      env: { ...process.env, DATABASE_URL: databaseUrl, KITUO_ADMIN_EMAIL: email, KITUO_ADMIN_PASSWORD: password },
    },
  );
  if (code !== 0) throw new LaunchFailure(`The administrator could not be created: ${lastLines(output, 3)}`);
}
