import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isSameInstallation } from "@/lib/launch/dependencies.mjs";
import { fingerprint } from "@/lib/launch/fingerprint.mjs";
import { isRecentEnough } from "@/lib/launch/node-version.mjs";

test.each([
  ["20.18.9", false],
  ["18.20.0", false],
  ["20.19.0", true],
  ["22.0.0", true],
])("Node %s: may run Kituo: %s", (version, isEnough) => {
  expect(isRecentEnough(version)).toBe(isEnough);
});

describe("an installation", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0", optional: true },
    },
  };

  test("is the wanted one without the optional packages of other systems", () => {
    expect(isSameInstallation(lock, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
  });

  test("is not the wanted one with another version of a package", () => {
    expect(isSameInstallation(lock, { packages: { "node_modules/a": { version: "1.0.1" } } })).toBe(false);
    expect(
      isSameInstallation(lock, {
        packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.1.0" } },
      }),
    ).toBe(false);
  });

  test("is not the wanted one without a package", () => {
    expect(isSameInstallation(lock, { packages: {} })).toBe(false);
  });
});

describe("a fingerprint", () => {
  let folder: string;
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const print = () => fingerprint(folder, ["app", "missing"], (name) => name.endsWith(".md"));
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "kituo-print-"));
    mkdirSync(path.join(folder, "app", "deep"), { recursive: true });
    write("app/deep/page.tsx", "one");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("changes with a file's text, and when a file comes", () => {
    const before = print();
    write("app/deep/page.tsx", "two");
    const edited = print();
    write("app/more.tsx", "");
    expect(new Set([before, edited, print()]).size).toBe(3);
  });

  test("does not change with what is ignored", () => {
    const before = print();
    write("app/README.md", "words");
    expect(print()).toBe(before);
  });
});
