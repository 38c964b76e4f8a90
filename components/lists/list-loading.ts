import type { ActionResult } from "@/components/form/action-result";

export type AskedPage = {
  readonly filter: string;
  readonly sort: string;
  readonly limit: number;
  readonly cursor?: string;
  /** Only these of them, to read them again. */
  readonly ids?: number[];
};

export type LoadedPage<Row> = { readonly items: readonly Row[]; readonly nextCursor: string | null };

/** Reads a further page of a list. */
export type LoadPage<Row> = (asked: AskedPage) => Promise<ActionResult<LoadedPage<Row>>>;

/** The first page with when it was read. */
export type FirstPage<Row> = LoadedPage<Row> & { readonly position: number; readonly renderedAt: string };

/** Rows per page. */
export const PAGE_ROWS = 100;
