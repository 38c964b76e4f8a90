"use client";

import { useState } from "react";

/** Rows by their keys, or all that the filter let through when it was asked for. */
export type Selection =
  | { readonly type: "Rows"; readonly ids: ReadonlySet<number> }
  | { readonly type: "All"; readonly total: number; readonly at: string };

const NONE: Selection = { type: "Rows", ids: new Set() };

/** What is chosen, whatever rows there are. */
export function useChoice() {
  const [selection, setSelection] = useState<Selection>(NONE);
  const isAny = selection.type === "All" || selection.ids.size > 0;
  return { selection, setSelection, isAny };
}

/** Choosing among the rows that are loaded. */
export function useSelection(
  { selection, setSelection }: ReturnType<typeof useChoice>,
  rows: readonly { readonly id: number }[],
) {
  const [anchor, setAnchor] = useState<number | null>(null);
  const ids = selection.type === "Rows" ? selection.ids : null;

  const isSelected = (id: number): boolean => ids === null || ids.has(id);
  const choose = (id: number, isRange: boolean): void => {
    const range = isRange ? rangeOf(rows, anchor, id) : [id];
    const isOn = isRange || !isSelected(id);
    // Taken from "all", what is left are the rows that are here.
    const next = new Set(ids ?? rows.map((row) => row.id));
    for (const each of range) {
      if (isOn) next.add(each);
      else next.delete(each);
    }
    setSelection({ type: "Rows", ids: next });
    setAnchor(id);
  };
  const isWhole = rows.length > 0 && rows.every(({ id }) => isSelected(id));
  return {
    selection,
    isSelected,
    choose,
    count: selection.type === "All" ? selection.total : selection.ids.size,
    /** Every row that is loaded. */
    isWhole,
    chooseLoaded: (): void => setSelection(isWhole ? NONE : { type: "Rows", ids: new Set(rows.map(({ id }) => id)) }),
    chooseAll: (total: number, at: string): void => setSelection({ type: "All", total, at }),
    clear: (): void => setSelection(NONE),
  };
}

/** From the row that was chosen last to this one. */
function rangeOf(rows: readonly { readonly id: number }[], anchor: number | null, id: number): readonly number[] {
  const to = rows.findIndex((row) => row.id === id);
  const from = rows.findIndex((row) => row.id === anchor);
  if (from < 0 || to < 0) return [id];
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id);
}
