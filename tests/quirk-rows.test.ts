import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { QUIRK_ROWS, QUIRKS_WITHOUT_A_TEST } from "./gateway/support/quirk-rows";

const folder = fileURLToPath(new URL("gateway/", import.meta.url));
/** A test's name, or its row in a table, begins with the rows it is about: "E4, E5 with an id …". */
const NAMED = /["'`]((?:[A-H]\d{1,2}, )*[A-H]\d{1,2}) /g;

const named = readdirSync(folder)
  .filter((file) => /^quirks-.*\.test\.ts$/.test(file))
  .flatMap((file) => [...readFileSync(folder + file, "utf8").matchAll(NAMED)])
  .flatMap(([, rows = ""]) => rows.split(", "));
const rows = Object.entries(QUIRK_ROWS).flatMap(([chapter, count]) =>
  Array.from({ length: count }, (_, index) => `${chapter}${index + 1}`),
);

test("every deviation seen in the field has a test that names it, or a reason why not", () => {
  const without = new Set(Object.keys(QUIRKS_WITHOUT_A_TEST));
  expect(rows.filter((row) => !named.includes(row) && !without.has(row))).toEqual([]);
  expect([...without].filter((row) => named.includes(row) || !rows.includes(row))).toEqual([]);
});

test("no test names a deviation that is not on the list", () => {
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((row) => !rows.includes(row))).toEqual([]);
});
