import { type MessagePart, readMessage, writeMessage } from "./icu-message";

/** As much longer as translations get. */
const LONGER = 0.35;

const MARKED: Readonly<Record<string, string>> = { a: "á", e: "é", i: "í", o: "ó", u: "ú", A: "Á", E: "É", O: "Ó" };

const WORD = /\S*\p{L}\S*/gu;

/** The same catalogue with every text marked and its words 35 % longer; arguments and tags stay what they are. */
export function pseudoCatalogue<Catalogue extends object>(catalogue: Catalogue): Catalogue {
  const entries = Object.entries(catalogue).map(([key, value]) => [
    key,
    typeof value === "string" ? pseudoMessage(value) : pseudoCatalogue(value),
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same keys, and a text for every text
  return Object.fromEntries(entries) as Catalogue;
}

/** "Save" is "[Sávé~~]". */
export function pseudoMessage(message: string): string {
  return `[${writeMessage(readMessage(message).map(pseudoPart))}]`;
}

function pseudoPart(part: MessagePart): MessagePart {
  switch (part.type) {
    case "Text":
      return { type: "Text", text: pseudoText(part.text) };
    case "Argument":
      return part;
    case "Choice":
      return { ...part, options: part.options.map(([selector, parts]) => [selector, parts.map(pseudoPart)]) };
    case "Tag":
      return { ...part, parts: part.parts.map(pseudoPart) };
  }
}

/** The words grow, each by its share: one long tail could not be broken over lines, as no language would have it. */
function pseudoText(text: string): string {
  const lengths = (text.match(WORD) ?? []).map((word) => word.length);
  const letters = lengths.reduce((sum, length) => sum + length, 0);
  const longer = Math.ceil(text.trim().length * LONGER);
  let passed = 0;
  const tailsUpTo = (): number => Math.ceil((longer * passed) / letters);
  return text.replace(WORD, (word) => {
    const before = tailsUpTo();
    passed += word.length;
    return `${word.replace(/[aeiouAEO]/g, (letter) => MARKED[letter] ?? letter)}${"~".repeat(tailsUpTo() - before)}`;
  });
}
