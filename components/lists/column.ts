import type { ReactNode } from "react";

/** A column of a list: how wide, what it is sorted by, and what stands in it. */
export type Column<Row> = {
  readonly name: string;
  readonly label: string;
  /** A track of the grid. */
  readonly width: string;
  /** Null = the list is not sorted by it. */
  readonly sort: string | null;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ReactNode;
};

/** What a click on a heading makes of the order: numbers and instants begin with the most. */
export function sortAfter(sort: string, column: { readonly sort: string; readonly isNumber?: boolean }): string {
  if (sort === column.sort) return `-${column.sort}`;
  if (sort === `-${column.sort}`) return column.sort;
  return column.isNumber === true ? `-${column.sort}` : column.sort;
}

export function ariaSort(sort: string, column: string | null): "ascending" | "descending" | "none" | undefined {
  if (column === null) return undefined;
  if (sort === column) return "ascending";
  return sort === `-${column}` ? "descending" : "none";
}
