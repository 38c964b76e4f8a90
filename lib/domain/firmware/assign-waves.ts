/** Who comes in which wave. The same campaign and stations always give the same waves. */
import type { WaveSpec } from "./campaign-spec";
import { stableHash } from "./stable-hash";

export type WaveTarget = {
  readonly stationId: number;
  readonly identity: string;
  readonly siteId: number | null;
  /** Model and hardware revision, as far as they are known. */
  readonly hardware: string;
};

/** `place`: the order within the wave, from 0. */
export type WavePlace = { readonly stationId: number; readonly waveIndex: number; readonly place: number };

/**
 * Spreads stations over waves: those that a wave names come in it, all others in an order that shows a fault of a
 * kind of hardware early and strikes no site twice before all others once. A station that no wave has room for gets
 * no place. `seed`: the campaign.
 */
export function assignWaves(
  waves: readonly WaveSpec[],
  targets: readonly WaveTarget[],
  seed: string,
): readonly WavePlace[] {
  const places: WavePlace[] = [];
  const put = (waveIndex: number, stations: readonly WaveTarget[]): void => {
    for (const [place, { stationId }] of stations.entries()) places.push({ stationId, waveIndex, place });
  };
  const named = namedBy(waves);
  let left = spread(
    targets.filter(({ identity }) => !named.has(identity)),
    seed,
  );
  for (const [index, { size }] of waves.entries()) {
    if (size.type === "Stations") {
      put(
        index,
        spread(
          targets.filter(({ identity }) => named.get(identity) === index),
          seed,
        ),
      );
      continue;
    }
    const count = sizeOf(size, targets.length);
    put(index, left.slice(0, count));
    left = left.slice(count);
  }
  return places;
}

/** Of a station that two waves name, the first one has it. */
function namedBy(waves: readonly WaveSpec[]): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const [index, { size }] of waves.entries()) {
    if (size.type !== "Stations") continue;
    for (const identity of size.identities) if (!named.has(identity)) named.set(identity, index);
  }
  return named;
}

function sizeOf(size: Exclude<WaveSpec["size"], { readonly type: "Stations" }>, targets: number): number {
  if (size.type === "Rest") return targets;
  return size.type === "Count" ? size.count : Math.max(1, Math.round(targets * size.share));
}

/** One of each kind of hardware first (the commonest leading), then one of each site in turn. */
function spread(targets: readonly WaveTarget[], seed: string): readonly WaveTarget[] {
  const order = new Map(targets.map((target) => [target.stationId, stableHash(`${seed}/${target.identity}`)]));
  const hashed = targets.toSorted(
    (a, b) => (order.get(a.stationId) ?? 0) - (order.get(b.stationId) ?? 0) || (a.identity < b.identity ? -1 : 1),
  );
  const first = representatives(hashed);
  const isFirst = new Set(first.map(({ stationId }) => stationId));
  const turns = new Map<number, number>();
  const ranked = [...first, ...hashed.filter(({ stationId }) => !isFirst.has(stationId))].map((target, place) => {
    if (target.siteId === null) return { target, turn: isFirst.has(target.stationId) ? -1 : 0, place };
    const turn = turns.get(target.siteId) ?? 0;
    turns.set(target.siteId, turn + 1);
    return { target, turn: isFirst.has(target.stationId) ? -1 : turn, place };
  });
  return ranked.toSorted((a, b) => a.turn - b.turn || a.place - b.place).map(({ target }) => target);
}

function representatives(hashed: readonly WaveTarget[]): readonly WaveTarget[] {
  const kinds = new Map<string, WaveTarget[]>();
  for (const target of hashed) {
    const kind = kinds.get(target.hardware);
    if (kind === undefined) kinds.set(target.hardware, [target]);
    else kind.push(target);
  }
  const taken = new Set<number | null>();
  return [...kinds.values()]
    .toSorted((a, b) => b.length - a.length)
    .flatMap((kind) => {
      const elsewhere = kind.find(({ siteId }) => siteId === null || !taken.has(siteId)) ?? kind[0];
      if (elsewhere === undefined) return [];
      if (elsewhere.siteId !== null) taken.add(elsewhere.siteId);
      return [elsewhere];
    });
}
