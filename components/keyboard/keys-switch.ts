"use client";

import { useSyncExternalStore } from "react";

const KEY = "kituo.keys";
const listeners = new Set<() => void>();

/** Whether single keys do anything in this browser: they can be switched off (WCAG 2.1.4). */
export function useKeysSwitch(): { readonly isOff: boolean; readonly change: (isOff: boolean) => void } {
  const isOff = useSyncExternalStore(subscribe, readOff, () => false);
  return { isOff, change };
}

function change(isOff: boolean): void {
  localStorage.setItem(KEY, isOff ? "off" : "on");
  for (const listener of listeners) listener();
}

const readOff = (): boolean => localStorage.getItem(KEY) === "off";

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
