import { isSearchHit, type SearchHit } from "@/lib/domain/search-hit";

const KEY = "kituo.recent";
const RECENT_MAX = 6;

/** What was last gone to in this browser, newest first. Storage that is shut or spoilt holds nothing. */
export function recentHits(): readonly SearchHit[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSearchHit) : [];
  } catch {
    return [];
  }
}

export function keepRecent({ kind, id, title, detail }: SearchHit): void {
  const others = recentHits().filter((hit) => hit.kind !== kind || hit.id !== id);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ kind, id, title, detail }, ...others].slice(0, RECENT_MAX)));
  } catch {
    // Private windows may refuse to keep anything: then there is nothing recent.
  }
}
