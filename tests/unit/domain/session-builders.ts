import type { ChargingSession, Placement } from "@/lib/domain/charging-session";
import type { MeterSample } from "@/lib/domain/meter-value";
import type { SessionEnded, SessionStarted, SessionUpdated } from "@/lib/domain/station-message";

export const T0 = new Date("2025-06-01T12:00:00Z");
export const minutes = (count: number): Date => new Date(T0.getTime() + count * 60_000);

export const aPlace = (given: Partial<Placement> = {}): Placement => ({
  id: 1,
  stationId: 1,
  startKey: "key",
  receivedAt: T0,
  authorization: "Accepted",
  ...given,
});

export const aSample = (at: Date, energyWh: number | null, given: Partial<MeterSample> = {}): MeterSample => ({
  at,
  context: "Sample.Periodic",
  energyWh,
  powerW: null,
  currentA: null,
  voltageV: null,
  socPercent: null,
  other: [],
  ...given,
});

const TOLD = { seqNo: null, evse: null, connector: null, token: null, trigger: null, wasOffline: false, samples: [] };
const session = { kind: "Theirs", transactionId: "tx" } as const;

export const aStart = (given: Partial<SessionStarted> = {}): SessionStarted => ({
  ...TOLD,
  type: "SessionStarted",
  transactionId: "tx",
  at: T0,
  meterStartWh: null,
  chargingState: null,
  remoteStartId: null,
  reservationId: null,
  ...given,
});

export const anUpdate = (given: Partial<SessionUpdated> = {}): SessionUpdated => ({
  ...TOLD,
  type: "SessionUpdated",
  session,
  at: minutes(5),
  chargingState: null,
  remoteStartId: null,
  reservationId: null,
  ...given,
});

export const anEnd = (given: Partial<SessionEnded> = {}): SessionEnded => ({
  ...TOLD,
  type: "SessionEnded",
  session,
  at: minutes(60),
  meterStopWh: null,
  reason: "Local",
  reasonTold: null,
  reservationId: null,
  ...given,
});

/** What must never be true of any session, in words a failure can show. */
export function brokenRules({ phase, startedAt, endedAt, energyWh, powerW }: ChargingSession): readonly string[] {
  const rules: readonly (readonly [string, boolean])[] = [
    ["bills negative energy", energyWh !== null && !(energyWh >= 0)],
    ["ends before it starts", endedAt !== null && endedAt < startedAt],
    ["has ended and no end", phase === "Ended" && endedAt === null],
    ["has an end and goes on", phase === "Active" && endedAt !== null],
    ["has ended and draws power", phase === "Ended" && powerW !== null],
  ];
  return rules.flatMap(([rule, isBroken]) => (isBroken ? [rule] : []));
}
