import type { Stretch } from "@/lib/domain/state-history";
import type { SamplePoint } from "@/lib/domain/station-view";

/** Columns as a chart wants them: seconds since 1970, then one column per figure; null is a gap. */
export type Curve = {
  readonly at: readonly number[];
  readonly kilowatts: readonly (number | null)[];
  readonly kilowattHours: readonly (number | null)[];
  readonly percent: readonly (number | null)[];
};

/** Longer than this without a sample is a gap, drawn as one: nothing is made up for the time in between. */
const GAP_MAX_SECONDS = 15 * 60;

/** So much silence of the line between two samples is a gap too. */
const SILENCE_MAX_SECONDS = 60;

/** Energy counts from the session's first register reading. `silences`: when the charger was away, epoch milliseconds. */
export function toCurve(samples: readonly SamplePoint[], silences: readonly Stretch[] = []): Curve {
  const inOrder = samples.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first = inOrder.find(({ energyWh }) => energyWh !== null)?.energyWh ?? 0;
  const points = withGaps(inOrder, silences);
  return {
    at: points.map(({ second }) => second),
    kilowatts: points.map(({ sample }) => scaled(sample?.powerW ?? null, 0)),
    kilowattHours: points.map(({ sample }) => scaled(sample?.energyWh ?? null, first)),
    percent: points.map(({ sample }) => sample?.socPercent ?? null),
  };
}

const scaled = (value: number | null, zero: number): number | null => (value === null ? null : (value - zero) / 1000);

type Point = { readonly second: number; readonly sample: SamplePoint | null };

function withGaps(samples: readonly SamplePoint[], silences: readonly Stretch[]): readonly Point[] {
  const isGap = (from: number, to: number): boolean =>
    to - from > GAP_MAX_SECONDS || silentSeconds(silences, from, to) > SILENCE_MAX_SECONDS;
  const points: Point[] = [];
  for (const sample of samples) {
    const second = Date.parse(sample.at) / 1000;
    const before = points.at(-1)?.second;
    if (before !== undefined && isGap(before, second)) points.push({ second: before + 1, sample: null });
    points.push({ second, sample });
  }
  return points;
}

const silentSeconds = (silences: readonly Stretch[], from: number, to: number): number =>
  silences.reduce((sum, silence) => {
    const length = Math.min(silence.to / 1000, to) - Math.max(silence.from / 1000, from);
    return sum + Math.max(length, 0);
  }, 0);
