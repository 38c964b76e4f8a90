"use client";

import { useEffect, useState } from "react";
import { isSearchHit, type SearchHit } from "@/lib/domain/search-hit";

const TYPING_MS = 120;

export type Found =
  | { readonly state: "idle" | "searching" | "failed" }
  | { readonly state: "found"; readonly hits: readonly SearchHit[] };

/** What the server finds for the words typed. An answer that comes after more was typed is not taken. */
export function useSearch(typed: string): Found {
  const q = typed.trim();
  const [answer, setAnswer] = useState<{ readonly q: string; readonly found: Found }>({
    q: "",
    found: { state: "idle" },
  });
  useEffect(() => {
    if (q === "") return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void ask(q, abort.signal).then((found) => (abort.signal.aborted ? undefined : setAnswer({ q, found })));
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q]);
  if (q === "") return { state: "idle" };
  return answer.q === q ? answer.found : { state: "searching" };
}

async function ask(q: string, signal: AbortSignal): Promise<Found> {
  try {
    const answer = await fetch(`/search?${new URLSearchParams({ q })}`, { signal, cache: "no-store" });
    if (!answer.ok) return { state: "failed" };
    const told: unknown = await answer.json();
    const items = typeof told === "object" && told !== null && "items" in told ? told.items : null;
    return Array.isArray(items) ? { state: "found", hits: items.filter(isSearchHit) } : { state: "failed" };
  } catch {
    return { state: "failed" };
  }
}
