import { beforeAll, expect, test } from "vitest";
import english from "@/lib/i18n/en.json";
import { flatCatalogue } from "./flat-catalogue";
import { namelessTranslators, type Used, usedKeys } from "./used-keys";

const keys = [...flatCatalogue(english).keys()];
let used: Used;
// The type checker reads the whole console.
beforeAll(() => {
  used = usedKeys();
}, 120_000);

test("each use of the catalogues says which part of them it is about, and its type says which keys", () => {
  expect(namelessTranslators()).toEqual([]);
  expect(used.untold).toEqual([]);
  expect(used.keys.size).toBeGreaterThan(1_000);
});

test("no key is used that is missing", () => {
  expect([...used.keys].filter((key) => !keys.includes(key))).toEqual([]);
});

test("no message is kept that nobody asks for", () => {
  const isAskedFor = (key: string): boolean =>
    used.keys.has(key) || [...used.parts].some((part) => key.startsWith(`${part}.`));
  expect(keys.filter((key) => !isAskedFor(key))).toEqual([]);
});
