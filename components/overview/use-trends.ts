"use client";

import { useCallback, useEffect, useState } from "react";
import type { Trends } from "@/lib/domain/overview/overview-view";
import type { Panel } from "./panel";
import { useWhileLive } from "./use-while-live";

const EVERY_MS = 60_000;

/** Power and uptime of late, read once a minute beside the page, which need not wait for them. Null before the first. */
export function useTrends(): { readonly trends: Panel<Trends> | null; readonly readAgain: () => void } {
  const [trends, setTrends] = useState<Panel<Trends> | null>(null);
  const readAgain = useCallback((): void => {
    void ask().then(setTrends);
  }, []);
  useEffect(readAgain, [readAgain]);
  useWhileLive(readAgain, EVERY_MS);
  return { trends, readAgain };
}

async function ask(): Promise<Panel<Trends>> {
  try {
    const answer = await fetch("/trends", { cache: "no-store" });
    const told: Panel<Trends> = await answer.json();
    return told.state === undefined ? { state: "Failed", number: null } : told;
  } catch {
    return { state: "Failed", number: null };
  }
}
