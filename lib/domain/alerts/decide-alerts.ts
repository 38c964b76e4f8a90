/**
 * Which alerts open, grow, shrink and end. Pure: what was found, what is open, and the time lead to changes.
 *
 *   (ripe finding) ──▶ Open ──▶ Acknowledged ──▶ Resolved
 *                       └───────────────────────────▲
 *
 * An alert is one cause under one rule; its members are what the cause has brought about. A member that is gone and
 * comes back within `clearSeconds` counts once more and opens nothing. It cannot acknowledge: people do.
 */
import { type AlertKind, type AlertRule, isInScope, isUnbounded } from "./alert-rule";
import { type Cause, causesOf } from "./cause";
import { type Finding, isRipe } from "./finding";
import { groupedBy } from "./grouped-by";

export type OpenAlert = {
  readonly id: number;
  readonly ruleId: number | null;
  readonly cause: Cause;
  readonly silencedUntil: number | null;
  readonly members: readonly { readonly subject: string; readonly leftAt: number | null }[];
};

/** What a person resolved by hand while it was still so: it stays resolved until it has been over once. */
export type Dismissed = { readonly alertId: number; readonly ruleId: number; readonly subject: string };

export type AlertFacts = {
  readonly rules: readonly AlertRule[];
  /** What was looked at; alerts of other kinds stay as they are. */
  readonly looked: readonly AlertKind[];
  readonly findings: readonly Finding[];
  readonly dismissed: readonly Dismissed[];
};

export type ResolveReason = "Over" | "Merged" | "RuleOff";

export type AlertChange =
  | { readonly type: "Open"; readonly rule: AlertRule; readonly cause: Cause; readonly members: readonly Finding[] }
  /** New members, and members that came back. */
  | { readonly type: "Join"; readonly alertId: number; readonly members: readonly Finding[] }
  | { readonly type: "Leave"; readonly alertId: number; readonly subjects: readonly string[] }
  | { readonly type: "Resolve"; readonly alertId: number; readonly reason: ResolveReason }
  | { readonly type: "SilenceEnded"; readonly alertId: number }
  /** A station has to be asked before it is called silent. */
  | {
      readonly type: "Probe";
      readonly station: { readonly id: number; readonly identity: string };
      readonly key: string;
    }
  /** What was dismissed is over: the next time it counts again. */
  | { readonly type: "Forget"; readonly alertId: number; readonly subject: string };

/** What becomes of the alerts now. `open`: all that are not resolved. */
export function decideAlerts(facts: AlertFacts, open: readonly OpenAlert[], now: number): readonly AlertChange[] {
  const isWatched = (rule: AlertRule): boolean => rule.isOn && facts.looked.includes(rule.kind);
  const found = groupedBy(facts.findings, ({ ruleId }) => ruleId);
  const alerts = groupedBy(open, ({ ruleId }) => ruleId ?? 0);
  const onRules = new Set(facts.rules.filter(({ isOn }) => isOn).map(({ id }) => id));
  return [
    ...endedSilences(open, now),
    ...open
      .filter(({ ruleId }) => ruleId === null || !onRules.has(ruleId))
      .map(({ id }): AlertChange => ({ type: "Resolve", alertId: id, reason: "RuleOff" })),
    ...facts.rules.filter(isWatched).flatMap((rule) => {
      const findings = (found.get(rule.id) ?? []).filter((finding) => concerns(rule, finding));
      const dismissed = facts.dismissed.filter(({ ruleId }) => ruleId === rule.id);
      return decideRule(rule, { findings, dismissed, open: alerts.get(rule.id) ?? [] }, now);
    }),
  ];
}

const concerns = ({ scope }: AlertRule, { station }: Finding): boolean =>
  station === null ? isUnbounded(scope) : isInScope(scope, station);

function endedSilences(open: readonly OpenAlert[], now: number): readonly AlertChange[] {
  return open
    .filter(({ silencedUntil }) => silencedUntil !== null && silencedUntil <= now)
    .map(({ id }) => ({ type: "SilenceEnded", alertId: id }));
}

type RuleFacts = {
  readonly findings: readonly Finding[];
  readonly dismissed: readonly Dismissed[];
  readonly open: readonly OpenAlert[];
};

function decideRule(rule: AlertRule, { findings, dismissed, open }: RuleFacts, now: number): readonly AlertChange[] {
  const subjects = new Set(findings.map(({ subject }) => subject));
  const put = new Set(dismissed.map(({ subject }) => subject));
  const inAlert = new Set(open.flatMap(({ members }) => members.map(({ subject }) => subject)));
  const isDue = (finding: Finding): boolean =>
    inAlert.has(finding.subject) || isRipe(finding, rule.settings.forSeconds, now);
  const live = findings.filter(({ subject }) => !put.has(subject));
  // Who has not been asked yet may be well: nothing is known of it.
  const known = live.filter((finding) => finding.probe === null || isDue(finding));
  const groups = groupsOf(rule, known, open);
  return [
    ...dismissed
      .filter(({ subject }) => !subjects.has(subject))
      .map(({ alertId, subject }): AlertChange => ({ type: "Forget", alertId, subject })),
    ...probesOf(rule, live, inAlert, now),
    ...openings(rule, groups, open, isDue),
    ...open.flatMap((alert) => changesOf(alert, { rule, groups, isDue, now })),
  ];
}

