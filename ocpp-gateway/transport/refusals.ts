import type { NamelessRefusal } from "@/lib/domain/refusal";
import type { ServiceContext } from "@/lib/services/context";
import { type NamelessFailure, type Refusal, recordRefusals } from "@/lib/services/stations/record-refusal";

/** Gathers refused handshakes by identity (or address) and reason, so that a storm of them is a few rows and one statement. */
export type Refusals = {
  /** `isKnown`: the identity is a station's. */
  readonly add: (refusal: Omit<Refusal, "count">, isKnown: boolean) => void;
  /** A handshake that ended before there was an identity. */
  readonly addNameless: (failure: {
    readonly reason: NamelessRefusal;
    readonly remoteAddress: string | null | undefined;
    readonly detail?: string | null;
  }) => void;
  readonly flush: () => Promise<void>;
};

/**
 * What may wait between two flushes; what is beyond it is counted in the metrics only. Each kind has room of its
 * own: made-up identities must not hide that a station of ours is refused.
 */
const WAITING_MAX = { known: 1_000, unknown: 500, nameless: 500 } as const;

const DETAIL_CHARS_MAX = 200;

export function createRefusals(ctx: ServiceContext): Refusals {
  const known = createHeap<Refusal>(WAITING_MAX.known);
  const unknown = createHeap<Refusal>(WAITING_MAX.unknown);
  const nameless = createHeap<NamelessFailure>(WAITING_MAX.nameless);
  const keyOf = ({ identity, reason }: Refusal): string => JSON.stringify([identity, reason]);
  const keyOfNameless = ({ source, reason }: NamelessFailure): string => `${source} ${reason}`;
  return {
    add: (refusal, isKnown) => {
      const counted = { ...refusal, count: 1 };
      (isKnown ? known : unknown).put(keyOf(counted), counted);
    },
    addNameless: ({ reason, remoteAddress, detail = null }) => {
      const source = remoteAddress ?? "unknown";
      const shown = detail === null ? null : detail.slice(0, DETAIL_CHARS_MAX);
      const failure = { reason, source, detail: shown, count: 1, at: ctx.now() };
      nameless.put(keyOfNameless(failure), failure);
    },
    flush: async () => {
      const taken = { known: known.take(), unknown: unknown.take(), nameless: nameless.take() };
      try {
        await recordRefusals(ctx, { named: [...taken.known, ...taken.unknown], nameless: taken.nameless });
      } catch (error) {
        for (const refusal of taken.known) known.put(keyOf(refusal), refusal);
        for (const refusal of taken.unknown) unknown.put(keyOf(refusal), refusal);
        for (const failure of taken.nameless) nameless.put(keyOfNameless(failure), failure);
        throw error;
      }
    },
  };
}

/** Counts by key; past `max` keys only those it has are counted on. */
function createHeap<Item extends { readonly count: number }>(max: number) {
  let waiting = new Map<string, Item>();
  return {
    put: (key: string, item: Item): void => {
      const before = waiting.get(key);
      if (before === undefined && waiting.size >= max) return;
      waiting.set(key, { ...item, count: item.count + (before?.count ?? 0) });
    },
    take: (): readonly Item[] => {
      const taken = [...waiting.values()];
      waiting = new Map();
      return taken;
    },
  };
}
