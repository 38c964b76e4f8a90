"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";

/** Changes filters in the address; the page is then read with them. Paging starts over. */
export function useSearchParamsChange() {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [isPending, startTransition] = useTransition();

  const hrefWith = (changes: Readonly<Record<string, string | null>>): string => {
    const next = new URLSearchParams(params);
    next.delete("cursor");
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString().replaceAll("%2C", ",");
    return text === "" ? path : `${path}?${text}`;
  };
  const change = (changes: Readonly<Record<string, string | null>>): void =>
    startTransition(() => router.replace(hrefWith(changes), { scroll: false }));
  return { hrefWith, change, isPending };
}
