/** A message of a catalogue, taken apart: as much of ICU MessageFormat as next-intl reads. */
export type MessagePart =
  | { readonly type: "Text"; readonly text: string }
  /** `{name}` or `{count, number}`; `format` is null for the first. */
  | { readonly type: "Argument"; readonly name: string; readonly format: string | null }
  | {
      readonly type: "Choice";
      readonly name: string;
      readonly kind: "plural" | "select" | "selectordinal";
      readonly options: readonly (readonly [selector: string, parts: readonly MessagePart[]])[];
    }
  | { readonly type: "Tag"; readonly name: string; readonly parts: readonly MessagePart[] };

/** Text is kept as it is written, quotes included, so that `writeMessage` gives the same message back. Throws on what is no message. */
export function readMessage(message: string): readonly MessagePart[] {
  const reader = { message, at: 0 };
  const parts = readParts(reader);
  if (reader.at < message.length) throw wrong(reader);
  return parts;
}

export function writeMessage(parts: readonly MessagePart[]): string {
  return parts.map(writePart).join("");
}

function writePart(part: MessagePart): string {
  switch (part.type) {
    case "Text":
      return part.text;
    case "Argument":
      return part.format === null ? `{${part.name}}` : `{${part.name}, ${part.format}}`;
    case "Choice": {
      const options = part.options.map(([selector, parts]) => `${selector} {${writeMessage(parts)}}`);
      return `{${part.name}, ${part.kind}, ${options.join(" ")}}`;
    }
    case "Tag":
      return `<${part.name}>${writeMessage(part.parts)}</${part.name}>`;
  }
}

type Reader = { readonly message: string; at: number };

/** Quoted braces are text; so is a `<` that opens no tag. */
const TEXT = /(?:'[{}<][^']*'|[^{}<]|<(?![a-z/]))+/y;
const NAME = /\s*([\w-]+)\s*/y;
const FORMAT = /,\s*([\w-]+)\s*/y;
const SELECTOR = /\s*(=?[\w-]+)\s*\{/y;
const TAG = /<([\w-]+)>/y;

function readParts(reader: Reader): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  for (;;) {
    const text = take(reader, TEXT);
    const tag = text === null ? take(reader, TAG) : null;
    if (text !== null) parts.push({ type: "Text", text: text[0] });
    else if (tag !== null) parts.push(readTag(reader, tag[1] ?? ""));
    else if (reader.message[reader.at] === "{") parts.push(readArgument(reader));
    else return parts;
  }
}

function readTag(reader: Reader, name: string): MessagePart {
  const parts = readParts(reader);
  expect(reader, `</${name}>`);
  return { type: "Tag", name, parts };
}

function readArgument(reader: Reader): MessagePart {
  expect(reader, "{");
  const name = take(reader, NAME)?.[1];
  if (name === undefined) throw wrong(reader);
  const format = take(reader, FORMAT)?.[1] ?? null;
  if (format === "plural" || format === "select" || format === "selectordinal") {
    expect(reader, ",");
    return { type: "Choice", name, kind: format, options: readOptions(reader) };
  }
  expect(reader, "}");
  return { type: "Argument", name, format };
}

function readOptions(reader: Reader) {
  const options: (readonly [string, readonly MessagePart[]])[] = [];
  for (let selector = take(reader, SELECTOR); selector !== null; selector = take(reader, SELECTOR)) {
    options.push([selector[1] ?? "", readParts(reader)]);
    expect(reader, "}");
  }
  expect(reader, "}");
  return options;
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.message);
  if (found !== null) reader.at = pattern.lastIndex;
  return found;
}

function expect(reader: Reader, text: string): void {
  if (!reader.message.startsWith(text, reader.at)) throw wrong(reader);
  reader.at += text.length;
}

const wrong = ({ message, at }: Reader): Error => new Error(`Not an ICU message at character ${at}: ${message}`);
