import { createHash } from "node:crypto";
import { isJsonObject, type JsonValue } from "@/lib/domain/json";
import type { LocalListEntry } from "@/lib/domain/local-list";
import { type HeldEntries, heldAfter } from "@/lib/domain/local-list-sync";

/** The stored entries of a station's list; null where they are not known. */
export function heldEntries(stored: JsonValue): HeldEntries | null {
  if (!isJsonObject(stored)) return null;
  return new Map(
    Object.entries(stored).flatMap(([key, print]): [string, string][] =>
      typeof print === "string" ? [[key, print]] : [],
    ),
  );
}

export const storedEntries = (held: HeldEntries): { [key: string]: string } => Object.fromEntries(held);

/** The same for the same entries, in any order. */
export function digestOf(held: HeldEntries): string {
  const hash = createHash("sha256");
  for (const [, print] of [...held].toSorted(([one], [other]) => (one < other ? -1 : 1))) hash.update(`${print}\n`);
  return hash.digest("base64url");
}

export const digestOfWanted = (wanted: readonly LocalListEntry[]): string =>
  digestOf(heldAfter(new Map(), "Full", wanted));
