/** Lines of latitude and longitude, which tell where one is where there is no other ground. Degrees. */

export type Bounds = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
type Line = readonly (readonly [longitude: number, latitude: number])[];

/** What a line may be apart from the next, so that they can be counted. */
const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002];
/** Where one is nearer than this a line says nothing more. */
const STEP_MIN = 0.001;
/** Roughly as many lines across a screen. */
const LINES_WANTED = 8;
/** Mercator ends here. */
const LATITUDE_MAX = 85;

/** How far apart lines are for a part of the earth that is so wide. */
export const stepFor = (width: number): number => STEPS.find((step) => width / step >= LINES_WANTED) ?? STEP_MIN;

/** The lines through a part of the earth, and a step beyond it. */
export function graticule({ west, south, east, north }: Bounds): readonly Line[] {
  const step = stepFor(east - west);
  const from = { x: floor(west, step), y: Math.max(-LATITUDE_MAX, floor(south, step)) };
  const to = { x: floor(east, step) + step, y: Math.min(LATITUDE_MAX, floor(north, step) + step) };
  const meridians = range(from.x, to.x, step).map(
    (x): Line => [
      [x, from.y],
      [x, to.y],
    ],
  );
  const parallels = range(from.y, to.y, step).map(
    (y): Line => [
      [from.x, y],
      [to.x, y],
    ],
  );
  return [...meridians, ...parallels];
}

const floor = (value: number, step: number): number => Math.floor(value / step) * step;

const range = (from: number, to: number, step: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / step + 1e-6) + 1 }, (_, index) =>
    Number((from + index * step).toFixed(6)),
  );
