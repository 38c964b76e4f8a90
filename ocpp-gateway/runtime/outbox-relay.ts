import type { ServiceContext } from "@/lib/services/context";
import { dropOldEntries, PLACE_MAX, placeEntries } from "@/lib/services/outbox/place-entries";
import { newestPosition, type PlacedEvent, readAfter } from "@/lib/services/outbox/read-after";

/** Advisory lock of the one relay that gives positions, among all gateways. */
export const RELAY_LOCK = 7_224_001;

export type RelayDeps = {
  readonly ctx: ServiceContext;
  /** True while this gateway holds the relay's lock. */
  readonly isLeader: () => boolean;
  /** In order, each once. */
  readonly onEvents: (events: readonly PlacedEvent[]) => void;
};

const READ_MAX = 1_000;
const KEEP_HOURS = 24;
const CLEAN_EVERY_MS = 600_000;

/** One round: places what was committed (leader only), then reads on from the cursor. Returns true while there is more. */
export function createOutboxRelay(deps: RelayDeps): {
  readonly round: () => Promise<void>;
  readonly cursor: () => number;
} {
  let cursor: number | null = null;
  let cleanedAt = 0;

  const round = async (): Promise<void> => {
    cursor ??= await newestPosition(deps.ctx);
    for (;;) {
      const placed = deps.isLeader() ? await placeEntries(deps.ctx) : 0;
      const events = await readAfter(deps.ctx, cursor, READ_MAX);
      const last = events.at(-1);
      if (last !== undefined) {
        deps.onEvents(events);
        cursor = last.position;
      }
      if (placed < PLACE_MAX && events.length < READ_MAX) break;
    }
    const now = deps.ctx.now().getTime();
    if (deps.isLeader() && now - cleanedAt > CLEAN_EVERY_MS) {
      cleanedAt = now;
      await dropOldEntries(deps.ctx, KEEP_HOURS);
    }
  };

  return { round, cursor: () => cursor ?? 0 };
}
