/** An update that its station works on (J14–J19). */
import type { AttemptFacts, JobFacts } from "./campaign-snapshot";
import type { CampaignSpec } from "./campaign-spec";
import { rankOf } from "./campaign-states";
import { type Draft, jobOf, secondsFrom } from "./draft";
import { hear } from "./hear-reports";
import { reconcile } from "./job-dispatching";

export function stepInProgress(draft: Draft, job: JobFacts): void {
  if (hear(draft, job)) return;
  const current = jobOf(draft, job.id);
  if (current.status !== "InProgress" || current.attempt === null) return;
  const { name, at } = watchdogOf(current.attempt, draft.campaign.spec);
  if (draft.now >= at) reconcile(draft, current, name);
}

/** Until when something has to happen, by how far it is. */
function watchdogOf(attempt: AttemptFacts, spec: CampaignSpec): { readonly name: string; readonly at: number } {
  const { progressAt, rebootingAt, phase } = attempt;
  if (rebootingAt !== null && rebootingAt >= progressAt) {
    return { name: "RebootTimeout", at: secondsFrom(rebootingAt, spec.rebootSeconds) };
  }
  const rank = rankOf(phase);
  if (rank <= rankOf("Accepted")) {
    return { name: "NoProgress", at: secondsFrom(progressAt, spec.firstProgressSeconds) };
  }
  if (rank < rankOf("Installing")) return { name: "Stalled", at: secondsFrom(progressAt, spec.stallSeconds) };
  return { name: "InstallTimeout", at: secondsFrom(progressAt, spec.installSeconds) };
}
