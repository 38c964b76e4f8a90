import type { ChangeMessage, JoinAnswer, Topic } from "@/lib/live/contract";

type Held = {
  /** How many parts of the page want this topic. */
  users: number;
  /** Where the newest snapshot of the page stands. */
  position: number;
  /** The version of the last message; null = not joined (yet). */
  version: number | null;
  /** A gap was seen: what is needed is a new snapshot, not another join. */
  needsSnapshot: boolean;
  isJoining: boolean;
};

type Deps = {
  readonly isOpen: () => boolean;
  /** Null = no answer came. */
  readonly join: (topic: Topic, position: number, answer: (result: JoinAnswer | null) => void) => void;
  readonly leave: (topic: Topic) => void;
  /** Reads the page's snapshot again. */
  readonly refresh: () => void;
  readonly onChange: () => void;
};

/**
 * Which topics the page follows and how far. A message that does not continue the last one is a gap:
 * the page is read again and the topic joined anew at that snapshot's position.
 */
export function createTopics(deps: Deps) {
  const topics = new Map<Topic, Held>();
  const isCurrent = (topic: Topic, held: Held): boolean => topics.get(topic) === held;

  return {
    /** A part of the page shows this topic, from a snapshot at this position; or has a newer snapshot of it. */
    follow: (topic: Topic, position: number): (() => void) => {
      const held = topics.get(topic) ?? newlyHeld();
      topics.set(topic, held);
      held.users += 1;
      held.position = Math.max(held.position, position);
      if (held.version === null || held.needsSnapshot) join(deps, topic, held, isCurrent);
      return () => {
        held.users -= 1;
        // A refreshed page lets go and takes hold again in one go.
        queueMicrotask(() => {
          if (held.users > 0 || !isCurrent(topic, held)) return;
          topics.delete(topic);
          deps.leave(topic);
          deps.onChange();
        });
      };
    },
    /** Notes how far a topic is; where this message does not continue the last one a new snapshot is asked for. */
    receive: ({ topic, previous, version }: Pick<ChangeMessage, "topic" | "previous" | "version">): void => {
      const held = topics.get(topic);
      if (held === undefined || held.version === null) return;
      if (previous > held.version) askForSnapshot(deps, held);
      else held.version = Math.max(held.version, version);
    },
    resync: (topic: Topic): void => {
      const held = topics.get(topic);
      if (held !== undefined) askForSnapshot(deps, held);
    },
    /** A new socket knows no topics. */
    rejoinAll: (): void => {
      for (const [topic, held] of topics) {
        held.isJoining = false;
        join(deps, topic, held, isCurrent);
      }
    },
    isCatchingUp: (): boolean =>
      [...topics.values()].some((held) => held.version === null || held.needsSnapshot || held.isJoining),
  };
}

const newlyHeld = (): Held => ({ users: 0, position: 0, version: null, needsSnapshot: false, isJoining: false });

type IsCurrent = (topic: Topic, held: Held) => boolean;

function join(deps: Deps, topic: Topic, held: Held, isCurrent: IsCurrent): void {
  if (!deps.isOpen() || held.isJoining) return;
  held.isJoining = true;
  deps.join(topic, Math.max(held.position, held.version ?? 0), (result) => {
    held.isJoining = false;
    if (!isCurrent(topic, held)) return;
    if (result === null) join(deps, topic, held, isCurrent);
    else settle(deps, held, result);
    deps.onChange();
  });
}

function settle(deps: Deps, held: Held, result: JoinAnswer): void {
  if (result.ok) {
    held.version = Math.max(held.version ?? 0, result.version);
    held.needsSnapshot = false;
  } else if (result.reason === "resync") askForSnapshot(deps, held);
}

function askForSnapshot(deps: Deps, held: Held): void {
  held.needsSnapshot = true;
  held.version = null;
  deps.refresh();
}
