import type { Database } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

const HOUR_MS = 3_600_000;

/** One present for all of a past: what ends and what begins then is the same instant. */
const NOW = Date.now();

export const hoursAgo = (hours: number): Date => new Date(NOW - hours * HOUR_MS);

type Turn = { readonly ago: number; readonly status: string; readonly occupancy?: string; readonly errorCode?: string };

/** Hours ago; the newest last. */
type Past = {
  /** When it was connected, from and to. */
  readonly lines: readonly (readonly [number, number])[];
  readonly connectors: Readonly<Record<number, readonly Turn[]>>;
};

/** A charger that has been with us for days, with a gateway that was at work except for the last minutes. */
export async function aStationWithAPast(
  db: Database,
  { identity, ...data }: Omit<Prisma.StationCreateInput, "identityKey">,
  past: Past,
): Promise<number> {
  const { id: stationId } = await db.station.create({
    data: {
      ...data,
      identity,
      identityKey: identity.toLowerCase(),
      securityProfile: 0,
      connectionEpoch: past.lines.length,
    },
  });
  const gatewayId = `before-${identity}`;
  await db.gateway.create({
    data: { id: gatewayId, startedAt: hoursAgo(200), beatAt: new Date(), stoppedAt: new Date() },
  });
  await db.connection.createMany({
    data: past.lines.map(([from, to], place) => ({
      stationId,
      epoch: place + 1,
      gatewayId,
      ocppVersion: "ocpp1.6",
      securityProfile: 0,
      remoteAddress: "41.90.64.7",
      openedAt: hoursAgo(from),
      closedAt: hoursAgo(to),
      closeCode: 1006,
      closeReason: "ConnectionCut",
    })),
  });
  for (const [evse, turns] of Object.entries(past.connectors)) await tell(db, stationId, Number(evse), turns);
  return stationId;
}

async function tell(db: Database, stationId: number, evse: number, turns: readonly Turn[]): Promise<void> {
  const stateOf = ({
    status,
    occupancy = null,
    errorCode = null,
  }: Turn | { status: string; occupancy?: null; errorCode?: null }) => ({
    status,
    occupancy,
    errorCode,
  });
  await db.connectorChange.createMany({
    data: turns.map((turn, place) => {
      const before = turns[place - 1];
      return {
        stationId,
        evse,
        connector: 1,
        at: hoursAgo(turn.ago),
        ...stateOf(turn),
        ...(before === undefined
          ? {}
          : {
              wasStatus: before.status,
              wasOccupancy: before.occupancy ?? null,
              wasErrorCode: before.errorCode ?? null,
              wasSince: hoursAgo(before.ago),
            }),
      };
    }),
  });
  const last = turns.at(-1);
  if (last === undefined) return;
  const at = hoursAgo(last.ago);
  await db.evse.create({ data: { stationId, evse } });
  await db.connector.create({
    data: { stationId, evse, connector: 1, ...stateOf(last), statusAt: at, receivedAt: at, changedAt: at },
  });
}
