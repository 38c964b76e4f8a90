"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useState } from "react";

type Wanted = {
  readonly list: RefObject<HTMLElement | null>;
  readonly count: number;
  /** In px. */
  readonly rowHeight: number;
  readonly onNearEnd: () => void;
  /** A further page is on its way: the end is asked for again once it is here. */
  readonly isLoading: boolean;
};

type Visible = {
  readonly places: readonly number[];
  /** What stands for the rows above and below, in px. */
  readonly before: number;
  readonly after: number;
  readonly isScrolling: boolean;
};

const OVERSCAN = 8;
/** A further page is asked for when so many rows are left below. */
const NEAR_END = 30;
/** Before anybody knows how high the window is. */
const FIRST_WINDOW = { width: 1280, height: 900 };

/** Which rows of a list the window shows; the others are only room. */
export function useVisibleRows({ list, count, rowHeight, onNearEnd, isLoading }: Wanted): Visible {
  const [top, setTop] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled to be kept, so nothing gets stale
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: top,
    initialRect: FIRST_WINDOW,
    useFlushSync: false,
  });
  // What stands above the list may grow at any time; the same place again changes nothing.
  // oxlint-disable-next-line react/exhaustive-deps -- measured after every drawing
  useLayoutEffect(() => {
    const place = list.current?.getBoundingClientRect().top;
    if (place !== undefined) setTop(Math.round(place + window.scrollY));
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1);
  const reach = useEffectEvent(onNearEnd);
  const isNearEnd = last !== undefined && last.index >= count - NEAR_END;
  useEffect(() => {
    if (isNearEnd && !isLoading) reach();
  }, [isNearEnd, isLoading, count]);
  return {
    places: items.map(({ index }) => index),
    before: (items[0]?.start ?? top) - top,
    after: Math.max(0, virtualizer.getTotalSize() - ((last?.end ?? top) - top)),
    isScrolling: virtualizer.isScrolling,
  };
}
