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

/** Energy counts from the session's first register reading. */
export function toCurve(samples: readonly SamplePoint[]): Curve {
  const inOrder = samples.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const first = inOrder.find(({ energyWh }) => energyWh !== null)?.energyWh ?? 0;
  const points = withGaps(inOrder);
  return {
    at: points.map(({ second }) => second),
    kilowatts: points.map(({ sample }) => scaled(sample?.powerW ?? null, 0)),
    kilowattHours: points.map(({ sample }) => scaled(sample?.energyWh ?? null, first)),
    percent: points.map(({ sample }) => sample?.socPercent ?? null),
  };
}

const scaled = (value: number | null, zero: number): number | null => (value === null ? null : (value - zero) / 1000);

type Point = { readonly second: number; readonly sample: SamplePoint | null };

function withGaps(samples: readonly SamplePoint[]): readonly Point[] {
  const points: Point[] = [];
  for (const sample of samples) {
    const second = Date.parse(sample.at) / 1000;
    const before = points.at(-1)?.second;
    if (before !== undefined && second - before > GAP_MAX_SECONDS) points.push({ second: before + 1, sample: null });
    points.push({ second, sample });
  }
  return points;
}
