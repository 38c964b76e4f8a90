/** Writes what was decided, set by set: a storm of thousands of chargers is a handful of statements. */
import type { AlertChange } from "@/lib/domain/alerts/decide-alerts";
import type { Finding } from "@/lib/domain/alerts/finding";
import type { Tx } from "../context";
import { placeDeliveries } from "./place-deliveries";
import { writeEvents } from "./write-events";

type Of<Type extends AlertChange["type"]> = Extract<AlertChange, { readonly type: Type }>;

const pick = <Type extends AlertChange["type"]>(changes: readonly AlertChange[], type: Type): readonly Of<Type>[] =>
  // The filter is what the type says.
  changes.filter((change): change is Of<Type> => change.type === type);

export type Applied = {
  /** Alerts that changed; those that opened first. */
  readonly changed: readonly number[];
  readonly opened: number;
  readonly resolved: number;
};

/** Members named in a journal entry; it says how many there were besides. */
const NAMED_MAX = 20;

/** In the transaction that has read what is open. Questions to stations are the caller's part. */
export async function applyAlertChanges(tx: Tx, changes: readonly AlertChange[], now: Date): Promise<Applied> {
  // First what ends: a cause that ends and begins in one round has its key free.
  const resolved = await applyResolves(tx, pick(changes, "Resolve"), now);
  const opened = await applyOpens(tx, pick(changes, "Open"), now);
  const joins = pick(changes, "Join");
  const leaves = pick(changes, "Leave");
  await applyJoins(tx, joins, now);
  await applyLeaves(tx, leaves, now);
  const silences = pick(changes, "SilenceEnded").map(({ alertId }) => alertId);
  await endSilences(tx, silences, now);
  await forget(tx, pick(changes, "Forget"));
  const grown = [...new Set([...joins, ...leaves].map(({ alertId }) => alertId))];
  await recount(tx, [...opened, ...grown]);
  await placeDeliveries(tx, "Opened", opened, now);
  await placeDeliveries(tx, "SilenceEnded", silences, now);
  const over = pick(changes, "Resolve").filter(({ reason }) => reason !== "Merged");
  await placeDeliveries(
    tx,
    "Resolved",
    over.map(({ alertId }) => alertId),
    now,
  );
  const changed = [...new Set([...opened, ...resolved, ...silences, ...grown])];
  return { changed, opened: opened.length, resolved: resolved.length };
}

async function applyOpens(tx: Tx, opens: readonly Of<"Open">[], now: Date): Promise<readonly number[]> {
  if (opens.length === 0) return [];
  const rows = await tx.alert.createManyAndReturn({
    data: opens.map(({ rule, cause, members }) => ({
      ruleId: rule.id,
      kind: rule.kind,
      severity: rule.severity,
      causeType: cause.type,
      cause: cause.key,
      causeName: cause.name,
      openKey: openKeyOf(rule.id, cause.key),
      openedAt: now,
      lastAt: now,
      count: members.length,
    })),
    select: { id: true, openKey: true },
  });
  const ids = new Map(rows.map(({ id, openKey }) => [openKey, id]));
  const joined = opens.flatMap(({ rule, cause, members }) => {
    const alertId = ids.get(openKeyOf(rule.id, cause.key));
    return alertId === undefined ? [] : [{ alertId, members }];
  });
  await writeMembers(tx, joined, now);
  await writeEvents(
    tx,
    joined.map(({ alertId, members }) => ({ alertId, type: "Opened", data: named(members.map(({ label }) => label)) })),
    { at: now, actor: "Kituo" },
  );
  return rows.map(({ id }) => id);
}

const openKeyOf = (ruleId: number, cause: string): string => `${ruleId} ${cause}`;

const named = (labels: readonly string[]) => ({ names: labels.slice(0, NAMED_MAX), count: labels.length });

async function applyJoins(tx: Tx, joins: readonly Of<"Join">[], now: Date): Promise<void> {
  if (joins.length === 0) return;
  await writeMembers(tx, joins, now);
  await tx.$executeRaw`
    UPDATE alert a SET count = a.count + t.n, last_at = ${now.toISOString()}::timestamptz
    FROM unnest(${joins.map(({ alertId }) => alertId)}::int[], ${joins.map(({ members }) => members.length)}::int[]) AS t(id, n)
    WHERE a.id = t.id`;
  await writeEvents(
    tx,
    joins.map(({ alertId, members }) => ({ alertId, type: "Joined", data: named(members.map(({ label }) => label)) })),
    { at: now, actor: "Kituo" },
  );
}

type Joining = { readonly alertId: number; readonly members: readonly Finding[] };

