"use client";

import { useEffect } from "react";
import { useLiveContext } from "./live-provider";

/** Reads the page again now and then, for figures that nobody announces; not while it is paused or out of sight. */
export function useRefreshEvery(ms: number): void {
  const { link, refresh } = useLiveContext();
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden && link.line().held === null) refresh();
    }, ms);
    return () => clearInterval(timer);
  }, [link, refresh, ms]);
}
