"use client";

import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { CommandView } from "@/lib/domain/command-view";
import type { SessionView } from "@/lib/domain/session-view";
import type { StationListItem } from "@/lib/domain/station-view";
import type { Topic } from "@/lib/live/contract";
import { mergeCommand, mergeSession, mergeStation } from "@/lib/live/merge";
import { type Line, readLine } from "@/lib/live/pulse";
import { type FactKey, isLater, type LiveFacts, type LiveStation, NO_FACTS, type Unattended } from "@/lib/live/store";
import { useLiveContext } from "./live-provider";

/** Server time in epoch milliseconds, moving on once a second. */
export function useNow(): number {
  const { clock } = useLiveContext();
  return useSyncExternalStore(clock.subscribe, clock.now, clock.renderedAt);
}

/** What is known of the line to the server, once a second and at every change. */
export function useLine(): Line {
  const { link, clock } = useLiveContext();
  useNow();
  const facts = useRef("");
  const subscribe = useCallback((listener: () => void) => link.onLine(listener), [link]);
  useSyncExternalStore(
    subscribe,
    () => {
      const text = JSON.stringify(link.line());
      if (text !== facts.current) facts.current = text;
      return facts.current;
    },
    () => "",
  );
  return readLine(link.line(), clock.now() - clock.skewMs());
}

/** Follows a topic from the page's snapshot on. `renderedAt` makes every new snapshot count, also one at the same position. */
export function useTopic(topic: Topic, position: number, renderedAt: string): void {
  const { link } = useLiveContext();
  useEffect(() => link.follow(topic, position), [link, topic, position, renderedAt]);
}

function useFact<T>(key: FactKey, select: (facts: LiveFacts) => T): T {
  const { store } = useLiveContext().link;
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(
    subscribe,
    () => select(store.facts()),
    () => select(NO_FACTS),
  );
}

export function useLiveStation(identity: string): LiveStation | null {
  return useFact(`station:${identity}`, (facts) => facts.stations.get(identity) ?? null);
}

/** The snapshot with everything newer that the live channel has told. */
export function useStation<Snapshot extends StationListItem>(snapshot: Snapshot): Snapshot {
  const live = useLiveStation(snapshot.identity);
  return useMemo(() => mergeStation(snapshot, live), [snapshot, live]);
}

export function useSession(snapshot: SessionView): SessionView {
  const live = useFact(`session:${snapshot.id}`, (facts) => facts.sessions.get(snapshot.id) ?? null);
  return useMemo(() => mergeSession(snapshot, live), [snapshot, live]);
}

/** A page's sessions and those that have begun since, of the stations `isShown` lets through. Newest first. */
export function useSessions(
  snapshot: readonly SessionView[],
  isShown: (session: SessionView) => boolean,
): readonly SessionView[] {
  const live = useFact("sessions", (facts) => facts.sessions);
  return useMemo(() => {
    const known = new Map(snapshot.map((session) => [session.id, mergeSession(session, live.get(session.id) ?? null)]));
    for (const { state, telemetry } of live.values()) {
      if (state !== null && !known.has(state.id)) known.set(state.id, mergeSession(state, { state, telemetry }));
    }
    return [...known.values()].filter(isShown).toSorted((a, b) => b.id - a.id);
  }, [snapshot, live, isShown]);
}

/** A charger's commands and those that were asked for since, newest first. */
export function useCommands(identity: string, snapshot: readonly CommandView[]): readonly CommandView[] {
  const live = useFact("commands", (facts) => facts.commands);
  return useMemo(() => {
    const known = new Map(snapshot.map((command) => [command.id, mergeCommand(command, live.get(command.id) ?? null)]));
    for (const command of live.values()) {
      if (command.identity === identity && !known.has(command.id)) known.set(command.id, command);
    }
    return [...known.values()].toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
  }, [identity, snapshot, live]);
}

export function useRefusals(): LiveFacts["refusals"] {
  return useFact("refusals", (facts) => facts.refusals);
}

/** Alerts that nobody sees to: as the page was rendered, or as was told since. */
export function useUnattended(snapshot: Unattended): number {
  const live = useFact("alerts", (facts) => facts.unattended);
  return live !== null && isLater(live.at, snapshot.at) ? live.count : snapshot.count;
}

/** Shows a command at once that an action has just given back; the live channel takes it from there. */
export function useTakeCommand(): (command: CommandView) => void {
  const { store } = useLiveContext().link;
  return useCallback((command: CommandView) => store.apply([{ type: "CommandChanged", command }]), [store]);
}

/** Reads the page again, after something that it shows was changed from here. */
export const useReadAgain = (): (() => void) => useLiveContext().refresh;

/** Reads the page again a moment after one of `keys` changed, and not more often than every `everyMs`. */
export function useRefreshOn(keys: readonly FactKey[], everyMs: number): void {
  const { link, refresh: readAgain } = useLiveContext();
  const joined = keys.join("\n");
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let lastAt = 0;
    const refresh = (): void => {
      timer = null;
      lastAt = Date.now();
      readAgain();
    };
    const onChange = (): void => {
      timer ??= setTimeout(refresh, Math.max(400, lastAt + everyMs - Date.now()));
    };
    const stops = keysOf(joined).map((key) => link.store.subscribe(key, onChange));
    return () => {
      for (const stop of stops) stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [link, readAgain, joined, everyMs]);
}

/** Undoes the join above, which makes the list a stable dependency. */
const keysOf = (joined: string): readonly FactKey[] => joined.split("\n").filter((key): key is FactKey => key !== "");
