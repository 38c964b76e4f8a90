"use client";

import { useSearchParams } from "next/navigation";

const ASKED = ["restart", "availability"] as const;
type Asked = (typeof ASKED)[number];

/** Which question about the whole charger is open. It stands in the address (`?ask=`), so that others can lead to it. */
export function useAsked(): { readonly asked: Asked | null; readonly ask: (asked: Asked | null) => void } {
  const told = useSearchParams().get("ask");
  const asked = ASKED.find((one) => one === told) ?? null;
  const ask = (next: Asked | null): void => {
    const url = new URL(window.location.href);
    if (next === null) url.searchParams.delete("ask");
    else url.searchParams.set("ask", next);
    window.history.replaceState(null, "", url);
  };
  return { asked, ask };
}
