import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { step } from "./console-lines.mjs";
import { LaunchFailure } from "./failure.mjs";
import { fingerprint } from "./fingerprint.mjs";
import { inProject, projectFolder } from "./project.mjs";
import { lastLines, runQuietly } from "./quiet-command.mjs";

const stamp = inProject("lib", "db", "generated", ".stamp");

/** Generates the database client, unless the one there is of this schema and this Prisma. */
export async function ensureGeneratedClient() {
  const wanted = fingerprint(projectFolder, ["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  await step("database client generated", generate);
  writeFileSync(stamp, wanted);
}

async function generate() {
  const { code, output } = await runQuietly(
    process.execPath,
    [inProject("node_modules", "prisma", "build", "index.js"), "generate"],
    {
      env: {
        ...process.env,
        // The CLI fetches an engine that generating does not use, from a host that may be out of reach;
        // with any program in its place it does not look.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
      },
    },
  );
  if (code !== 0) throw new LaunchFailure(`The database client could not be generated:\n${lastLines(output, 12)}`);
}
