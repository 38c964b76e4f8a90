import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { startCampaign } from "@/lib/services/campaigns/start-campaign";
import { inTransaction } from "@/lib/services/context";
import { applyChanges } from "@/lib/services/rollout/apply-changes";
import { loadSnapshot } from "@/lib/services/rollout/load-snapshot";
import { type Books, T0 } from "../books";
import { aTarget } from "../rollout/books-of-campaigns";
import { anApproved, aStoredRelease } from "./a-plan";

export const AT = T0.getTime();
export const ENGINE = { kind: "system", id: "engine", name: "Kituo" } as const;

/** Does what the engine would. */
export async function engine(books: Books, campaignId: string, changes: readonly CampaignChange[]): Promise<void> {
  const ctx = { ...books.as("admin"), actor: ENGINE };
  await inTransaction(ctx, async (unit) => {
    const snapshot = await loadSnapshot(unit.tx, campaignId, { now: AT, locksCommands: true });
    await applyChanges(unit, { campaignId, snapshot, changes, actor: ENGINE, now: AT });
  });
}

/** An approved campaign of three stations: a canary of one, and the rest behind a manual gate. */
export async function scheduled(books: Books) {
  const release = await aStoredRelease(books);
  for (let each = 0; each < 3; each += 1) await aTarget(books.db, { vendor: release.vendor });
  const campaign = await anApproved(books, release);
  const jobs = await jobsOf(books, campaign.id);
  return { release, campaign, jobs };
}

export const jobsOf = (books: Books, campaignId: string) =>
  books.db.firmwareJob.findMany({
    where: { campaignId },
    orderBy: [{ generation: "asc" }, { waveIndex: "asc" }, { place: "asc" }],
  });

/** The same, started, with its first wave open. */
export async function running(books: Books) {
  const { campaign, jobs, release } = await scheduled(books);
  const started = await startCampaign(books.as("approver"), campaign.id, { expectedRev: campaign.rev });
  const [canary] = jobs;
  if (canary === undefined) throw new Error("a campaign has a canary");
  await engine(books, campaign.id, [
    { type: "Wave", index: 0, set: { status: "Running", openedAt: AT }, cause: "First" },
    { type: "Job", jobId: canary.id, set: { status: "Ready", readyAt: AT }, cause: "WaveOpened" },
  ]);
  return { id: started.id, canary, jobs, release };
}

export const campaignNow = (books: Books, id: string): Promise<CampaignView> => readCampaign(books.as("admin"), id);
export const revOf = async (books: Books, id: string): Promise<{ expectedRev: number }> => ({
  expectedRev: (await campaignNow(books, id)).rev,
});

export const failed = (jobId: string, reason: "InstallFailed" | "Lost"): readonly CampaignChange[] => [
  { type: "Job", jobId, set: { status: "Failed", reason }, cause: reason },
];
export const held = (pauseCause: "WaveHeld" | "LostLimit"): readonly CampaignChange[] => [
  { type: "Wave", index: 0, set: { status: "Held", verdict: { success: 0 } }, cause: "RuleMissed" },
  { type: "Campaign", set: { status: "Paused", pauseCause, pauseEvidence: { failed: 1 } }, cause: pauseCause },
];
