"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useSearchParamsChange } from "./use-search-params-change";

const TYPING_MS = 250;

/** Searches as one types; the text is the address's `q`. */
export function SearchBox({ q, label }: { readonly q: string; readonly label: string }) {
  const { change, isPending } = useSearchParamsChange();
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => change({ q: typed.trim() }), TYPING_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- `change` is new at each render; typing is what counts
  }, [typed, q]);
  return (
    <div className="relative w-full sm:w-72" aria-busy={isPending}>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-3"
        strokeWidth={1.75}
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="h-8 w-full rounded-md border border-line-strong bg-surface pr-2 pl-8 text-sm placeholder:text-ink-3 max-md:h-11 max-md:text-md"
      />
    </div>
  );
}
