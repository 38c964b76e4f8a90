import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import english from "@/lib/i18n/en.json";
import { type MessagePart, readMessage, writeMessage } from "@/lib/i18n/icu-message";
import type { Locale } from "@/lib/i18n/locale";
import { pseudoCatalogue } from "@/lib/i18n/pseudo";
import swahili from "@/lib/i18n/sw.json";
import { flatCatalogue } from "./flat-catalogue";
import { missingMessages, worklist } from "./missing-messages";

const ENGLISH = flatCatalogue(english);
const CATALOGUES = [
  ["en", english],
  ["sw", swahili],
  ["en-XA", pseudoCatalogue(english)],
] as const;

/** "count:plural", "<at>", and for a select its words, which are the code's: what a message asks its caller for. */
function demandsOf(parts: readonly MessagePart[]): readonly string[] {
  const all = parts.flatMap((part): readonly string[] => {
    switch (part.type) {
      case "Text":
        return [];
      case "Argument":
        return [part.format === null ? part.name : `${part.name}:${part.format}`];
      case "Tag":
        return [`<${part.name}>`, ...demandsOf(part.parts)];
      case "Choice": {
        const words = part.kind === "select" ? part.options.map(([selector]) => selector).toSorted() : [];
        const inside = part.options.flatMap(([, option]) => demandsOf(option));
        return [`${part.name}:${part.kind}${words.length === 0 ? "" : `(${words.join(" ")})`}`, ...inside];
      }
    }
  });
  return [...new Set(all)].toSorted();
}

const choicesOf = (parts: readonly MessagePart[]): readonly Extract<MessagePart, { type: "Choice" }>[] =>
  parts.flatMap((part) => {
    if (part.type === "Tag") return choicesOf(part.parts);
    return part.type === "Choice" ? [part, ...part.options.flatMap(([, option]) => choicesOf(option))] : [];
  });

/** Formats a message as the console does; what next-intl finds wrong with it is thrown. */
function format(locale: Locale, messages: object, key: string, message: string): string {
  const t = createTranslator<Record<string, unknown>>({
    locale,
    messages: messages as Record<string, unknown>,
    onError: (error) => {
      throw error;
    },
  });
  const names = demandsOf(readMessage(message));
  const values = Object.fromEntries(
    names.map((name) =>
      name.startsWith("<")
        ? [name.slice(1, -1), (inside: unknown) => inside]
        : [name.split(":")[0] ?? "", /:(number|plural)/.test(name) ? 3 : "x"],
    ),
  );
  return String((t.rich as unknown as (key: string, values: object) => unknown)(key, values));
}

describe.each(CATALOGUES)("the catalogue %s", (locale, catalogue) => {
  const messages = flatCatalogue(catalogue);

  test("has a message for every English one", () => {
    expect(worklist(locale, missingMessages(ENGLISH, messages))).toBe("");
  });

  test("has exactly the keys of the English one, in its order", () => {
    expect([...messages.keys()]).toEqual([...ENGLISH.keys()]);
  });

  test("asks for the same arguments, choices and tags as the English one", () => {
    const differing = [...messages].filter(
      ([key, message]) =>
        demandsOf(readMessage(message)).join() !== demandsOf(readMessage(ENGLISH.get(key) ?? "")).join(),
    );
    expect(differing).toEqual([]);
  });

  test("is valid: next-intl formats every message of it", () => {
    const wrong = [...messages].flatMap(([key, message]) => {
      try {
        return format(locale, catalogue, key, message).trim() === "" ? [key] : [];
      } catch (error) {
        return [`${key}: ${String(error)}`];
      }
    });
    expect(wrong).toEqual([]);
  });

  test("chooses between exactly the plurals its language has, and always has words for the rest", () => {
    const plurals: readonly string[] = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const wrong = [...messages].filter(([, message]) =>
      choicesOf(readMessage(message)).some(({ kind, options }) => {
        const words = options.map(([selector]) => selector).filter((selector) => !selector.startsWith("="));
        return !words.includes("other") || (kind === "plural" && words.some((word) => !plurals.includes(word)));
      }),
    );
    expect(wrong).toEqual([]);
  });
});

test("what a translator is told names each missing message with its English words", () => {
  const words = new Map([
    ["sites.add", "Add a site"],
    ["sites.none", "No sites yet"],
  ]);
  const missing = missingMessages(words, new Map([["sites.add", "Ongeza eneo"]]));
  expect(missing).toEqual([{ key: "sites.none", english: "No sites yet" }]);
  expect(worklist("sw", missing)).toBe('lib/i18n/sw.json lacks 1 message:\n  sites.none: "No sites yet"');
  expect(worklist("sw", [])).toBe("");
});

test("a message taken apart and written again is the same", () => {
  const changed = [...ENGLISH.values()].filter((message) => writeMessage(readMessage(message)) !== message);
  expect(changed).toEqual([]);
});

test("the pseudo-language marks and lengthens words, and leaves alone what the code fills in", () => {
  const [made] = [pseudoCatalogue({ a: "Save {count, plural, one {# card} other {# cards}} of <b>{name}</b>" })];
  expect(made.a).toBe("[Sávé~~ {count, plural, one {# cárd~~~} other {# cárds~~~}} óf~ <b>{name}</b>]");
});

test("Swahili names the units, protocols and products as they are", () => {
  const kept =
    /\b(kWh?|Wh|MB|kB|KiB|Mbit\/s|OCPP|EVSE|WebSocket|TLS|BootNotification|StatusNotification|Heartbeat|MeterValues|DataTransfer|Kituo|REST|API|CSV|NDJSON|JSON|PEM|SHA-256|UTC)\b/g;
  const swahiliMessages = flatCatalogue(swahili);
  const lost = [...ENGLISH].flatMap(([key, message]) => {
    const words = swahiliMessages.get(key) ?? "";
    return (message.match(kept) ?? []).filter((name) => !words.includes(name)).map((name) => `${key}: ${name}`);
  });
  expect(lost).toEqual([]);
});