async function writeMembers(tx: Tx, joining: readonly Joining[], now: Date): Promise<void> {
  const rows = joining.flatMap(({ alertId, members }) => members.map((member) => ({ alertId, member })));
  await tx.$executeRaw`
    INSERT INTO alert_member AS m (alert_id, subject, label, station_id, detail, since, joined_at)
    SELECT alert_id, subject, label, station_id, detail, since, ${now.toISOString()}::timestamptz
    FROM unnest(${rows.map(({ alertId }) => alertId)}::int[], ${rows.map(({ member }) => member.subject)}::text[],
      ${rows.map(({ member }) => member.label)}::text[], ${rows.map(({ member }) => member.station?.id ?? null)}::int[],
      ${rows.map(({ member }) => member.detail)}::text[],
      ${rows.map(({ member }) => new Date(member.since).toISOString())}::timestamptz[])
      AS t(alert_id, subject, label, station_id, detail, since)
    -- A charger that was removed between the look and this has nothing to be blamed for.
    WHERE station_id IS NULL OR EXISTS (SELECT FROM station s WHERE s.id = t.station_id)
    ON CONFLICT (alert_id, subject) DO UPDATE SET left_at = NULL, times = m.times + 1, detail = excluded.detail,
      since = excluded.since, joined_at = excluded.joined_at`;
}

async function applyLeaves(tx: Tx, leaves: readonly Of<"Leave">[], now: Date): Promise<void> {
  if (leaves.length === 0) return;
  const rows = leaves.flatMap(({ alertId, subjects }) => subjects.map((subject) => ({ alertId, subject })));
  const left = await tx.$queryRaw<{ alertId: number; label: string }[]>`
    UPDATE alert_member m SET left_at = ${now.toISOString()}::timestamptz
    FROM unnest(${rows.map(({ alertId }) => alertId)}::int[], ${rows.map(({ subject }) => subject)}::text[]) AS t(id, subject)
    WHERE m.alert_id = t.id AND m.subject = t.subject RETURNING m.alert_id AS "alertId", m.label`;
  const labels = new Map(leaves.map(({ alertId }) => [alertId, [] as string[]]));
  for (const { alertId, label } of left) labels.get(alertId)?.push(label);
  await writeEvents(
    tx,
    [...labels].map(([alertId, names]) => ({ alertId, type: "Left", data: named(names) })),
    { at: now, actor: "Kituo" },
  );
}

async function applyResolves(tx: Tx, resolves: readonly Of<"Resolve">[], now: Date): Promise<readonly number[]> {
  if (resolves.length === 0) return [];
  const ids = resolves.map(({ alertId }) => alertId);
  const at = now.toISOString();
  await tx.$executeRaw`
    UPDATE alert a SET state = 'Resolved', open_key = NULL, resolved_at = ${at}::timestamptz, resolve_reason = t.reason,
      silenced_until = NULL, present = 0, rev = rev + 1
    FROM unnest(${ids}::int[], ${resolves.map(({ reason }) => reason)}::text[]) AS t(id, reason) WHERE a.id = t.id`;
  await tx.$executeRaw`
    UPDATE alert_member SET left_at = ${at}::timestamptz WHERE alert_id = ANY(${ids}::int[]) AND left_at IS NULL`;
  await writeEvents(
    tx,
    resolves.map(({ alertId, reason }) => ({ alertId, type: "Resolved", data: { reason } })),
    { at: now, actor: "Kituo" },
  );
  return ids;
}

async function endSilences(tx: Tx, alertIds: readonly number[], now: Date): Promise<void> {
  if (alertIds.length === 0) return;
  await tx.alert.updateMany({
    where: { id: { in: [...alertIds] } },
    data: { silencedUntil: null, silencedBy: null, rev: { increment: 1 } },
  });
  await writeEvents(
    tx,
    alertIds.map((alertId) => ({ alertId, type: "SilenceEnded", data: {} })),
    { at: now, actor: "Kituo" },
  );
}

async function forget(tx: Tx, forgotten: readonly Of<"Forget">[]): Promise<void> {
  if (forgotten.length === 0) return;
  await tx.$executeRaw`
    UPDATE alert_member m SET is_dismissed = false
    FROM unnest(${forgotten.map(({ alertId }) => alertId)}::int[], ${forgotten.map(({ subject }) => subject)}::text[])
      AS t(id, subject)
    WHERE m.alert_id = t.id AND m.subject = t.subject`;
}

async function recount(tx: Tx, alertIds: readonly number[]): Promise<void> {
  if (alertIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE alert a SET rev = rev + 1,
      present = (SELECT count(*) FROM alert_member m WHERE m.alert_id = a.id AND m.left_at IS NULL)
    WHERE a.id = ANY(${[...alertIds]}::int[]) AND a.state <> 'Resolved'`;
}
