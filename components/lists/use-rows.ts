"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { ActionFault } from "@/components/form/action-result";
import { useAction } from "@/components/form/use-action";
import { type FirstPage, type LoadPage, PAGE_ROWS } from "./list-loading";
import { countMoved, joined, renewed } from "./row-order";

type Wanted<Row> = {
  readonly first: FirstPage<Row>;
  readonly filter: string;
  readonly sort: string;
  readonly load: LoadPage<Row>;
  /** The pointer, the focus or a selection is in the table: rows must not jump. */
  readonly isHeld: boolean;
};

type Shown<Row> = {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  /** The first page whose order the rows have. */
  readonly base: FirstPage<Row>;
  /** The newest first page. */
  readonly newest: FirstPage<Row>;
};

export type Rows<Row> = {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  /** Rows of the first page that would stand elsewhere if the list were sorted again. */
  readonly movedCount: number;
  readonly isLoading: boolean;
  readonly fault: ActionFault | null;
  readonly loadMore: () => void;
  readonly sortAgain: () => void;
};

/** The rows of a list, page behind page. What is read again renews them; their order stays while somebody works on them. */
export function useRows<Row extends { readonly id: number }>(wanted: Wanted<Row>): Rows<Row> {
  const { first, filter, sort, load, isHeld } = wanted;
  const [shown, setShown] = useState(() => startingWith(first));
  const { run, fault, isPending } = useAction();
  if (shown.newest !== first) setShown(taking(shown, first, isHeld));
  useRereading(shown, wanted, setShown);

  const { nextCursor } = shown;
  const loadMore = (): void => {
    if (nextCursor === null) return;
    run(
      () => load({ filter, sort, limit: PAGE_ROWS, cursor: nextCursor }),
      (page) =>
        setShown((now) =>
          now.nextCursor === nextCursor
            ? { ...now, rows: joined(now.rows, page.items), nextCursor: page.nextCursor }
            : now,
        ),
    );
  };
  return {
    rows: shown.rows,
    hasMore: nextCursor !== null,
    movedCount: shown.base === shown.newest ? 0 : countMoved(idsOf(shown.base.items), idsOf(shown.newest.items)),
    isLoading: isPending,
    fault,
    loadMore,
    sortAgain: () => setShown(startingWith(first)),
  };
}

const idsOf = <Row extends { readonly id: number }>(rows: readonly Row[]): readonly number[] =>
  rows.map(({ id }) => id);

const startingWith = <Row>(first: FirstPage<Row>): Shown<Row> => ({
  rows: first.items,
  nextCursor: first.nextCursor,
  base: first,
  newest: first,
});

/** A list that nobody works on, and of which nothing but the first page was read, is sorted again by itself. */
function taking<Row extends { readonly id: number }>(
  shown: Shown<Row>,
  first: FirstPage<Row>,
  isHeld: boolean,
): Shown<Row> {
  const isLong = shown.rows.length > shown.base.items.length;
  if (!isHeld && !isLong) return startingWith(first);
  const rows = renewed(shown.rows, first.items);
  if (countMoved(idsOf(shown.base.items), idsOf(first.items)) === 0)
    return { ...shown, rows, base: first, newest: first };
  return { ...shown, rows, newest: first };
}

/** A row is read again by its key where the new first page does not have it: at most this many. */
const REREAD_MAX = 200;

function useRereading<Row extends { readonly id: number }>(
  shown: Shown<Row>,
  { first, sort, load }: Wanted<Row>,
  setShown: (change: (now: Shown<Row>) => Shown<Row>) => void,
): void {
  const reread = useEffectEvent(async (): Promise<void> => {
    const has = new Set(idsOf(first.items));
    const ids = idsOf(shown.rows)
      .filter((id) => !has.has(id))
      .slice(0, REREAD_MAX);
    if (ids.length === 0) return;
    const read = await load({ filter: "", sort, limit: REREAD_MAX, ids }).catch(() => null);
    if (read?.ok === true) setShown((now) => ({ ...now, rows: renewed(now.rows, read.value.items) }));
  });
  useEffect(() => void reread(), [first]);
}
