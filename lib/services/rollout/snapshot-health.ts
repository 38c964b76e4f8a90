import type { Tx } from "../context";
import { IS_OWN_RECONNECT } from "./own-reconnects";
import type { JobRow } from "./snapshot-jobs";
import { readWatched } from "./watched-settings";

type Since = { readonly connections: number; readonly faults: number };

/** Of stations whose new version has been seen; by station. */
export type HealthFacts = {
  readonly sinceVerifying: ReadonlyMap<number, Since>;
  readonly settings: ReadonlyMap<number, Readonly<Record<string, string | null>>>;
};

/**
 * How stations did since they run the new version. Warnings beside a status that is none of failing (1.6 has them) are
 * no faults.
 */
export async function readHealthFacts(tx: Tx, jobs: readonly JobRow[]): Promise<HealthFacts> {
  const verifying = jobs.flatMap(({ stationId, verifyingAt, connectedAt }) =>
    verifyingAt === null ? [] : [{ id: stationId, since: verifyingAt, connectedAt: connectedAt ?? 0 }],
  );
  if (verifying.length === 0) return { sinceVerifying: new Map(), settings: new Map() };
  const rows = await tx.$queryRaw<(Since & { readonly id: number })[]>`
    SELECT t.id,
      (SELECT count(*)::int FROM connection k WHERE k.station_id = t.id
        AND k.opened_at > to_timestamp(t.since / 1000) AND ${IS_OWN_RECONNECT}) AS connections,
      (SELECT count(*)::int FROM message_log m
        WHERE m.station_id = t.id AND m.at > to_timestamp(t.since / 1000) AND m.direction = 'In'
          AND m.action = 'StatusNotification' AND m.request ~ '"(status|connectorStatus)": ?"Faulted"') AS faults
    FROM unnest(${verifying.map(({ id }) => id)}::int[], ${verifying.map(({ since }) => since)}::float8[]) AS t(id, since)`;
  return {
    sinceVerifying: new Map(rows.map(({ id, connections, faults }) => [id, { connections, faults }])),
    // What was read before the last connection may have been read from the old version.
    settings: await readWatched(
      tx,
      verifying.map(({ id, since, connectedAt }) => ({ id, since: Math.max(since, connectedAt) })),
    ),
  };
}
