/**
 * How far a station's clock is off ours, out of the times in its messages. Such a time is at best the moment of
 * sending, and earlier where the message waited (a queue, a status that changed long ago). So the greatest offset of
 * late is nearest to the truth; and "behind" is believed only where messages apart in time say the same.
 */

/** Ahead of ours is positive. `checkedAt`: the newest message it rests on. */
export type ClockOffset = { readonly offsetMs: number; readonly checkedAt: Date };

export type ClockWatch = {
  readonly told: (stationTime: Date, receivedAt: Date) => void;
  /** The clock may have been set: what was told before counts no more. */
  readonly restart: () => void;
  /** Null while not enough is known. */
  readonly offset: () => ClockOffset | null;
};

/** From here on people are warned: receipts and tariffs go by the station's clock. */
export const CLOCK_OFFSET_MS_MAX = 60_000;

export const isClockOff = (offsetMs: number): boolean => Math.abs(offsetMs) > CLOCK_OFFSET_MS_MAX;

const KEPT = 8;
const KEPT_MS = 15 * 60_000;
/** Two messages this far apart were not queued for the same reason by the same time. */
const APART_MS_MIN = 20_000;
const AGREE_MS_MAX = 5_000;
/** A message that is no older than this has not waited. */
const PROMPT_MS_MAX = 10_000;
/** Fits int32; a clock that was never set is off by decades. */
const OFFSET_MS_MAX = 2_000_000_000;

type Sample = { readonly offsetMs: number; readonly receivedMs: number };

export function createClockWatch(): ClockWatch {
  let samples: readonly Sample[] = [];
  return {
    told: (stationTime, receivedAt) => {
      const receivedMs = receivedAt.getTime();
      const offsetMs = bounded(stationTime.getTime() - receivedMs);
      const recent = samples.filter((sample) => receivedMs - sample.receivedMs < KEPT_MS);
      samples = [...recent, { offsetMs, receivedMs }].slice(-KEPT);
    },
    restart: () => void (samples = []),
    offset: () => {
      const greatest = Math.max(...samples.map(({ offsetMs }) => offsetMs));
      const checkedMs = Math.max(...samples.map(({ receivedMs }) => receivedMs));
      const isKnown = samples.length > 0 && (greatest >= -PROMPT_MS_MAX || isBorneOut(samples, greatest));
      return isKnown ? { offsetMs: greatest, checkedAt: new Date(checkedMs) } : null;
    },
  };
}

function isBorneOut(samples: readonly Sample[], greatest: number): boolean {
  const agreeing = samples.filter(({ offsetMs }) => greatest - offsetMs <= AGREE_MS_MAX);
  const times = agreeing.map(({ receivedMs }) => receivedMs);
  return Math.max(...times) - Math.min(...times) >= APART_MS_MIN;
}

const bounded = (offsetMs: number): number => Math.max(-OFFSET_MS_MAX, Math.min(OFFSET_MS_MAX, offsetMs));
