import { requireNode } from "./node-version.mjs";

requireNode();
const { typescript } = await import("./commands.mjs");
const { speakOnStderr } = await import("./console-lines.mjs");
const { lockDataFolder } = await import("./data-folder.mjs");
const { readEnvironment } = await import("./environment.mjs");
const { LaunchFailure, runCommand } = await import("./failure.mjs");
const { runInForeground } = await import("./foreground.mjs");
const { openDatabase } = await import("./open-database.mjs");
const { inProject } = await import("./project.mjs");
const { setUp } = await import("./set-up.mjs");

/** Runs a TypeScript program of the checkout: `run.mjs [--with-database] <file> [arguments]`. */
async function main() {
  speakOnStderr();
  const given = process.argv.slice(2);
  const needsDatabase = given[0] === "--with-database";
  const [file, ...args] = needsDatabase ? given.slice(1) : given;
  if (file === undefined) throw new LaunchFailure("Which program? run.mjs [--with-database] <file> [arguments]");
  const program = typescript(inProject(file), args);
  await setUp();
  if (!needsDatabase) return runInForeground(program, process.env);
  return withDatabase((databaseUrl, dataFolder) =>
    runInForeground(program, { ...process.env, DATABASE_URL: databaseUrl, KITUO_DATA_DIR: dataFolder }),
  );
}

/**
 * The database of the running instance, or, when none runs, for as long as the work takes.
 * @param {(databaseUrl: string, dataFolder: string) => Promise<number>} work
 */
async function withDatabase(work) {
  const settings = readEnvironment(process.env);
  const { dataFolder, databaseUrl } = settings;
  const { runningDatabaseUrl } = await import("./embedded-database.mjs");
  const running = databaseUrl === null ? await runningDatabaseUrl(dataFolder) : null;
  if (running !== null) return work(running, dataFolder);

  const lock = databaseUrl === null ? lockDataFolder(dataFolder, "a command") : { release: () => undefined };
  try {
    const database = await openDatabase(settings);
    try {
      return await work(database.url, dataFolder);
    } finally {
      await database.stop();
    }
  } finally {
    lock.release();
  }
}

await runCommand(main);
