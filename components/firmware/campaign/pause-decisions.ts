import type { PauseCause } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { OrderName } from "./campaign-orders";

/** What can be decided about a pause, the most careful first but for the way on. */
export type PauseDecision = Extract<OrderName, "Resume" | "Release" | "Override" | "RetryFailed" | "Abort">;

const DECISIONS: Readonly<Record<PauseCause, readonly PauseDecision[]>> = {
  Operator: ["Resume", "Abort"],
  ErrorBudget: ["Resume", "RetryFailed", "Abort"],
  LostLimit: ["Resume", "Abort"],
  WaveHeld: ["Override", "RetryFailed", "Abort"],
  ManualGate: ["Release", "Abort"],
  SoakRegression: ["Override", "Abort"],
  Inconclusive: ["Override", "Abort"],
  ArtifactFailure: ["Resume", "Abort"],
  DownloadFailures: ["Resume", "Abort"],
  KillSwitch: ["Resume", "Abort"],
  NotAsApproved: ["Resume", "Abort"],
};

export const decisionsFor = (cause: PauseCause): readonly PauseDecision[] => DECISIONS[cause];

const BY_APPROVERS: ReadonlySet<PauseCause> = new Set<PauseCause>(["LostLimit", "ArtifactFailure", "NotAsApproved"]);

/** Letting a missed rule pass, and going on after a loss or a bad image, are the approver's (`rollouts.md` §13). */
export const needsApprover = (cause: PauseCause, decision: PauseDecision): boolean =>
  decision === "Override" || (decision === "Resume" && BY_APPROVERS.has(cause));

const EXPLAINED: ReadonlySet<OrderName> = new Set<OrderName>(["Reject", "Override", "Abort"]);

/** Going on against Kituo's own judgement has to be explained; a person's own pause and a gate do not. */
export const needsComment = (order: OrderName, cause: PauseCause | null): boolean =>
  EXPLAINED.has(order) || (order === "Resume" && cause !== null && cause !== "Operator");

/** Fewer than that are seen at a glance (`ui.md` §5). */
const UNNAMED_MAX = 10;

/** What cannot be undone, and is about many chargers, is confirmed by typing the campaign's name. Pausing never is. */
export const needsName = (order: OrderName, { total }: { readonly total: number }): boolean =>
  order === "Abort" && total > UNNAMED_MAX;

/** All that has to be said for an order is there: the reason, and the campaign's name. */
export function isSaid(
  { name, pauseCause, totals }: Pick<CampaignView, "name" | "pauseCause" | "totals">,
  order: OrderName,
  said: { readonly comment: string; readonly name: string },
): boolean {
  if (needsComment(order, pauseCause) && said.comment.trim() === "") return false;
  return !needsName(order, totals) || said.name.trim() === name.trim();
}
