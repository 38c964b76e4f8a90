import { X509Certificate } from "node:crypto";
import { statfs } from "node:fs/promises";
import { ALERT_KINDS, type AlertKind } from "@/lib/domain/alerts/alert-rule";
import type { TlsMaterial } from "@/lib/env/tls-files";
import type { Log } from "@/lib/log";
import { countAlerts } from "@/lib/services/alerts/count-alerts";
import { evaluateAlerts } from "@/lib/services/alerts/evaluate-alerts";
import type { HostFacts } from "@/lib/services/alerts/find-host-trouble";
import type { ServiceContext } from "@/lib/services/context";
import type { Metrics } from "../metrics";

export type AlertEngineDeps = {
  readonly ctx: ServiceContext;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly isLeader: () => boolean;
  readonly onAnnounced: () => void;
  /** Folders whose disks are watched. */
  readonly folders: readonly string[];
  /** What the TLS listener uses now; null where there is none. */
  readonly tls: () => TlsMaterial | null;
};

/** Looked at in every round; all else in every sixth, which takes longer and hurries less. */
const URGENT: readonly AlertKind[] = ["Offline", "Fault", "Silent", "Flapping"];
const ALL_EVERY = 6;

/** The rounds of the alerts, on the gateway that leads. All it knows is in the database, so it may end and begin anywhere. */
export function createAlertEngine(deps: AlertEngineDeps): { readonly round: () => Promise<void> } {
  const { ctx, metrics } = deps;
  let rounds = 0;
  return {
    round: async () => {
      if (!deps.isLeader()) {
        metrics.alertsOpen.reset();
        rounds = 0;
        return;
      }
      const looked = rounds % ALL_EVERY === 0 ? ALERT_KINDS : URGENT;
      rounds += 1;
      const endTimer = metrics.alertRoundSeconds.startTimer();
      const { opened, resolved, probed } = await evaluateAlerts(ctx, { host: await hostFacts(deps), looked });
      endTimer();
      metrics.alertsOpened.inc(opened);
      metrics.alertsResolved.inc(resolved);
      metrics.alertProbes.inc(probed);
      for (const { severity, open } of await countAlerts(ctx)) metrics.alertsOpen.set({ severity }, open);
      if (opened + resolved + probed > 0) deps.onAnnounced();
    },
  };
}

async function hostFacts({ folders, tls, log }: AlertEngineDeps): Promise<HostFacts> {
  const disks = await Promise.all(folders.map((folder) => diskOf(folder, log)));
  const certificates = (tls()?.pairs ?? []).map(({ certificate }) => {
    const { fingerprint256, subject, validTo } = new X509Certificate(certificate);
    return { fingerprint: fingerprint256, name: subject.replaceAll("\n", ", "), validTo: new Date(validTo) };
  });
  return { disks: disks.flatMap((disk) => disk ?? []), certificates };
}

async function diskOf(path: string, log: Log): Promise<HostFacts["disks"][number] | null> {
  try {
    const { bavail, blocks } = await statfs(path);
    return { path, freePercent: blocks === 0 ? 100 : (100 * bavail) / blocks };
  } catch (error) {
    log.debug({ path, err: error }, "the disk of a folder cannot be looked at");
    return null;
  }
}
