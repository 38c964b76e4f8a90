"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { ActionResult } from "@/components/form/action-result";
import type { Catalog } from "@/lib/domain/filter/catalog";
import { formatTerm } from "@/lib/domain/filter/format-filter";
import { readTyping, type Typing } from "@/lib/domain/filter/typed-filter";
import type { Suggestion } from "./view-actions";

/** What may be chosen instead of typing on. `text` is what the field then holds. */
export type Choice = {
  readonly text: string;
  readonly label: string;
  readonly hint: string | null;
  /** It is a whole term: choosing it filters. */
  readonly isWhole: boolean;
};

type Wanted = {
  readonly typed: string;
  readonly catalog: Catalog;
  /** How many rows have a word of a field, where the list has counted them. */
  readonly countOf: (field: string, word: string) => number | null;
  readonly labelOf: (field: string) => string;
  readonly suggest: (field: string, typed: string) => Promise<ActionResult<readonly Suggestion[]>>;
};

const CHOICES_MAX = 9;

export function useSuggestions(wanted: Wanted): readonly Choice[] {
  const typing = readTyping(wanted.typed, wanted.catalog);
  const found = useFoundValues(typing, wanted.suggest);
  const t = useTranslations("lists.filter");
  switch (typing.type) {
    case "Nothing":
      return wanted.typed === ""
        ? fieldChoices(
            wanted.catalog.map(({ name }) => name),
            "",
            wanted.labelOf,
          )
        : [];
    case "Word":
      return fieldChoices(
        typing.fields.map(({ name }) => name),
        typing.head,
        wanted.labelOf,
      );
    case "Value":
      return valueChoices(typing, { ...wanted, found, example: (text) => t(`example.${text}`) });
  }
}

const fieldChoices = (names: readonly string[], head: string, labelOf: (field: string) => string): readonly Choice[] =>
  names
    .slice(0, CHOICES_MAX)
    .map((name) => ({ text: `${head}${name}:`, label: `${name}:`, hint: labelOf(name), isWhole: false }));

/** How values without a list are written. */
const EXAMPLES = {
  Instant: ["<2h", ">2d"],
  Number: [">20", "<1", "5..10"],
  Duration: [">5h", "<10m", "1h..2h"],
} as const;
type ExampleKind = keyof typeof EXAMPLES;

type Values = Pick<Wanted, "countOf"> & {
  readonly found: readonly Suggestion[];
  readonly example: (kind: ExampleKind) => string;
};

function valueChoices(
  typing: Extract<Typing, { type: "Value" }>,
  { countOf, found, example }: Values,
): readonly Choice[] {
  const { field, head, value } = typing;
  const choice = (text: string, hint: string | null): Choice => ({
    text: head + text,
    label: text,
    hint,
    isWhole: true,
  });
  const { kind } = field;
  if (kind.type === "Words") {
    return kind.words
      .filter((word) => word.includes(value.toLowerCase()))
      .map((word) => choice(word, countText(countOf(field.name, word))));
  }
  if (kind.type === "Text" || kind.type === "Version") {
    return found.map(({ value: each, count }) => choice(asTyped(each), countText(count)));
  }
  const examples = kind.type === "Instant" ? [...EXAMPLES.Instant, thisMonth()] : EXAMPLES[kind.type];
  return value === "" ? examples.map((text) => choice(text, example(kind.type))) : [];
}

const thisMonth = (): string => new Date().toISOString().slice(0, 7);
const countText = (count: number | null): string | null => (count === null ? null : String(count));

/** With quotes where the grammar wants them. */
const asTyped = (value: string): string =>
  formatTerm({ type: "Field", isNegated: false, field: "", values: [{ operator: null, text: value }] }).slice(1);

const TYPING_MS = 150;

/** Values the books have. An answer that comes after more was typed is not taken. */
function useFoundValues(typing: Typing, suggest: Wanted["suggest"]): readonly Suggestion[] {
  const isListed =
    typing.type === "Value" && (typing.field.kind.type === "Text" || typing.field.kind.type === "Version");
  const field = isListed ? typing.field.name : null;
  const value = isListed ? typing.value : "";
  const [answer, setAnswer] = useState<{ readonly key: string; readonly found: readonly Suggestion[] }>({
    key: "",
    found: [],
  });
  const key = `${field ?? ""}\n${value}`;
  useEffect(() => {
    if (field === null) return;
    let isOver = false;
    const timer = setTimeout(() => {
      void suggest(field, value).then(
        (result) => (isOver ? undefined : setAnswer({ key, found: result.ok ? result.value : [] })),
        () => undefined,
      );
    }, TYPING_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [suggest, field, value, key]);
  return answer.key === key ? answer.found : [];
}
