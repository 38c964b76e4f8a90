import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const prismaFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "prisma");

export const migrationsFolder = path.join(prismaFolder, "migrations");

/** What the engine is told of tables that it should leave alone: there are none. */
export const NO_FILTER = { externalTables: [], externalEnums: [] };

/** @returns {import("@prisma/schema-engine-wasm").MigrationList} The migrations in the order of their names. */
export function readMigrations() {
  const lockfile = path.join(migrationsFolder, "migration_lock.toml");
  const names = readdirSync(migrationsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: migrationsFolder,
    lockfile: { path: "migration_lock.toml", content: existsSync(lockfile) ? readFileSync(lockfile, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: readScript(name) } },
    })),
  };
}

/** @returns {import("@prisma/schema-engine-wasm").SchemasContainer} The model, as schema.prisma has it. */
export function readModel() {
  const file = path.join(prismaFolder, "schema.prisma");
  return { files: [{ path: file, content: readFileSync(file, "utf8") }] };
}

/** @param {string} name */
function readScript(name) {
  return readFileSync(path.join(migrationsFolder, name, "migration.sql"), "utf8");
}
