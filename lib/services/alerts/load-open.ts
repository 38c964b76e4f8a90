import { CAUSE_TYPES, type CauseType } from "@/lib/domain/alerts/cause";
import type { Dismissed, OpenAlert } from "@/lib/domain/alerts/decide-alerts";
import type { Tx } from "../context";

type Row = {
  readonly id: number;
  readonly ruleId: number | null;
  readonly causeType: string;
  readonly cause: string;
  readonly causeName: string;
  readonly silencedUntil: Date | null;
};

/** Every alert that is not resolved, with who is and was in it, held until the transaction ends. */
export async function loadOpenAlerts(tx: Tx): Promise<readonly OpenAlert[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, rule_id AS "ruleId", cause_type AS "causeType", cause, cause_name AS "causeName",
      silenced_until AS "silencedUntil"
    FROM alert WHERE state <> 'Resolved' ORDER BY id FOR UPDATE`;
  const members = await tx.$queryRaw<{ alertId: number; subject: string; leftAt: Date | null }[]>`
    SELECT m.alert_id AS "alertId", m.subject, m.left_at AS "leftAt"
    FROM alert_member m JOIN alert a ON a.id = m.alert_id WHERE a.state <> 'Resolved'`;
  const byAlert = new Map(rows.map(({ id }) => [id, [] as { subject: string; leftAt: number | null }[]]));
  for (const { alertId, subject, leftAt } of members) {
    byAlert.get(alertId)?.push({ subject, leftAt: leftAt?.getTime() ?? null });
  }
  return rows.map(({ id, ruleId, causeType, cause, causeName, silencedUntil }) => ({
    id,
    ruleId,
    cause: { type: causeTypeOf(causeType), key: cause, name: causeName },
    silencedUntil: silencedUntil?.getTime() ?? null,
    members: byAlert.get(id) ?? [],
  }));
}

/** What was resolved by hand while it was still so. */
export async function loadDismissed(tx: Tx): Promise<readonly Dismissed[]> {
  return tx.$queryRaw<Dismissed[]>`
    SELECT m.alert_id AS "alertId", a.rule_id AS "ruleId", m.subject
    FROM alert_member m JOIN alert a ON a.id = m.alert_id WHERE m.is_dismissed AND a.rule_id IS NOT NULL`;
}

export function causeTypeOf(stored: string): CauseType {
  const type = CAUSE_TYPES.find((known) => known === stored);
  if (type === undefined) throw new Error(`unknown type of cause in the books: ${stored}`);
  return type;
}
