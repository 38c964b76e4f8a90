/**
 * Near misses of JSON that stations send (quirk C2): values left out, commas too many, NULs and byte order marks
 * in the midst, raw control characters in texts. What stands in a text stays as it is otherwise.
 */
export function mendJson(text: string): string {
  return text.replaceAll(PIECES, (piece, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replaceAll("\0", "").replaceAll(CONTROL, " ");
    if (piece.startsWith(":")) return ":null";
    return "";
  });
}

/** A text, cut short or not, so that none is looked at twice; a colon without a value; a comma before a closing bracket; padding. */
// oxlint-disable-next-line no-control-regex -- NUL is what is looked for.
const PIECES = /("[^"\\]*(?:\\.?[^"\\]*)*(?:"|$))|:\s*(?=[,}\]])|,(?=\s*[}\]])|[\0\uFEFF]/gs;
// oxlint-disable-next-line no-control-regex -- sic
const CONTROL = /[\u0001-\u001F]/g;
