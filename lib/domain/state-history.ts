/**
 * What a connector was doing, span by span. A span says only what was known then: where the charger was not
 * connected it is Offline whatever the connector had said before, and where Kituo itself was away it is Unknown.
 */
import { type ConnectorAddress, type ConnectorState, connectorWord, type StatusWord } from "./station";

export type HistoryWord = StatusWord | "Unknown";

/** Spans follow each other without a gap; instants are ISO strings. */
export type StateSpan = {
  readonly word: HistoryWord;
  readonly errorCode: string | null;
  readonly from: string;
  readonly to: string;
};

export type ConnectorHistory = ConnectorAddress & { readonly spans: readonly StateSpan[] };

export type StateHistory = {
  readonly identity: string;
  readonly from: string;
  /** Never later than when it was read. */
  readonly to: string;
  /** Before this instant there was more than is looked at at once; it is drawn as unknown. Null = all is there. */
  readonly cutAt: string | null;
  readonly connectors: readonly ConnectorHistory[];
};

/** Epoch milliseconds, `to` excluded. */
export type Stretch = { readonly from: number; readonly to: number };

export type HeldState = Stretch & Pick<ConnectorState, "status" | "occupancy" | "errorCode">;

type Told = {
  /** In order, without overlaps; what lies between two of them is not known. */
  readonly states: readonly HeldState[];
  /** When the charger was connected. */
  readonly connected: readonly Stretch[];
  /** When Kituo was there to hear it. */
  readonly awake: readonly Stretch[];
  /** When it first came in; null = never. */
  readonly firstConnectedAt: number | null;
};

type Label = Pick<StateSpan, "word" | "errorCode">;

/** The spans of one connector within `window`. */
export function toSpans(told: Told, window: Stretch): readonly StateSpan[] {
  const connected = joined(told.connected);
  const awake = joined(told.awake);
  const known = {
    state: finder(told.states),
    connection: finder(connected),
    gateway: finder(awake),
  };
  const first = told.firstConnectedAt ?? Number.POSITIVE_INFINITY;
  const labelAt = (at: number): Label => {
    if (at < first) return { word: "NeverConnected", errorCode: null };
    if (known.gateway(at) === null) return UNKNOWN;
    if (known.connection(at) === null) return { word: "Offline", errorCode: null };
    const state = known.state(at);
    return state === null ? UNKNOWN : { word: connectorWord(state), errorCode: state.errorCode };
  };
  const edges = edgesWithin(window, [...told.states, ...connected, ...awake, { from: first, to: first }]);
  const spans: StateSpan[] = [];
  for (const [index, at] of edges.slice(0, -1).entries()) append(spans, labelAt(at), at, edges[index + 1] ?? at);
  return spans;
}

const UNKNOWN: Label = { word: "Unknown", errorCode: null };

function edgesWithin({ from, to }: Stretch, stretches: readonly Stretch[]): readonly number[] {
  if (to <= from) return [];
  const inside = stretches.flatMap((stretch) => [stretch.from, stretch.to]).filter((at) => at > from && at < to);
  return [from, ...[...new Set(inside)].toSorted((a, b) => a - b), to];
}

function append(spans: StateSpan[], label: Label, from: number, to: number): void {
  const last = spans.at(-1);
  const until = new Date(to).toISOString();
  if (last !== undefined && last.word === label.word && last.errorCode === label.errorCode) {
    spans[spans.length - 1] = { ...last, to: until };
  } else spans.push({ ...label, from: new Date(from).toISOString(), to: until });
}

/** Stretches that overlap or touch become one. */
export function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && stretch.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, stretch.to) };
    } else result.push({ from: stretch.from, to: stretch.to });
  }
  return result;
}

/** Finds the stretch that holds an instant; it must be asked in order of time. */
function finder<T extends Stretch>(stretches: readonly T[]): (at: number) => T | null {
  let place = 0;
  return (at) => {
    while ((stretches[place]?.to ?? Number.POSITIVE_INFINITY) <= at) place += 1;
    const found = stretches[place];
    return found !== undefined && found.from <= at ? found : null;
  };
}

/** The spans of a history read a while ago, up to `now`, with what is true since. `word` null: nobody can tell. */
export function goneOn(spans: readonly StateSpan[], now: string, word: HistoryWord | null): readonly StateSpan[] {
  const last = spans.at(-1);
  if (last === undefined || Date.parse(now) <= Date.parse(last.to)) return spans;
  const since: HistoryWord = word ?? "Unknown";
  if (last.word === since) return [...spans.slice(0, -1), { ...last, to: now }];
  return [...spans, { word: since, errorCode: null, from: last.to, to: now }];
}

/** What of the spans lies within the window, cut at its edges. */
export function within(spans: readonly StateSpan[], window: { readonly from: string; readonly to: string }) {
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  return spans.flatMap((span): StateSpan[] => {
    const begins = Math.max(from, Date.parse(span.from));
    const ends = Math.min(to, Date.parse(span.to));
    return ends <= begins ? [] : [{ ...span, from: new Date(begins).toISOString(), to: new Date(ends).toISOString() }];
  });
}
