import { requireNode } from "./node-version.mjs";

requireNode();
const { mkdirSync, writeFileSync } = await import("node:fs");
const path = await import("node:path");
const { say } = await import("./console-lines.mjs");
const { LaunchFailure, runCommand } = await import("./failure.mjs");
const { migrationFolderName } = await import("./migration-name.mjs");
const { applyMigrations } = await import("./open-database.mjs");
const { setUp } = await import("./set-up.mjs");

/** Writes the migration that leads from the committed ones to schema.prisma. */
async function main() {
  const folder = migrationFolderName(process.argv.slice(2).join(" "), new Date());
  if (folder === null) throw new LaunchFailure("A migration needs a name: npm run migration -- add tariffs");
  await setUp();
  const { startThrowAwayDatabase } = await import("./embedded-database.mjs");
  const { migrationsFolder } = await import("../db/migration-files.mjs");
  const { schemaDrift } = await import("../db/schema-drift.mjs");
  const database = await startThrowAwayDatabase();
  try {
    await applyMigrations(database.url);
    const script = await schemaDrift(database.url);
    if (script === "") {
      say("the migrations lead to schema.prisma already: there is nothing to write");
      return;
    }
    mkdirSync(path.join(migrationsFolder, folder));
    writeFileSync(path.join(migrationsFolder, folder, "migration.sql"), `${script}\n`);
    await applyMigrations(database.url);
    say(`written: prisma/migrations/${folder}/migration.sql; read it before you commit it`);
  } finally {
    await database.destroy();
  }
}

await runCommand(main);
