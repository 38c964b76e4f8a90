"use client";

import { useSyncExternalStore } from "react";

/** As `--breakpoint-md` has it. */
const QUERY = "(width < 52rem)";

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(QUERY);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether the window is a telephone's; null while nobody knows, before the page is alive. */
export const useIsNarrow = (): boolean | null =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(QUERY).matches,
    () => null,
  );
