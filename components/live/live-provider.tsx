"use client";

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { type Clock, createClock } from "./clock";
import { createLiveLink, type LiveLink } from "./live-link";

type Live = {
  readonly link: LiveLink;
  readonly clock: Clock;
  /** Reads the page's snapshot again, soon: many requests in a row are one. */
  readonly refresh: () => void;
};

const LiveContext = createContext<Live | null>(null);

/** Snapshots are read again at most this often, however many gaps there are. */
const REFRESH_EVERY_MS = 2_000;

type Props = {
  /** Null = the page's own host, at `port`. */
  readonly url: string | null;
  readonly port: number;
  /** Server time when this was rendered, epoch milliseconds. */
  readonly renderedAt: number;
  readonly children: ReactNode;
};

export function LiveProvider({ url, port, renderedAt, children }: Props) {
  const refresh = useSpacedRefresh();
  const [live] = useState((): Live => {
    const clock = createClock(renderedAt);
    clock.setSkew(renderedAt - Date.now());
    return {
      clock,
      refresh,
      link: createLiveLink({ url: url ?? ownAddress(port), fetchTicket, refresh, onBeat: clock.setSkew }),
    };
  });
  useEffect(() => {
    const stop = live.link.store.subscribe("listed", live.refresh);
    live.link.open();
    return () => {
      live.link.close();
      stop();
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLiveContext(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error("live data outside of <LiveProvider>");
  return live;
}

function useSpacedRefresh(): () => void {
  const router = useRouter();
  const spacing = useRef<{ timer: ReturnType<typeof setTimeout> | null; lastAt: number }>({ timer: null, lastAt: 0 });
  const [refresh] = useState(() => (): void => {
    const state = spacing.current;
    if (state.timer !== null) return;
    const wait = Math.max(100, state.lastAt + REFRESH_EVERY_MS - Date.now());
    state.timer = setTimeout(() => {
      state.timer = null;
      state.lastAt = Date.now();
      router.refresh();
    }, wait);
  });
  return refresh;
}

const ownAddress = (port: number): string =>
  typeof window === "undefined" ? "" : `${window.location.protocol}//${window.location.hostname}:${port}`;

async function fetchTicket(): Promise<string | null> {
  const answer = await fetch("/api/live-ticket", { method: "POST", cache: "no-store" });
  if (!answer.ok) return null;
  const body: unknown = await answer.json();
  return typeof body === "object" && body !== null && "ticket" in body && typeof body.ticket === "string"
    ? body.ticket
    : null;
}
