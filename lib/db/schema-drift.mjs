import { connect } from "./migrate.mjs";
import { NO_FILTER, readModel } from "./migration-files.mjs";
import { withSchemaEngine } from "./schema-engine.mjs";

/**
 * The SQL that would turn a database into the model of schema.prisma; empty when it is one already.
 * @param {string} databaseUrl
 * @returns {Promise<string>}
 */
export async function schemaDrift(databaseUrl) {
  const model = readModel();
  const client = await connect(databaseUrl);
  try {
    const { stdout } = await withSchemaEngine(client, (engine) =>
      engine.diff({
        from: { tag: "schemaDatasource", ...model, configDir: "." },
        to: { tag: "schemaDatamodel", ...model },
        script: true,
        exitCode: null,
        filters: NO_FILTER,
      }),
    );
    const script = (stdout ?? "").trim();
    return script === "-- This is an empty migration." ? "" : script;
  } finally {
    await client.end();
  }
}
