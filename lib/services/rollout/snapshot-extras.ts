/** What few stations have: read for all of them at once, kept by station or by job. */
import type { AskFacts, StationFacts } from "@/lib/domain/firmware/campaign-snapshot";
import type { Tx } from "../context";
import { groupBy } from "./group-by";
import { ms } from "./milliseconds";
import { type HealthFacts, readHealthFacts } from "./snapshot-health";
import type { JobRow } from "./snapshot-jobs";
import { rowsOf } from "./stored-words";
import { updatedByHand } from "./updates-by-hand";

export type Make = {
  readonly vendor: string;
  readonly model: string;
  readonly version: string;
  readonly plainUpdate: boolean | null;
  readonly signedUpdate: boolean | null;
  readonly statusTrigger: boolean | null;
};
type Past = { readonly jobId: string; readonly outcome: string; readonly closedAt: number };
type Restore = StationFacts["restores"][number] & { readonly stationId: number };

export type Extras = HealthFacts & {
  readonly inSession: ReadonlySet<number>;
  readonly locks: ReadonlyMap<number, { readonly reason: string }>;
  readonly inOtherCampaign: ReadonlySet<number>;
  readonly updatingByHand: ReadonlySet<number>;
  /** By the question's id. */
  readonly asks: ReadonlyMap<string, AskFacts>;
  readonly past: ReadonlyMap<string, readonly Past[]>;
  /** When an update was last sent to a station, or the try of one ended, by whatever campaign. */
  readonly tried: ReadonlyMap<number, number>;
  readonly makes: ReadonlyMap<string, Make>;
  readonly restores: ReadonlyMap<number, readonly Restore[]>;
};

type Wanted = {
  readonly campaignId: string;
  readonly jobs: readonly JobRow[];
  /** Whose stations the campaign is for. */
  readonly vendor: string;
  readonly now: number;
};

