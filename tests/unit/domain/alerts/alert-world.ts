import {
  type AlertKind,
  type AlertRule,
  DEFAULT_SEVERITIES,
  type RuleSettings,
  ruleSettings,
} from "@/lib/domain/alerts/alert-rule";
import { type AlertChange, decideAlerts, type OpenAlert } from "@/lib/domain/alerts/decide-alerts";
import type { Finding, FoundStation } from "@/lib/domain/alerts/finding";

export const aRule = (kind: AlertKind, settings: Partial<RuleSettings> = {}, id = 1): AlertRule => ({
  id,
  kind,
  isOn: true,
  severity: DEFAULT_SEVERITIES[kind],
  settings: ruleSettings(kind, settings),
  scope: { siteIds: [], tags: [] },
});

export const aFoundStation = (id: number, data: Partial<FoundStation> = {}): FoundStation => ({
  id,
  identity: `CP-${id}`,
  siteId: null,
  siteName: null,
  tags: [],
  vendor: "ACME",
  model: "Wall",
  firmwareVersion: "1.0",
  lostGatewayId: null,
  ...data,
});

/** Found at a station since an instant in seconds. */
export const aFinding = (
  id: number,
  sinceSeconds: number,
  data: Partial<Omit<Finding, "station">> & { readonly station?: Partial<FoundStation> } = {},
): Finding => {
  const station = aFoundStation(id, data.station);
  return {
    ruleId: 1,
    subject: `station:${id}`,
    label: station.identity,
    since: sinceSeconds * 1000,
    detail: null,
    probe: null,
    ...data,
    station,
  };
};

export type WorldAlert = {
  readonly id: number;
  readonly ruleId: number;
  readonly cause: OpenAlert["cause"];
  readonly openedAt: number;
  state: "Open" | "Acknowledged" | "Resolved";
  reason: string | null;
  silencedUntil: number | null;
  count: number;
  members: Map<string, number | null>;
};

/** Keeps what `decideAlerts` decides, as the books do. Instants in seconds. */
export function createAlertWorld() {
  const alerts: WorldAlert[] = [];
  const dismissed: { alertId: number; ruleId: number; subject: string }[] = [];
  let at = 0;
  const byId = (id: number): WorldAlert => {
    const alert = alerts.find((one) => one.id === id);
    if (alert === undefined) throw new Error(`no alert ${id}`);
    return alert;
  };
  const join = (alert: WorldAlert, members: readonly Finding[]): void => {
    for (const { subject } of members) alert.members.set(subject, null);
    alert.count += members.length;
  };
  const apply = (change: AlertChange): void => {
    switch (change.type) {
      case "Open": {
        const alert: WorldAlert = {
          id: alerts.length + 1,
          ruleId: change.rule.id,
          cause: change.cause,
          openedAt: at,
          state: "Open",
          reason: null,
          silencedUntil: null,
          count: 0,
          members: new Map(),
        };
        join(alert, change.members);
        alerts.push(alert);
        return;
      }
      case "Join":
        return join(byId(change.alertId), change.members);
      case "Leave":
        for (const subject of change.subjects) byId(change.alertId).members.set(subject, at * 1000);
        return;
      case "Resolve":
        byId(change.alertId).state = "Resolved";
        byId(change.alertId).reason = change.reason;
        return;
      case "SilenceEnded":
        byId(change.alertId).silencedUntil = null;
        return;
      case "Forget": {
        const index = dismissed.findIndex((one) => one.alertId === change.alertId && one.subject === change.subject);
        dismissed.splice(index, 1);
        return;
      }
      case "Probe":
        return;
    }
  };
  return {
    alerts,
    open: (): readonly WorldAlert[] => alerts.filter(({ state }) => state !== "Resolved"),
    /** One round at an instant; returns what was decided. */
    round: (
      atSeconds: number,
      rules: readonly AlertRule[],
      findings: readonly Finding[],
      looked: readonly AlertKind[] = rules.map(({ kind }) => kind),
    ): readonly AlertChange[] => {
      at = atSeconds;
      const open = alerts
        .filter(({ state }) => state !== "Resolved")
        .map(
          (alert): OpenAlert => ({
            id: alert.id,
            ruleId: alert.ruleId,
            cause: alert.cause,
            silencedUntil: alert.silencedUntil === null ? null : alert.silencedUntil * 1000,
            members: [...alert.members].map(([subject, leftAt]) => ({ subject, leftAt })),
          }),
        );
      const changes = decideAlerts({ rules, looked, findings, dismissed }, open, at * 1000);
      for (const change of changes) apply(change);
      return changes;
    },
    resolveByHand: (id: number): void => {
      const alert = byId(id);
      alert.state = "Resolved";
      alert.reason = "ByHand";
      for (const [subject, leftAt] of alert.members) {
        if (leftAt === null) dismissed.push({ alertId: id, ruleId: alert.ruleId, subject });
      }
    },
  };
}
