import { SEED_ACTOR, type SeedTx } from "./seed-tx";

const PER_STATION = 2;

/** What was asked as operators ask: the usual commands, all of them settled, most of them done. */
const ASKED = [
  { name: "Reset", action: "Reset", request: { type: "Reset", when: "WhenIdle" } },
  { name: "Reset", action: "Reset", request: { type: "Reset", when: "Now" } },
  { name: "Unlock", action: "UnlockConnector", request: { type: "Unlock", evse: 1, connector: 1 } },
  {
    name: "TriggerMessage",
    action: "TriggerMessage",
    request: { type: "TriggerMessage", message: "StatusNotification" },
  },
  {
    name: "ChangeAvailability",
    action: "ChangeAvailability",
    request: { type: "ChangeAvailability", evse: 1, operational: "Operative" },
  },
  { name: "ClearCache", action: "ClearCache", request: { type: "ClearCache" } },
] as const;

/** The commands of the last 90 days. */
export async function seedCommands(tx: SeedTx, stations: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO command (id, station_id, name, request, state, requested_by_kind, requested_by_id, requested_by,
      created_at, expires_at, sent_at, answered_at, settled_at, epoch, message_id, action, answer, answer_status, error_code, rev)
    SELECT md5('command' || i)::uuid, f.id, a.name, a.request, state::"CommandState", ${SEED_ACTOR.kind}, ${SEED_ACTOR.id},
      ${SEED_ACTOR.name}, at, at + interval '5 minutes', CASE WHEN is_sent THEN at + interval '0.2 second' END,
      CASE WHEN is_answered THEN at + interval '0.7 second' END,
      CASE WHEN state IN ('Done', 'Rejected', 'Failed') THEN at + interval '9 seconds' ELSE at + interval '5 minutes' END,
      CASE WHEN is_sent THEN 1 END, CASE WHEN is_sent THEN md5('message' || i)::uuid::text END, CASE WHEN is_sent THEN a.action END,
      CASE WHEN is_answered AND state <> 'Failed' THEN jsonb_build_object('status', verdict) END,
      CASE WHEN is_answered AND state <> 'Failed' THEN verdict END, CASE WHEN state = 'Failed' THEN 'InternalError' END, 3
    FROM generate_series(1, ${stations * PER_STATION}::int) i
    JOIN seed_fleet f ON f.id = 1 + floor(pg_temp.draw(i, 'command-station') * ${stations}::int)::int AND f.has_been
    JOIN jsonb_to_recordset(${JSON.stringify(ASKED.map((each, index) => ({ n: index, ...each })))}::jsonb)
      AS a(n int, name text, action text, request jsonb) ON a.n = floor(pg_temp.draw(i, 'command') * ${ASKED.length}::int)::int,
      LATERAL (SELECT pg_temp.moment() - interval '1 second' * (3600 + pg_temp.draw(i, 'asked') * 7770000) AS at,
        CASE WHEN d < 0.85 THEN 'Done' WHEN d < 0.9 THEN 'Rejected' WHEN d < 0.93 THEN 'NoAnswer' WHEN d < 0.96 THEN 'Expired'
          WHEN d < 0.98 THEN 'NoEffect' ELSE 'Failed' END AS state FROM pg_temp.draw(i, 'came-of-it') d) s,
      LATERAL (SELECT state <> 'Expired' AS is_sent, state NOT IN ('Expired', 'NoAnswer') AS is_answered,
        CASE WHEN state = 'Rejected' THEN 'Rejected' WHEN a.name = 'Unlock' THEN 'Unlocked' ELSE 'Accepted' END AS verdict) v
    ORDER BY at`;
}
