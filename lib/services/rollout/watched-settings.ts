import type { JobFacts } from "@/lib/domain/firmware/campaign-snapshot";
import type { Actor, Tx, Unit } from "../context";
import { keysPerReadMax } from "../stations/list-settings";
import { orderCommands } from "./order-commands";

/**
 * Settings that an update is known to reset, of 1.6 and of 2.x: they are compared before and after it. A secret's value
 * is not told, but whether there is one.
 */
export const WATCHED_SETTINGS: readonly string[] = [
  "AuthorizationKey",
  "ClockAlignedDataInterval",
  "HeartbeatInterval",
  "LocalAuthListEnabled",
  "LocalPreAuthorize",
  "MeterValueSampleInterval",
  "MeterValuesSampledData",
  "SecurityProfile",
  "WebSocketPingInterval",
  "AuthCtrlr.LocalPreAuthorize",
  "OCPPCommCtrlr.HeartbeatInterval",
  "OCPPCommCtrlr.NetworkConfigurationPriority",
  "OCPPCommCtrlr.WebSocketPingInterval",
  "SampledDataCtrlr.TxUpdatedInterval",
  "SampledDataCtrlr.TxUpdatedMeasurands",
];

/**
 * What stations told of the watched settings since then (ms since 1970), by station: a text, empty where the value is
 * not told, or null where the station says that it has no such setting. What it has not told since is left out.
 */
export async function readWatched(
  tx: Tx,
  stations: readonly { readonly id: number; readonly since: number }[],
): Promise<ReadonlyMap<number, Readonly<Record<string, string | null>>>> {
  const found = new Map<number, Record<string, string | null>>();
  if (stations.length === 0) return found;
  const rows = await tx.$queryRaw<{ id: number; key: string; value: string | null }[]>`
    SELECT s.station_id AS id, s.key, CASE WHEN s.is_known THEN coalesce(s.value, '') END AS value
    FROM unnest(${stations.map(({ id }) => id)}::int[], ${stations.map(({ since }) => since)}::float8[]) AS t(id, since)
    JOIN station_setting s ON s.station_id = t.id
    WHERE s.key = ANY (${WATCHED_SETTINGS})
      AND s.read_at >= to_timestamp(t.since / 1000)`;
  for (const { id, key, value } of rows) found.set(id, { ...found.get(id), [key]: value });
  return found;
}

const EXPIRES_SECONDS = 60;

type Asking = {
  readonly actor: Actor;
  readonly at: Date;
  readonly jobs: readonly Pick<JobFacts, "stationId" | "station">[];
};

/** Asks stations that are there for their watched settings, no more at a time than each says that it answers. */
export async function askForWatched(unit: Pick<Unit, "tx" | "announce">, { actor, at, jobs }: Asking): Promise<void> {
  for (const { stationId, station } of jobs.filter((job) => job.station.isOnline)) {
    const known = WATCHED_SETTINGS.filter((key) => key.includes(".") === station.can.tellsRequestId);
    const max = (await keysPerReadMax(unit.tx, stationId)) ?? known.length;
    const parts = Array.from({ length: Math.ceil(known.length / max) }, (_, n) => known.slice(n * max, (n + 1) * max));
    await orderCommands(unit, {
      actor,
      at,
      commands: parts.map((keys) => ({
        stationId,
        identity: station.identity,
        command: { type: "GetSettings", keys },
        expiresInSeconds: EXPIRES_SECONDS,
      })),
    });
  }
}

/**
 * Asks stations that run their new version, once on each connection, for the settings that an update is known to
 * reset. Safe to repeat.
 */
export async function askUpdatedForWatched(
  unit: Pick<Unit, "tx" | "announce">,
  { actor, at, jobs }: { readonly actor: Actor; readonly at: Date; readonly jobs: readonly JobFacts[] },
): Promise<void> {
  const updated = jobs.filter((job) => job.status === "Verifying" && job.station.isOnline);
  if (updated.length === 0) return;
  const unread = await unit.tx.$queryRaw<{ id: number }[]>`
    SELECT t.id FROM unnest(${updated.map(({ stationId }) => stationId)}::int[], ${updated.map(sinceOf)}::float8[]) AS t(id, since)
    WHERE NOT EXISTS (SELECT FROM command c WHERE c.station_id = t.id AND c.name = 'GetSettings'
      AND c.requested_by_kind = 'system' AND c.created_at >= to_timestamp(t.since / 1000))`;
  const ids = new Set(unread.map(({ id }) => id));
  await askForWatched(unit, { actor, at, jobs: updated.filter(({ stationId }) => ids.has(stationId)) });
}

/** What was read before the station's last connection may have been read from the old version. */
const sinceOf = ({ verifyingAt, station }: JobFacts): number => Math.max(verifyingAt ?? 0, station.connectedAt ?? 0);
