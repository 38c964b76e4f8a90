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

  const join = (topic: Topic, held: Held): void => {
    if (!deps.isOpen() || held.isJoining) return;
    held.isJoining = true;
    const position = Math.max(held.position, held.version ?? 0);
    deps.join(topic, position, (result) => {
      held.isJoining = false;
      if (topics.get(topic) !== held) return;
      settle(topic, held, result);
      deps.onChange();
    });
  };

  const settle = (topic: Topic, held: Held, result: JoinAnswer | null): void => {
    if (result === null) return join(topic, held);
    if (result.ok) {
      held.version = Math.max(held.version ?? 0, result.version);
      held.needsSnapshot = false;
      return;
    }
    if (result.reason === "resync") askForSnapshot(held);
  };

  const askForSnapshot = (held: Held): void => {
    held.needsSnapshot = true;
    held.version = null;
    deps.refresh();
  };

  return {
    /** A part of the page shows this topic, from a snapshot at this position; or has a newer snapshot of it. */
    follow: (topic: Topic, position: number): (() => void) => {
      const held = topics.get(topic) ?? { users: 0, position: 0, version: null, needsSnapshot: false, isJoining: false };
      topics.set(topic, held);
      held.users += 1;
      held.position = Math.max(held.position, position);
      if (held.version === null || held.needsSnapshot) join(topic, held);
      return () => {
        held.users -= 1;
        // A refreshed page lets go and takes hold again in one go.
        queueMicrotask(() => {
          if (held.users > 0 || topics.get(topic) !== held) return;
          topics.delete(topic);
          deps.leave(topic);
          deps.onChange();
        });
      };
    },
    /** Does this message continue the last one? If not, a snapshot has been asked for. */
    receive: ({ topic, previous, version }: Pick<ChangeMessage, "topic" | "previous" | "version">): void => {
      const held = topics.get(topic);
      if (held?.version === undefined || held.version === null) return;
      if (previous > held.version) askForSnapshot(held);
      else held.version = Math.max(held.version, version);
    },
    resync: (topic: Topic): void => {
      const held = topics.get(topic);
      if (held !== undefined) askForSnapshot(held);
    },
    /** A new socket knows no topics. */
    rejoinAll: (): void => {
      for (const [topic, held] of topics) {
        held.isJoining = false;
        join(topic, held);
      }
    },
    isCatchingUp: (): boolean => [...topics.values()].some((held) => held.version === null || held.needsSnapshot || held.isJoining),
  };
}

export type Topics = ReturnType<typeof createTopics>;
