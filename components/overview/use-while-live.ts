"use client";

import { useEffect } from "react";
import { useLine, useReadAgain } from "@/components/live/use-live";

/** Runs `work` again and again while the page is live and in sight: not every change of the world is an event. */
export function useWhileLive(work: () => void, everyMs: number): void {
  const isLive = useLine().pulse.state === "live";
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") work();
    }, everyMs);
    return () => clearInterval(timer);
  }, [isLive, work, everyMs]);
}

/** Reads the page again at least this often. */
export function useRefreshEvery(everyMs: number): void {
  useWhileLive(useReadAgain(), everyMs);
}
