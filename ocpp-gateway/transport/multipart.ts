/** Takes the first file out of a multipart/form-data body (RFC 7578) as it streams by, without keeping any of it. */

/** What the peer got wrong. */
export class MultipartFault extends Error {}

export type Part = { readonly name: string | null; readonly contentType: string | null };

const HEADER_BYTES_MAX = 16 * 1024;
const LINE = Buffer.from("\r\n");
const BLANK_LINE = Buffer.from("\r\n\r\n");

/** The boundary that a content type names; null where it is no form. */
export function boundaryOf(contentType: string): string | null {
  if (!/^\s*multipart\//i.test(contentType)) return null;
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

/**
 * The content of the first part that is a file; `onPart` is told of it before its first piece. What follows it is
 * read and dropped, so that a body that breaks off is seen. Throws MultipartFault where there is no file.
 */
export async function* firstFile(
  body: AsyncIterable<Buffer>,
  boundary: string,
  onPart: (part: Part) => void,
): AsyncGenerator<Buffer> {
  // A line break is put before the body: then the first delimiter looks like all others.
  const window = new Window(body, LINE);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  await window.drop(delimiter);
  while (!(await window.isEnd())) {
    const part = readHeaders(await window.headers());
    if (part === null) {
      await window.drop(delimiter);
      continue;
    }
    onPart(part);
    yield* window.until(delimiter);
    await window.dropAll();
    return;
  }
  throw new MultipartFault("the form holds no file");
}

/** A file has a name, or at least a type; fields have neither. */
function readHeaders(text: string): Part | null {
  const field = (name: string): string | null => new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(text)?.[1] ?? null;
  const disposition = field("content-disposition") ?? "";
  const contentType = field("content-type")?.trim() ?? null;
  const name = nameIn(disposition);
  return name === null && contentType === null ? null : { name, contentType };
}

/** The file name of a Content-Disposition; the extended form, where there is one, is the better one. */
export function nameIn(disposition: string): string | null {
  const extended = /;\s*filename\*=utf-8''([^;\s]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) return decoded(extended);
  const match = /;\s*filename=(?:"((?:\\.|[^"\\])*)"|([^;\s]+))/i.exec(disposition);
  return match?.[1] ?? match?.[2] ?? null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The part of a body that has been read and not yet been used: never more than a piece and a delimiter. */
class Window {
  readonly #pieces: AsyncIterator<Buffer>;
  #held: Buffer;

  constructor(body: AsyncIterable<Buffer>, before: Buffer) {
    this.#pieces = body[Symbol.asyncIterator]();
    this.#held = before;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#pieces.next();
    if (done === true) throw new MultipartFault("the form has no end");
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
  }

  /** Everything up to the mark, which is passed over. */
  async *until(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      const sure = at === -1 ? Math.max(0, this.#held.length - mark.length + 1) : at;
      const data = this.#held.subarray(0, sure);
      this.#held = this.#held.subarray(at === -1 ? sure : at + mark.length);
      if (data.length > 0) yield data;
      if (at !== -1) return;
      await this.#more();
    }
  }

  async drop(mark: Buffer): Promise<void> {
    for await (const _ of this.until(mark));
  }

  /** Right behind a delimiter: is it the last one? */
  async isEnd(): Promise<boolean> {
    while (this.#held.length < 2) await this.#more();
    return this.#held.subarray(0, 2).equals(Buffer.from("--"));
  }

  /** The header lines behind a delimiter, the rest of whose line is passed over. */
  async headers(): Promise<string> {
    while (this.#held.indexOf(BLANK_LINE) === -1) {
      if (this.#held.length > HEADER_BYTES_MAX) throw new MultipartFault("the head of a part is too long");
      await this.#more();
    }
    const end = this.#held.indexOf(BLANK_LINE);
    if (end > HEADER_BYTES_MAX) throw new MultipartFault("the head of a part is too long");
    const text = this.#held.subarray(0, end).toString("utf8");
    this.#held = this.#held.subarray(end + BLANK_LINE.length);
    return text.replaceAll("\r\n", "\n");
  }

  async dropAll(): Promise<void> {
    for (;;) if ((await this.#pieces.next()).done === true) return;
  }
}
