"use client";

import type { KeyboardEvent } from "react";
import { useKeysSwitch } from "@/components/keyboard/keys-switch";

export type RowKeys = { readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void };

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

/** Keys while the focus is in a row: up and down, and X to choose it. Enter follows its link by itself. */
export function useRowKeys(choose: (id: number, isRange: boolean) => void): RowKeys {
  const { isOff } = useKeysSwitch();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-place]") : null;
    const letter = letterOf(event, isOff);
    if (row === null || letter === null) return;
    const step = STEPS[letter];
    if (step === undefined && letter !== "x") return;
    event.preventDefault();
    if (step === undefined) choose(Number(row.dataset["row"]), event.shiftKey);
    else focusRow(event.currentTarget, Number(row.dataset["place"]) + step);
  };
  return { onKeyDown };
}

/** Null = the key is somebody else's, or letters are switched off. */
function letterOf({ key, metaKey, ctrlKey, altKey }: KeyboardEvent, isOff: boolean): string | null {
  if (metaKey || ctrlKey || altKey) return null;
  if (key.length > 1) return key;
  return isOff ? null : key.toLowerCase();
}

function focusRow(list: HTMLElement, place: number): void {
  const links = list.querySelectorAll<HTMLElement>(`[data-place="${place}"] a`);
  for (const link of links) if (link.checkVisibility()) return link.focus();
}
