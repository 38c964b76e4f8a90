import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withClient } from "@/lib/launch/databases.mjs";
import { type EmbeddedDatabase, runningDatabaseUrl, startEmbeddedDatabase } from "@/lib/launch/embedded-database.mjs";

let dataFolder: string;
let database: EmbeddedDatabase;
beforeEach(async () => {
  dataFolder = mkdtempSync(path.join(tmpdir(), "kituo-embedded-"));
  chmodSync(dataFolder, 0o711);
  database = await open();
});
afterEach(() => database.destroy());

const open = () => startEmbeddedDatabase({ dataFolder, isThrowAway: true });
const one = async (sql: string, url = database.url) =>
  Object.values((await withClient(url, (client) => client.query(sql))).rows[0] ?? {})[0];
const pidFile = () => path.join(database.cluster, "postmaster.pid");
const postmaster = () => Number(readFileSync(pidFile(), "utf8").split("\n")[0]);

describe("the embedded database", () => {
  test("keeps what it was told over a stop and a start", async () => {
    await withClient(database.url, (client) => client.query("CREATE TABLE kept AS SELECT 7 AS number"));
    await database.stop();
    expect(await runningDatabaseUrl(dataFolder)).toBeNull();
    database = await open();
    expect(await one("SELECT number FROM kept")).toBe(7);
  });

  test("listens on this machine only, and asks for its password", async () => {
    expect(await one("SHOW listen_addresses")).toBe("127.0.0.1");
    expect(await one("SHOW unix_socket_directories")).toBe("");
    const guess = new URL(database.url);
    guess.password = "guess";
    await expect(one("SELECT 1", guess.toString())).rejects.toThrow("password authentication failed");
    expect(statSync(path.join(dataFolder, "postgres.json")).mode & 0o777).toBe(0o600);
  });

  test("that runs already is used as it is", async () => {
    const before = postmaster();
    const again = await open();
    expect(again.wasRunning).toBe(true);
    expect(postmaster()).toBe(before);
    expect(await runningDatabaseUrl(dataFolder)).toBe(database.url);
  });

  test("comes back after it was killed, with all that was committed", async () => {
    await withClient(database.url, (client) => client.query("CREATE TABLE kept AS SELECT 7 AS number"));
    process.kill(postmaster(), "SIGKILL");
    database = await open();
    expect(await one("SELECT number FROM kept")).toBe(7);
  });

  test("is not fooled by a leftover file that names a stranger's process", async () => {
    const leftover = readFileSync(pidFile(), "utf8");
    await database.stop();
    writeFileSync(pidFile(), leftover.replace(/^\d+/, String(process.pid)));
    database = await open();
    expect(database.wasRunning).toBe(false);
    expect(await one("SELECT 1")).toBe(1);
  });

  test("moves to another port when its own was taken while it was down", async () => {
    const before = Number(new URL(database.url).port);
    await database.stop();
    const squatter = createServer().listen(before, "127.0.0.1");
    database = await open();
    squatter.close();
    expect(Number(new URL(database.url).port)).not.toBe(before);
    expect(await one("SELECT 1")).toBe(1);
  });

  test.runIf(process.getuid?.() === 0)(
    "is kept elsewhere when root's folder is closed to PostgreSQL's account",
    async () => {
      await database.destroy();
      mkdirSync(dataFolder, { mode: 0o700 });
      database = await open();
      expect(database.cluster).not.toContain(dataFolder);
      expect(realpathSync(path.join(dataFolder, "postgres"))).toBe(database.cluster);
      expect(await one("SELECT 1")).toBe(1);
    },
  );
});
