/** What part of a file is asked for (RFC 9110 §14). `end` is the first byte that is not. */
export type ByteRange =
  | { readonly type: "Whole" }
  | { readonly type: "Part"; readonly start: number; readonly end: number; readonly isRest: boolean }
  | { readonly type: "Unsatisfiable" };

const WHOLE: ByteRange = { type: "Whole" };

/** One range; several, another unit or nonsense mean the whole file, as the norm allows. */
export function byteRange(header: string | undefined, bytes: number): ByteRange {
  const match = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (first !== "") return between(Number(first), last === "" ? null : Number(last), bytes);
  return last === "" ? WHOLE : suffix(Number(last), bytes);
}

function between(start: number, last: number | null, bytes: number): ByteRange {
  if (last !== null && last < start) return WHOLE;
  if (start >= bytes) return { type: "Unsatisfiable" };
  return { type: "Part", start, end: last === null ? bytes : Math.min(bytes, last + 1), isRest: last === null };
}

function suffix(length: number, bytes: number): ByteRange {
  if (length === 0) return { type: "Unsatisfiable" };
  return { type: "Part", start: Math.max(0, bytes - length), end: bytes, isRest: false };
}
