import type { CampaignChange } from "@/lib/domain/firmware/campaign-change";
import type { CampaignSnapshot, JobFacts } from "@/lib/domain/firmware/campaign-snapshot";
import { decide } from "@/lib/domain/firmware/decide";
import type { ImageProof } from "../campaigns/require-image";
import { inTransaction, LARGE_TRANSACTION_MS_MAX, type ServiceContext } from "../context";
import { applyChanges } from "./apply-changes";
import { holdLead } from "./lead";
import { loadSnapshot } from "./load-snapshot";
import { askUpdatedForWatched } from "./watched-settings";

/** What a tick looked at and did. */
export type Tick = { readonly snapshot: CampaignSnapshot; readonly changes: readonly CampaignChange[] };

type Ticking = {
  readonly campaignId: string;
  readonly lead: number;
  /** What its image hashes to, if it is to start by the clock: without that it waits. */
  readonly image?: ImageProof | null;
};

/**
 * One step of one campaign in one transaction: read, decide, write. Null where the lead is another's: nothing was
 * written. Idempotent, and without a memory: whoever leads next goes on where this one was.
 */
export async function tickCampaign(
  ctx: ServiceContext,
  { campaignId, lead, image = null }: Ticking,
): Promise<Tick | null> {
  return inTransaction(
    ctx,
    async (unit) => {
      const { tx } = unit;
      if (!(await holdLead(tx, lead))) return null;
      // The campaign first, its commands after it: as every order does.
      await tx.$queryRaw`SELECT id FROM campaign WHERE id = ${campaignId}::uuid FOR UPDATE`;
      const now = ctx.now().getTime();
      let snapshot = await loadSnapshot(tx, campaignId, { now, locksCommands: false, image });
      let decided = decide(snapshot, now);
      if (decided.some(isBarrier) || opensUnseen(decided, snapshot)) {
        snapshot = await loadSnapshot(tx, campaignId, { now, locksCommands: true, image });
        decided = decide(snapshot, now);
      }
      const applying = { campaignId, snapshot, changes: decided, actor: ctx.actor, now };
      const changes = await applyChanges(unit, applying);
      if (changes.some(isRefusedStart)) await unit.audit("RefuseStart", `campaign:${campaignId}`, foundBy(snapshot));
      const jobs = jobsAfter(snapshot.jobs, changes);
      await askUpdatedForWatched(unit, { actor: ctx.actor, at: new Date(now), jobs });
      return { snapshot, changes };
    },
    { timeoutMs: LARGE_TRANSACTION_MS_MAX },
  );
}

/** What takes commands back, or ends what waits: decided on what is locked, and on the jobs of all waves. */
const isBarrier = (change: CampaignChange): boolean =>
  change.type === "RevokeCommand" || (change.type === "Campaign" && change.set.status !== undefined);

const isRefusedStart = (change: CampaignChange): boolean =>
  change.type === "Campaign" && change.set.pauseCause === "NotAsApproved";

const foundBy = ({ startProof }: CampaignSnapshot) => ({ found: startProof });

/** A wave that opens at the instant at which the one ahead ended: its jobs were not looked at while that was running. */
const opensUnseen = (changes: readonly CampaignChange[], { waves, jobs }: CampaignSnapshot): boolean => {
  const opened = changes.flatMap((one) => (one.type === "Wave" && one.set.status === "Running" ? [one.index] : []));
  return waves.some(({ index, status, total }) => {
    const isOpened = status === "Pending" && total > 0 && opened.includes(index);
    return isOpened && !jobs.some(({ waveIndex }) => waveIndex === index);
  });
};

/** As they are once the changes are written: a second tick at the same instant finds nothing that the first one left. */
function jobsAfter(jobs: readonly JobFacts[], changes: readonly CampaignChange[]): readonly JobFacts[] {
  const after = new Map(jobs.map((job) => [job.id, job]));
  for (const change of changes) {
    const job = change.type === "Job" ? after.get(change.jobId) : undefined;
    if (change.type === "Job" && job !== undefined) after.set(job.id, { ...job, ...change.set });
  }
  return [...after.values()];
}
