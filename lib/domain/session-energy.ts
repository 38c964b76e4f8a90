/** What a session's meter readings come to: live figures, and the energy that is billed. */
import type { MeterSample } from "./meter-value";
import { plausibleTime } from "./plausible-time";

/** What of a session its readings move; `charging-session` has the rest. */
type Metered = {
  readonly phase: "Active" | "Ended";
  readonly meterStartWh: number | null;
  readonly meterStopWh: number | null;
  readonly meterLastWh: number | null;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly socPercent: number | null;
  readonly lastSampleAt: Date | null;
  readonly anomalies: readonly string[];
};

/** Live figures follow the newest sample; a register never runs the delivered energy below zero. */
export function foldSamples<Session extends Metered>(
  session: Session,
  samples: readonly MeterSample[],
  receivedAt: Date,
): Session {
  let next = session;
  for (const sample of inOrder(samples)) next = foldSample(next, sample, receivedAt);
  return next;
}

function foldSample<Session extends Metered>(session: Session, sample: MeterSample, receivedAt: Date): Session {
  // A clock years ahead would make every later sample old news.
  const { at } = plausibleTime(sample.at, receivedAt);
  const isNewest = session.lastSampleAt === null || at >= session.lastSampleAt;
  const meterStartWh = startReading(session, sample, isNewest);
  if (!isNewest) return settleLive({ ...session, meterStartWh, meterLastWh: highest(session.meterLastWh, sample) });
  return settleLive({
    ...session,
    meterStartWh,
    meterLastWh: sample.energyWh ?? session.meterLastWh,
    powerW: session.phase === "Active" ? (sample.powerW ?? session.powerW) : null,
    socPercent: sample.socPercent ?? session.socPercent,
    lastSampleAt: at,
  });
}

/** An older reading that shows more was taken after a clock ran back: registers only count up. */
const highest = (lastWh: number | null, { energyWh }: MeterSample): number | null =>
  lastWh === null || energyWh === null ? (lastWh ?? energyWh) : Math.max(lastWh, energyWh);

/** The register at the start as told, else the oldest sample's; what was read at the end is no start. */
function startReading(session: Metered, sample: MeterSample, isNewest: boolean): number | null {
  const { meterStartWh, anomalies } = session;
  const { energyWh } = sample;
  if (energyWh === null || sample.context === "Transaction.End") return meterStartWh;
  if (meterStartWh === null) return energyWh;
  const isHeard = !anomalies.includes("StartMissing") && !anomalies.includes("StopWithoutStart");
  return isHeard || isNewest ? meterStartWh : Math.min(meterStartWh, energyWh);
}

const settleLive = <Session extends Metered>(session: Session): Session =>
  session.phase === "Active" ? settleEnergy(session) : session;

/**
 * Delivered is the register at the end, or its newest sample, less the register at the start. A register that
 * ran back is told, and billed by the best of what else is known (quirk E10): `sampledWh`, the samples, the past.
 */
export function settleEnergy<Session extends Metered>(session: Session, sampledWh: number | null = null): Session {
  const { meterStartWh, meterStopWh, meterLastWh } = session;
  const energyWh = difference(meterStartWh, meterStopWh ?? meterLastWh);
  if (energyWh === null) return session;
  const known = session.anomalies.filter((name) => name !== "MeterRollBack");
  if (energyWh >= 0) return { ...session, energyWh, anomalies: known };
  if (session.phase === "Active") return session;
  const bySamples = difference(meterStartWh, meterLastWh);
  return {
    ...session,
    energyWh: Math.max(bySamples ?? 0, sampledWh ?? 0, session.energyWh ?? 0),
    anomalies: [...known, "MeterRollBack"],
  };
}

/** To the milliwatt-hour: beyond it is the noise of the subtraction. */
export function difference(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.round((to - from) * 1000) / 1000;
}

/** The reading that is marked as the begin of the session, as the station told it. */
export const beginReading = (samples: readonly MeterSample[]): number | null =>
  inOrder(samples).find(isReading("Transaction.Begin"))?.energyWh ?? null;

/** The one that is marked as its end. */
export const endReading = (samples: readonly MeterSample[]): number | null =>
  inOrder(samples).findLast(isReading("Transaction.End"))?.energyWh ?? null;

const isReading = (context: string) => (sample: MeterSample) => sample.context === context && sample.energyWh !== null;

const inOrder = (samples: readonly MeterSample[]): readonly MeterSample[] =>
  samples.toSorted((one, other) => one.at.getTime() - other.at.getTime());
