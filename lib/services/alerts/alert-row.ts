import type { Alert } from "@/lib/db/generated/client";
import { ALERT_STATES, type AlertState, type AlertView, RESOLVED_BECAUSE } from "@/lib/domain/alerts/alert-view";
import type { Tx } from "../context";
import { causeTypeOf } from "./load-open";
import { alertKind, severityOf } from "./rule-row";

/** What is told of an alert besides its own row. */
type Around = { readonly members: number; readonly detail: string | null; readonly stations: number | null };

const ALONE: Around = { members: 0, detail: null, stations: null };

/** Alerts as people see them, in the order of the rows. */
export async function toAlertViews(db: Tx, rows: readonly Alert[], now: Date): Promise<readonly AlertView[]> {
  const around = await lookAround(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toAlertView(row, around.get(row.id) ?? ALONE, now));
}

async function lookAround(db: Tx, alertIds: readonly number[]): Promise<ReadonlyMap<number, Around>> {
  if (alertIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(Around & { readonly id: number })[]>`
    SELECT a.id, m.members, m.detail,
      CASE WHEN a.cause_type = 'Site' THEN (SELECT count(*)::int FROM station s
        WHERE s.removed_at IS NULL AND s.site_id = NULLIF(split_part(a.cause, ':', 2), '')::int) END AS stations
    FROM alert a CROSS JOIN LATERAL (
      SELECT count(*)::int AS members,
        CASE WHEN count(DISTINCT detail) = 1 AND count(*) = count(detail) THEN min(detail) END AS detail
      FROM alert_member WHERE alert_id = a.id
    ) m WHERE a.id = ANY(${[...alertIds]}::int[])`;
  return new Map(rows.map(({ id, ...around }) => [id, around]));
}

function toAlertView(row: Alert, { members, detail, stations }: Around, now: Date): AlertView {
  return {
    id: row.id,
    ruleId: row.ruleId,
    kind: alertKind(row.kind),
    severity: severityOf(row.severity),
    cause: { type: causeTypeOf(row.causeType), name: row.causeName, stations },
    state: alertState(row.state),
    openedAt: row.openedAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    count: row.count,
    present: row.present,
    members,
    detail,
    acknowledgedBy: row.acknowledgedBy,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    ...silenceOf(row, now),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolveReason: RESOLVED_BECAUSE.find((known) => known === row.resolveReason) ?? null,
    resolvedBy: row.resolvedBy,
    resolveNote: row.resolveNote,
    rev: row.rev,
  };
}

/** A silence that has ended is none, also before the next round has seen so. */
function silenceOf({ silencedUntil, silencedBy }: Alert, now: Date): Pick<AlertView, "silencedUntil" | "silencedBy"> {
  if (silencedUntil === null || silencedUntil <= now) return { silencedUntil: null, silencedBy: null };
  return { silencedUntil: silencedUntil.toISOString(), silencedBy };
}

export function alertState(stored: string): AlertState {
  const state = ALERT_STATES.find((known) => known === stored);
  if (state === undefined) throw new Error(`unknown state of an alert in the books: ${stored}`);
  return state;
}
