import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { CASES } from "./cases";

const sections = Object.entries(CASES);
const idsIn = (source: string): readonly string[] =>
  [...source.matchAll(/\bcertify\("(\w+)"/g)].map(([, id]) => id ?? "");

test.each(sections)("every case of %s has its one test", async (section, cases) => {
  const source = await readFile(new URL(`${section}.test.ts`, import.meta.url), "utf8");
  expect(idsIn(source).toSorted()).toEqual(Object.keys(cases).toSorted());
});

test("no case is left out, added or switched off, and the README says how many there are", async () => {
  const files = (await readdir(new URL(".", import.meta.url))).filter((file) => file.endsWith(".test.ts"));
  expect(files.toSorted()).toEqual(
    [...sections.map(([section]) => `${section}.test.ts`), "all-cases.test.ts"].toSorted(),
  );
  const count = sections.flatMap(([, cases]) => Object.keys(cases)).length;
  expect(count).toBe(77);
  for (const [section] of sections) {
    const source = await readFile(new URL(`${section}.test.ts`, import.meta.url), "utf8");
    expect(source).not.toMatch(/\b(test|describe|certify)\.|\b(test|it|describe)\(/);
  }
  const readme = await readFile(new URL("../../../README.md", import.meta.url), "utf8");
  expect(readme).toContain(`${count} of ${count}`);
});
