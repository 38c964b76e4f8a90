import { ALERT_KINDS, type AlertKind, type AlertRule } from "@/lib/domain/alerts/alert-rule";
import { type AlertChange, decideAlerts } from "@/lib/domain/alerts/decide-alerts";
import type { Finding } from "@/lib/domain/alerts/finding";
import { inTransaction, LARGE_TRANSACTION_MS_MAX, type ServiceContext, type Unit } from "../context";
import { orderCommands } from "../rollout/order-commands";
import { announceAlerts } from "./announce-alerts";
import { applyAlertChanges } from "./apply-changes";
import {
  findFailedCommands,
  findFaults,
  findLowStartSuccess,
  findNoEnergy,
  findRefusedStarts,
} from "./find-charging-trouble";
import { findFlapping, findOffline, findSilent } from "./find-connection-trouble";
import { findExpiring, findFullDisks, type HostFacts } from "./find-host-trouble";
import { loadDismissed, loadOpenAlerts } from "./load-open";
import { toRule } from "./rule-row";

/** Advisory lock of one round: a second one at the same moment is left out. */
const ROUND_LOCK = 7_224_003;

const PROBE_EXPIRES_SECONDS = 30;
/** Questions in one round: a whole fleet that falls silent is not asked all at once. */
const PROBES_PER_ROUND = 200;

export type Evaluation = { readonly opened: number; readonly resolved: number; readonly probed: number };

const NOTHING: Evaluation = { opened: 0, resolved: 0, probed: 0 };

/**
 * One round: looks for what the rules of these kinds want, and opens, changes and resolves alerts in one transaction.
 * Safe to repeat and to run twice at once: the second finds the lock taken and does nothing.
 */
export async function evaluateAlerts(
  ctx: ServiceContext,
  { host, looked = ALERT_KINDS }: { readonly host: HostFacts; readonly looked?: readonly AlertKind[] },
): Promise<Evaluation> {
  const rules = (await ctx.db.alertRule.findMany({ orderBy: { id: "asc" } })).map(toRule);
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (rule.isOn && looked.includes(rule.kind)) findings.push(...(await findOf(ctx, rule, host)));
  }
  return inTransaction(
    ctx,
    async (unit) => {
      const [taken] = await unit.tx.$queryRaw<{ isTaken: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${ROUND_LOCK}::bigint) AS "isTaken"`;
      if (taken?.isTaken !== true) return NOTHING;
      const open = await loadOpenAlerts(unit.tx);
      const dismissed = await loadDismissed(unit.tx);
      const now = ctx.now();
      const changes = decideAlerts({ rules, looked, findings, dismissed }, open, now.getTime());
      if (changes.length === 0) return NOTHING;
      const { opened, resolved, changed } = await applyAlertChanges(unit.tx, changes, now);
      await announceAlerts(unit, changed, now);
      return { opened, resolved, probed: await ask(ctx, unit, changes) };
    },
    { timeoutMs: LARGE_TRANSACTION_MS_MAX },
  );
}

async function findOf(ctx: ServiceContext, rule: AlertRule, host: HostFacts): Promise<readonly Finding[]> {
  switch (rule.kind) {
    case "Offline":
      return findOffline(ctx, rule);
    case "Fault":
      return findFaults(ctx, rule);
    case "Silent":
      return findSilent(ctx, rule);
    case "Flapping":
      return findFlapping(ctx, rule);
    case "NoEnergy":
      return findNoEnergy(ctx, rule);
    case "RefusedStarts":
      return findRefusedStarts(ctx, rule);
    case "LowStartSuccess":
      return findLowStartSuccess(ctx, rule);
    case "FailedCommands":
      return findFailedCommands(ctx, rule);
    case "DiskFull":
      return findFullDisks(ctx, rule, host);
    case "CertificateExpiry":
      return findExpiring(ctx, rule, host);
  }
}

/** Any answer will do, a refusal too: who answers is not silent. Each silence is asked about once. */
async function ask(ctx: ServiceContext, unit: Unit, changes: readonly AlertChange[]): Promise<number> {
  const probes = new Map(changes.flatMap((change) => (change.type === "Probe" ? [[change.key, change] as const] : [])));
  const asked = [...probes.values()].slice(0, PROBES_PER_ROUND);
  await orderCommands(unit, {
    actor: ctx.actor,
    at: ctx.now(),
    commands: asked.map(({ station, key }) => ({
      stationId: station.id,
      identity: station.identity,
      command: { type: "TriggerMessage", message: "Heartbeat" },
      expiresInSeconds: PROBE_EXPIRES_SECONDS,
      idempotencyKey: key,
    })),
  });
  return asked.length;
}
