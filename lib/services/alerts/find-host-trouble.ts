import type { AlertRule } from "@/lib/domain/alerts/alert-rule";
import type { Finding } from "@/lib/domain/alerts/finding";
import type { ServiceContext } from "../context";

/** What the gateway that leads sees of the machine it runs on. */
export type HostFacts = {
  readonly disks: readonly { readonly path: string; readonly freePercent: number }[];
  readonly certificates: readonly { readonly fingerprint: string; readonly name: string; readonly validTo: Date }[];
};

const DAY_MS = 86_400_000;

/** Disks with too little room left. */
export function findFullDisks(ctx: ServiceContext, rule: AlertRule, host: HostFacts): readonly Finding[] {
  return host.disks
    .filter(({ freePercent }) => freePercent < rule.settings.threshold)
    .map(({ path, freePercent }) => ({
      ruleId: rule.id,
      subject: `disk:${path}`,
      label: path,
      station: null,
      since: ctx.now().getTime(),
      detail: String(Math.floor(freePercent)),
      probe: null,
    }));
}

/** Certificates of ours, and of the vendors whose firmware is trusted, that end soon. */
export async function findExpiring(
  ctx: ServiceContext,
  rule: AlertRule,
  { certificates }: HostFacts,
): Promise<readonly Finding[]> {
  const roots = await ctx.db.firmwareTrustRoot.findMany({ where: { removedAt: null } });
  const known = [
    ...certificates,
    ...roots.map(({ fingerprint, vendor, validTo }) => ({ fingerprint, name: vendor, validTo })),
  ];
  const leftMs = rule.settings.threshold * DAY_MS;
  return known
    .filter(({ validTo }) => validTo.getTime() - leftMs <= ctx.now().getTime())
    .map(({ fingerprint, name, validTo }) => ({
      ruleId: rule.id,
      subject: `certificate:${fingerprint}`,
      label: name,
      station: null,
      since: validTo.getTime() - leftMs,
      detail: validTo.toISOString(),
      probe: null,
    }));
}
