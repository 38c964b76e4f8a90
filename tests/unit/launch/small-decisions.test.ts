import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readAdminRequest } from "@/lib/launch/admin-request";
import { migrationFolderName } from "@/lib/launch/migration-name.mjs";
import { canReach } from "@/lib/launch/postgres-account.mjs";
import { keptSecret, readableCode } from "@/lib/launch/secrets.mjs";
import { pauseBefore } from "@/lib/launch/supervised-process.mjs";
import { countTests, summaryLine } from "@/lib/launch/test-counts.mjs";

test("a process that keeps dying is started again ever more slowly, up to half a minute", () => {
  expect([1, 2, 3, 4, 7, 8, 50].map(pauseBefore)).toEqual([500, 1000, 2000, 4000, 30_000, 30_000, 30_000]);
});

test("a first-run code can be read aloud", () => {
  for (let i = 0; i < 50; i += 1) expect(readableCode()).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
});

test("a secret is made once and only its owner reads it", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kituo-keys-"));
  const secret = keptSecret(folder, "sign-in-secret");
  expect(keptSecret(folder, "sign-in-secret")).toBe(secret);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(statSync(path.join(folder, "keys", "sign-in-secret")).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.join(folder, "keys"))).toEqual(["sign-in-secret"]);
  rmSync(folder, { recursive: true });
});

describe("the account of PostgreSQL", () => {
  const postgres = { uid: 101, gid: 104 };
  const open = { mode: 0o755, uid: 0, gid: 0 };
  const tree = (closed: Record<string, { mode: number; uid: number; gid: number }>) => (place: string) =>
    closed[place] ?? open;

  test.each([
    ["through open folders", {}, true],
    ["through a folder that may be entered though not listed", { "/srv": { mode: 0o711, uid: 0, gid: 0 } }, true],
    ["past root's private folder", { "/srv": { mode: 0o700, uid: 0, gid: 0 } }, false],
    ["through its own private folder", { "/srv": { mode: 0o700, uid: 101, gid: 0 } }, true],
    ["through its group's folder", { "/srv": { mode: 0o710, uid: 0, gid: 104 } }, true],
    ["past a folder that is closed to its group", { "/srv": { mode: 0o705, uid: 0, gid: 104 } }, false],
  ])("comes %s: %o → %s", (_, closed, canEnter) => {
    expect(canReach("/srv/kituo/.data", postgres, tree(closed))).toBe(canEnter);
  });
});

describe("the count of tests", () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  });

  test("adds up all files", () => {
    const counts = countTests({
      testResults: [file("passed", "passed", "pending"), file("failed", "passed", "failed", "todo")],
    });
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 2 });
    expect(summaryLine(counts)).toBe("2 passed, 1 failed, 2 skipped");
  });

  test("counts a file that could not be loaded as a failure", () => {
    expect(countTests({ testResults: [file("failed"), file("passed", "passed")] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  test("does not speak of skipped tests where there are none", () => {
    expect(summaryLine({ passed: 7, failed: 0, skipped: 0 })).toBe("7 passed, 0 failed");
  });
});

describe("a new migration", () => {
  const at = new Date("2026-11-22T09:30:05Z");

  test("is named after its time and its words", () => {
    expect(migrationFolderName("Add tariffs, v2!", at)).toBe("20261122093005_add_tariffs_v2");
  });

  test("needs words", () => {
    expect(migrationFolderName(" - ", at)).toBeNull();
  });
});

describe("npm run admin", () => {
  test("reads who is to be created, and makes up the rest", () => {
    expect(readAdminRequest(["create-user", "--email", "ada@example.org", "--role", "admin"])).toEqual({
      type: "CreateUser",
      email: "ada@example.org",
      name: "ada",
      role: "admin",
      password: null,
    });
  });

  test("lists all that is wrong", () => {
    expect(readAdminRequest(["create-api-key", "--role", "king"])).toEqual({
      type: "Wrong",
      problems: ["--name is needed.", "--role: king is none of viewer, operator, engineer, approver, admin."],
    });
  });

  test("refuses an option that it does not know", () => {
    expect(readAdminRequest(["create-user", "--email", "a@example.org", "--nmae", "A"])).toMatchObject({
      type: "Wrong",
    });
  });

  test("says that backups do not exist yet", () => {
    expect(readAdminRequest(["backup"])).toEqual({ type: "NotYet", command: "backup" });
  });
});
