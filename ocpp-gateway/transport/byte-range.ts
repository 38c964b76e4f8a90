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
  if (first === "" && last === "") return WHOLE;
  if (first === "") return suffix(Number(last), bytes);
  const start = Number(first);
  const end = last === "" ? bytes : Math.min(bytes, Number(last) + 1);
  if (last !== "" && Number(last) < start) return WHOLE;
  return start >= bytes ? { type: "Unsatisfiable" } : { type: "Part", start, end, isRest: last === "" };
}

function suffix(length: number, bytes: number): ByteRange {
  if (length === 0) return { type: "Unsatisfiable" };
  return { type: "Part", start: Math.max(0, bytes - length), end: bytes, isRest: false };
}
