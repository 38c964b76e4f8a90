"use client";

import { useRefreshOn } from "@/components/live/use-live";

const REFRESH_MS = 2_000;

/** Reads the page again whenever alerts change; every page follows them already, for the count beside the bell. */
export function RefreshOnAlerts() {
  useRefreshOn(["alerts"], REFRESH_MS);
  return null;
}
