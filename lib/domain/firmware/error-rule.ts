/** When a campaign stops by itself (C10, §5). */
import { abort, pause } from "./barrier";
import type { Evidence } from "./campaign-change";
import type { WaveFacts } from "./campaign-snapshot";
import type { PauseCause } from "./campaign-states";
import { type Draft, openWaveOf, setCampaign, totalsOf } from "./draft";

/** So many failed downloads in ten minutes are our own file server, not the firmware. */
const DOWNLOAD_FAILURES_MAX = 4;

type Trip = { readonly cause: PauseCause; readonly evidence: Evidence };

/** Pauses (or aborts) a campaign that runs; of one that is paused, a graver cause is remembered: who resumes, sees it. */
export function applyErrorRules(draft: Draft): void {
  const { status } = draft.campaign;
  if (status === "Running" && draft.snapshot.isKilled) pause(draft, "KillSwitch");
  const trip = status === "Running" || status === "Paused" ? tripOf(draft) : null;
  if (trip === null) return;
  if (draft.campaign.status === "Paused") return remember(draft, trip);
  if (draft.campaign.spec.onError === "Abort" && trip.cause !== "DownloadFailures") {
    return abort(draft, "CutDownloads", trip.cause);
  }
  pause(draft, trip.cause, trip.evidence);
}

function remember(draft: Draft, { cause, evidence }: Trip): void {
  if (gravityOf(cause) <= gravityOf(draft.campaign.pauseCause ?? "Operator")) return;
  setCampaign(draft, { pauseCause: cause, pauseEvidence: evidence }, cause);
}

const GRAVITY: Partial<Record<PauseCause, number>> = {
  ErrorBudget: 2,
  LostLimit: 3,
  ArtifactFailure: 4,
  NotAsApproved: 4,
};
const OWN_WILL: ReadonlySet<PauseCause> = new Set<PauseCause>(["Operator", "ManualGate"]);
/** Whose cause is graver takes more to resume. */
const gravityOf = (cause: PauseCause): number => GRAVITY[cause] ?? (OWN_WILL.has(cause) ? 0 : 1);

function tripOf(draft: Draft): Trip | null {
  const [artifact] = draft.artifactFailures;
  if (artifact !== undefined) return { cause: "ArtifactFailure", evidence: artifact };
  const rule = ruleTrip(draft);
  if (rule !== null) return rule;
  const failures = draft.snapshot.downloadFailuresLately + draft.downloadFailures;
  if (failures <= DOWNLOAD_FAILURES_MAX) return null;
  return { cause: "DownloadFailures", evidence: { failures, minutes: 10 } };
}

/** `failures − failBase > failuresMax`, or too large a share of the decided, or too many lost. */
function ruleTrip(draft: Draft): Trip | null {
  const wave = ruledBy(draft);
  if (wave === null) return null;
  const { campaign } = draft;
  const { rule, index } = wave;
  const totals = totalsOf(draft);
  const lost = totals.lost - campaign.lostBase;
  if (lost > rule.lostMax) return { cause: "LostLimit", evidence: { wave: index, lost, lostMax: rule.lostMax } };
  const failures = totals.failed - campaign.failBase;
  if (failures > rule.failuresMax) {
    return { cause: "ErrorBudget", evidence: { wave: index, failures, failuresMax: rule.failuresMax } };
  }
  const failed = Math.max(0, Math.min(wave.failed, failures));
  const succeeded = Math.max(0, Math.min(wave.succeeded, totals.succeeded - campaign.succeededBase));
  const decided = failed + succeeded;
  if (rule.failureRateMax === null || decided < Math.max(1, rule.decidedMin)) return null;
  if (failed / decided <= rule.failureRateMax) return null;
  const { failureRateMax } = rule;
  return { cause: "ErrorBudget", evidence: { wave: index, failed, decided, failureRateMax } };
}

/** The open wave's rule; between waves and after the last one, that of the one that was open last. */
const ruledBy = (draft: Draft): WaveFacts | null =>
  openWaveOf(draft) ??
  [...draft.waves.values()].findLast(({ status }) => status !== "Pending" && status !== "Skipped") ??
  null;

/** Failures that were retried, or credited, no longer count: nor does it count that they were accepted. */
export function followBases(draft: Draft): void {
  const { failBase, lostBase, succeededBase } = draft.campaign;
  const { failed, lost, succeeded } = totalsOf(draft);
  if (failed >= failBase && lost >= lostBase && succeeded >= succeededBase) return;
  const set = {
    failBase: Math.min(failed, failBase),
    lostBase: Math.min(lost, lostBase),
    succeededBase: Math.min(succeeded, succeededBase),
  };
  setCampaign(draft, set, "BudgetCorrected");
}
