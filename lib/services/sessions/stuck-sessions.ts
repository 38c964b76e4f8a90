import type { Database } from "@/lib/db/client";
import {
  isStuckAs,
  NEVER_CHARGED_AFTER_MS,
  type SessionProblem,
  type StuckReason,
  stuckReasons,
} from "@/lib/domain/session-problem";

type Row = {
  readonly id: number;
  readonly startReceivedAt: Date;
  readonly startedAt: Date;
  readonly energyWh: number | null;
  readonly powerW: number | null;
  readonly status: string | null;
  readonly statusReceivedAt: Date | null;
  readonly goneSince: Date | null;
};

/** The running sessions that are stuck in this way. Nothing younger than five minutes is looked at. */
export async function stuckSessionIds(
  db: Database,
  problem: Exclude<SessionProblem, "review">,
  now: Date,
): Promise<readonly number[]> {
  const rows = await readFacts(db, { before: new Date(now.getTime() - NEVER_CHARGED_AFTER_MS) });
  return rows.flatMap((row) => (isStuckAs(problem, reasonsOf(row, now)) ? [row.id] : []));
}

/** How many running sessions are stuck in each way, with one look at them. */
export async function countStuckSessions(
  db: Database,
  now: Date,
): Promise<Readonly<Record<"neverCharged" | "neverEnds", number>>> {
  const rows = await readFacts(db, { before: new Date(now.getTime() - NEVER_CHARGED_AFTER_MS) });
  const reasons = rows.map((row) => reasonsOf(row, now));
  const count = (problem: Exclude<SessionProblem, "review">): number =>
    reasons.filter((each) => isStuckAs(problem, each)).length;
  return { neverCharged: count("never-charged"), neverEnds: count("never-ends") };
}

/** Why this session is stuck; none where it has ended. */
export async function stuckReasonsOf(db: Database, sessionId: number, now: Date): Promise<readonly StuckReason[]> {
  const [row] = await readFacts(db, { sessionId });
  return row === undefined ? [] : reasonsOf(row, now);
}

function reasonsOf({ status, statusReceivedAt, ...row }: Row, now: Date): readonly StuckReason[] {
  const connector = status === null || statusReceivedAt === null ? null : { status, receivedAt: statusReceivedAt };
  return stuckReasons({ ...row, connector }, now);
}

const NO_LIMIT = new Date("9999-01-01T00:00:00Z");

type Which = { readonly before?: Date; readonly sessionId?: number };

/** An EVSE with several connectors is free when all are. */
async function readFacts(db: Database, { before = NO_LIMIT, sessionId }: Which): Promise<readonly Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT s.id, s.start_received_at AS "startReceivedAt", s.started_at AS "startedAt", s.energy_wh AS "energyWh",
      s.power_w AS "powerW", c.status, c.received_at AS "statusReceivedAt",
      CASE WHEN st.gateway_id IS NULL THEN st.disconnected_at END AS "goneSince"
    FROM charging_session s JOIN station st ON st.id = s.station_id
    LEFT JOIN LATERAL (
      SELECT CASE WHEN bool_and(status = 'Available') THEN 'Available' ELSE 'Other' END AS status,
        max(received_at) AS received_at
      FROM connector WHERE station_id = s.station_id AND evse = s.evse HAVING count(*) > 0
    ) c ON true
    WHERE s.phase = 'Active' AND s.start_received_at < ${before.toISOString()}::timestamptz
      AND (${sessionId ?? null}::int IS NULL OR s.id = ${sessionId ?? null}::int)`;
}
