import { type Catalog, type Field, fieldOf } from "./catalog";

/** What is being typed at the end of a filter, so that the rest of it can be offered. */
export type Typing =
  | { readonly type: "Nothing" }
  /** A word that may become a field. */
  | { readonly type: "Word"; readonly head: string; readonly word: string; readonly fields: readonly Field[] }
  /** A value of a field. `head` is all before it. */
  | { readonly type: "Value"; readonly head: string; readonly field: Field; readonly value: string };

export function readTyping(text: string, catalog: Catalog): Typing {
  const start = lastTermAt(text);
  const term = text.slice(start);
  if (term === "") return { type: "Nothing" };
  const [, before = "", name] = /^(-?([A-Za-z][A-Za-z0-9_-]*):)/.exec(term) ?? [];
  if (name === undefined) {
    const word = term.replace(/^-/, "");
    const head = text.slice(0, text.length - word.length);
    const lower = word.toLowerCase();
    return { type: "Word", head, word, fields: catalog.filter((field) => startsAs(field, lower)) };
  }
  const field = fieldOf(catalog, name.toLowerCase());
  if (field === null) return { type: "Nothing" };
  const told = term.slice(before.length);
  const value = told.slice(lastValueAt(told));
  return { type: "Value", head: text.slice(0, text.length - value.length), field, value: value.replace(/^"|"$/g, "") };
}

const startsAs = ({ name, aliases = [] }: Field, word: string): boolean =>
  [name, ...aliases].some((each) => each.startsWith(word));

/** Where the last term begins: after the last space that is not within quotes. */
const lastTermAt = (text: string): number => lastAfter(text, /\s/);
const lastValueAt = (text: string): number => lastAfter(text, /,/);

function lastAfter(text: string, mark: RegExp): number {
  let isQuoted = false;
  let at = 0;
  for (let place = 0; place < text.length; place += 1) {
    const letter = text.charAt(place);
    if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && mark.test(letter)) at = place + 1;
  }
  return at;
}
