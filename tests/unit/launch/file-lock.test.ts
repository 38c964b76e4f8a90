import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tryLock } from "@/lib/launch/file-lock.mjs";
import { identityOf, isAlive } from "@/lib/launch/process-identity.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kituo-lock-"));
  file = path.join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const take = () => {
  const lock = tryLock(file, "a test");
  if (!("release" in lock)) throw new Error("not free");
  return lock;
};
const leaveBehind = (holder: object) =>
  writeFileSync(file, JSON.stringify({ purpose: "npm start", since: "", ...holder }));

/** The number of a process that has ended. */
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("a lock file", () => {
  test("is held by one at a time, who is named to the other", () => {
    take();
    expect(tryLock(file, "another")).toMatchObject({ holder: { pid: process.pid, purpose: "a test" } });
  });

  test("is gone after release, and free again", () => {
    take().release();
    expect(existsSync(file)).toBe(false);
    take();
  });

  test("of a process that died holds nobody up", () => {
    leaveBehind({ pid: deadPid(), born: "1" });
    take();
    expect(readdirSync(folder)).toEqual(["lock"]);
  });

  test("of a process whose number went to another one holds nobody up", () => {
    leaveBehind({ pid: process.pid, born: "an earlier boot:1" });
    take();
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject(identityOf(process.pid));
  });

  test("that is empty is being written at first, and a ruin later", () => {
    writeFileSync(file, "");
    expect(tryLock(file, "a test")).toEqual({ holder: null });
    utimesSync(file, new Date(0), new Date(0));
    take();
  });

  test("of another is not removed by a late release", () => {
    const lock = take();
    leaveBehind({ pid: 1, born: "x" });
    lock.release();
    expect(existsSync(file)).toBe(true);
  });
});

describe("a process", () => {
  test("is alive while it runs, and not after", () => {
    expect(isAlive(identityOf(process.pid))).toBe(true);
    expect(isAlive(identityOf(deadPid()))).toBe(false);
  });

  test.runIf(process.platform === "linux")("is not another one with the same number", () => {
    expect(isAlive({ pid: process.pid, born: "an earlier boot:1" })).toBe(false);
  });
});