export async function readExtras(tx: Tx, { campaignId, jobs, vendor, now }: Wanted): Promise<Extras> {
  const hourAgo = new Date(now - 3_600_000).toISOString();
  const [read] = await tx.$queryRaw<Record<Column, string | null>[]>`
    WITH wanted AS MATERIALIZED (
      SELECT t.id, t.station_id, t.ask_id FROM unnest(${jobs.map(({ id }) => id)}::uuid[],
        ${jobs.map(({ stationId }) => stationId)}::int[], ${jobs.map(({ askId }) => askId)}::uuid[])
        AS t(id, station_id, ask_id)
    )
    SELECT
      (SELECT json_agg(DISTINCT s.station_id) FROM charging_session s
        WHERE s.phase = 'Active' AND s.station_id IN (SELECT station_id FROM wanted))::text AS sessions,
      (SELECT json_agg(json_build_object('stationId', l.station_id, 'reason', l.reason)) FROM station_update_lock l
        WHERE l.station_id IN (SELECT station_id FROM wanted)
          AND (l.until IS NULL OR l.until > to_timestamp(${now}::float8 / 1000)))::text AS locks,
      (SELECT json_agg(DISTINCT a.station_id) FROM firmware_attempt a JOIN firmware_job j ON j.id = a.job_id
        WHERE a.closed_at IS NULL AND j.campaign_id <> ${campaignId}::uuid
          AND a.station_id IN (SELECT station_id FROM wanted))::text AS others,
      (SELECT json_agg(json_build_object('id', c.id, 'message', c.request->>'message', 'askedAt', ${ms("c.created_at")},
          'state', c.state, 'sentAt', ${ms("c.sent_at")}, 'epoch', c.epoch, 'report', (
            SELECT json_build_object('id', r.id, 'status', r.status, 'requestId', r.request_id, 'at', ${ms("r.received_at")})
            FROM station_report r WHERE r.station_id = c.station_id AND r.kind = 'Firmware'
              AND r.received_at >= greatest(c.sent_at, c.answered_at - interval '1 second') AND c.answered_at IS NOT NULL
            ORDER BY r.id LIMIT 1)))
        FROM wanted JOIN command c ON c.id = wanted.ask_id)::text AS asks,
      (SELECT json_agg(json_build_object('jobId', a.job_id, 'outcome', a.outcome, 'closedAt', ${ms("a.closed_at")})
          ORDER BY a.n, a.opened_at)
        FROM wanted JOIN firmware_attempt a ON a.job_id = wanted.id WHERE a.closed_at IS NOT NULL)::text AS past,
      (SELECT json_agg(json_build_array(t.station_id, ${ms("t.at")})) FROM (
        SELECT a.station_id, max(greatest(c.sent_at, a.closed_at)) AS at
        FROM firmware_attempt a JOIN command c ON c.id = a.command_id
        -- No answer is older than an hour and still counts.
        WHERE (a.closed_at IS NULL OR a.closed_at > ${hourAgo}::timestamptz)
          AND c.sent_at IS NOT NULL AND a.station_id IN (SELECT station_id FROM wanted) GROUP BY a.station_id) t)::text
        AS tried,
      (SELECT json_agg(json_build_object('vendor', m.vendor, 'model', m.model, 'version', m.firmware_version,
          'plainUpdate', m.plain_update, 'signedUpdate', m.signed_update, 'statusTrigger', m.status_trigger))
        FROM model_capability m WHERE lower(m.vendor) = lower(${vendor}))::text AS makes,
      (SELECT json_agg(json_build_object('stationId', o.station_id, 'jobId', o.job_id, 'id', o.id, 'evse', o.evse,
          'orderedAt', ${ms("o.created_at")}, 'isDue', o.due_at IS NOT NULL,
          'isDone', o.done_at IS NOT NULL, 'isDrained', o.done_at IS NULL AND EXISTS (
            SELECT FROM connector k WHERE k.station_id = o.station_id AND k.evse > 0 AND o.evse IN (0, k.evse)
          ) AND NOT EXISTS (
            SELECT FROM connector k WHERE k.station_id = o.station_id AND k.evse > 0 AND o.evse IN (0, k.evse)
              AND k.status NOT IN ('Unavailable', 'Faulted'))))
        FROM wanted JOIN restore_obligation o ON o.station_id = wanted.station_id
        WHERE o.done_at IS NULL OR o.job_id = wanted.id)::text AS restores`;
  const locks = rowsOf<{ readonly stationId: number; readonly reason: string }>(read?.locks);
  return {
    inSession: new Set(rowsOf<number>(read?.sessions)),
    locks: new Map(locks.map((lock) => [lock.stationId, lock])),
    inOtherCampaign: new Set(rowsOf<number>(read?.others)),
    updatingByHand: new Set(await updatedByHand(tx, idsOf(jobs), new Date(now))),
    asks: new Map(rowsOf<AskRow>(read?.asks).map((row) => [row.id, toAsk(row)])),
    past: groupBy(rowsOf<Past>(read?.past), ({ jobId }) => jobId),
    tried: new Map(rowsOf<readonly [number, number]>(read?.tried)),
    makes: new Map(rowsOf<Make>(read?.makes).map((make) => [makeKey(make), make])),
    restores: groupBy(rowsOf<Restore>(read?.restores), ({ stationId }) => stationId),
    ...(await readHealthFacts(tx, jobs)),
  };
}

type Column = "sessions" | "locks" | "others" | "asks" | "past" | "tried" | "makes" | "restores";
type AskRow = Omit<AskFacts, "what"> & { readonly message: string };

const toAsk = ({ message, ...row }: AskRow): AskFacts => ({
  ...row,
  what: message === "BootNotification" ? "Boot" : "FirmwareStatus",
});

/** What is learnt of stations of one vendor, model and version. */
export const makeKey = ({ vendor, model, version }: { vendor: string; model: string; version: string }): string =>
  JSON.stringify([vendor, model, version]);

const idsOf = (jobs: readonly JobRow[]): number[] => jobs.map(({ stationId }) => stationId);
