/** A message on the wire, as a mark in time. */
export type FrameTick = {
  readonly id: string;
  readonly at: string;
  readonly action: string | null;
  readonly direction: "In" | "Out";
  readonly result: string;
};

export type PlacedTick = { readonly frame: FrameTick; readonly share: number };

/** Where on the axis each message stands; those outside of it are left out. */
export function placeOfTicks(
  frames: readonly FrameTick[],
  window: { readonly from: string; readonly to: string },
): readonly PlacedTick[] {
  const begin = Date.parse(window.from);
  const length = Date.parse(window.to) - begin;
  if (length <= 0) return [];
  return frames
    .map((frame) => ({ frame, share: (Date.parse(frame.at) - begin) / length }))
    .filter(({ share }) => share >= 0 && share <= 1);
}

type Times = {
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly firstSampleAt: string | null;
  readonly lastSampleAt: string | null;
};

/** The time that all figures of a session share: all of it and all of its readings, up to now where it still runs. */
export function windowOf({ startedAt, endedAt, firstSampleAt, lastSampleAt }: Times, now: string) {
  const instants = [startedAt, firstSampleAt, lastSampleAt, endedAt ?? now].filter((at) => at !== null);
  const inOrder = instants.toSorted((a, b) => Date.parse(a) - Date.parse(b));
  return { from: inOrder[0] ?? startedAt, to: inOrder.at(-1) ?? startedAt };
}