/** What was found, by the key of its cause, and the cause of each subject. */
type Groups = {
  readonly byKey: ReadonlyMap<string, { readonly cause: Cause; readonly findings: readonly Finding[] }>;
  readonly causeOf: ReadonlyMap<string, Cause>;
};

/** What is in an open alert of a common cause stays in it. */
function groupsOf(rule: AlertRule, findings: readonly Finding[], open: readonly OpenAlert[]): Groups {
  const places = new Map<string, Cause>();
  for (const { cause, members } of open) {
    if (!isCommon(cause)) continue;
    for (const { subject } of members) places.set(subject, cause);
  }
  const causes = causesOf(findings, {
    kind: rule.kind,
    settings: rule.settings,
    placeOf: (subject) => places.get(subject) ?? null,
  });
  const placed = findings.flatMap((finding, index) => {
    const cause = causes[index];
    return cause === undefined ? [] : [{ finding, cause }];
  });
  const byKey = new Map<string, { cause: Cause; findings: Finding[] }>();
  for (const { finding, cause } of placed) {
    const group = byKey.get(cause.key);
    if (group === undefined) byKey.set(cause.key, { cause, findings: [finding] });
    else group.findings.push(finding);
  }
  return { byKey, causeOf: new Map(placed.map(({ finding, cause }) => [finding.subject, cause])) };
}

const isCommon = ({ type }: Cause): boolean => type !== "Station" && type !== "System";

function probesOf(
  rule: AlertRule,
  findings: readonly Finding[],
  inAlert: ReadonlySet<string>,
  now: number,
): readonly AlertChange[] {
  return findings.flatMap(({ subject, station, since, probe }): readonly AlertChange[] => {
    const isDue = since + rule.settings.forSeconds * 1000 <= now && !inAlert.has(subject);
    if (station === null || probe === null || probe.askedAt !== null || !isDue) return [];
    return [{ type: "Probe", station: { id: station.id, identity: station.identity }, key: probe.key }];
  });
}

/** One ripe member proves a common cause; the others of it come with it. */
function openings(
  rule: AlertRule,
  groups: Groups,
  open: readonly OpenAlert[],
  isDue: (finding: Finding) => boolean,
): readonly AlertChange[] {
  const known = new Set(open.map(({ cause }) => cause.key));
  return [...groups.byKey.values()]
    .filter(({ cause, findings }) => !known.has(cause.key) && findings.some(isDue))
    .map(({ cause, findings }) => ({ type: "Open", rule, cause, members: findings }));
}

type Around = {
  readonly rule: AlertRule;
  readonly groups: Groups;
  readonly isDue: (finding: Finding) => boolean;
  readonly now: number;
};

function changesOf(alert: OpenAlert, { rule, groups, isDue, now }: Around): readonly AlertChange[] {
  const here = groups.byKey.get(alert.cause.key)?.findings ?? [];
  const present = new Set(here.map(({ subject }) => subject));
  const known = new Map(alert.members.map((member) => [member.subject, member.leftAt]));
  const joined = here.filter((finding) => known.get(finding.subject) !== null && isNews(finding, known, isDue));
  const left = alert.members.filter(({ subject, leftAt }) => leftAt === null && !present.has(subject));
  if (isMerged(alert, groups)) return [{ type: "Resolve", alertId: alert.id, reason: "Merged" }];
  const changes: AlertChange[] = [];
  if (joined.length > 0) changes.push({ type: "Join", alertId: alert.id, members: joined });
  if (left.length > 0) {
    changes.push({ type: "Leave", alertId: alert.id, subjects: left.map(({ subject }) => subject) });
  }
  const lastLeft = Math.max(...alert.members.map(({ leftAt }) => leftAt ?? now));
  const isOver = present.size === 0 && lastLeft + rule.settings.clearSeconds * 1000 <= now;
  if (isOver) changes.push({ type: "Resolve", alertId: alert.id, reason: "Over" });
  return changes;
}

/** Who was there before is back at once; who is new comes once it has been so for long enough. */
const isNews = (
  finding: Finding,
  known: ReadonlyMap<string, number | null>,
  isDue: (finding: Finding) => boolean,
): boolean => known.has(finding.subject) || isDue(finding);

/** What one charger was blamed for has turned out to be a part of something larger. */
function isMerged({ cause, members }: OpenAlert, { causeOf }: Groups): boolean {
  if (cause.type !== "Station") return false;
  return members.some(({ subject }) => {
    const now = causeOf.get(subject);
    return now !== undefined && isCommon(now);
  });
}
