import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Campaign, FirmwareJob } from "@/lib/db/generated/client";
import type { JobReason } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { CHANNELS, requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { countWaves } from "../rollout/count-waves";
import type { JournalEntry } from "../rollout/journal";
import { UNDER_WAY } from "./campaign-actions";
import { orderInput } from "./campaign-fields";
import { changeCampaign } from "./change-campaign";
import { lowerBases } from "./lower-bases";
import { said } from "./said";

/** The image is at fault, for every station alike: trying it again shows nothing new. */
const FINAL: readonly JobReason[] = [
  "InvalidSignature",
  "InstallVerificationFailed",
  "InvalidCertificate",
  "RevokedCertificate",
];

type Failed = FirmwareJob & { readonly station: { readonly identity: string } };

/**
 * Tries the failed stations of the open wave again, with fresh attempts and under the same approval (W7). A wave that
 * is held runs again; a campaign that is paused stays so until it is resumed. Throws Conflict where there is none.
 */
export async function retryFailed(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof orderInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "steer-campaigns");
  const { expectedRev, comment } = parseInput(orderInput, input);
  return changeCampaign(ctx, id, { action: "RetryFailed", expectedRev, from: UNDER_WAY }, async ({ tx }, campaign) => {
    const wave = await tx.campaignWave.findFirst({
      where: { campaignId: id, status: { in: ["Running", "Soaking", "Held"] } },
    });
    const failed = wave === null ? [] : await failedJobs(tx, id, wave.index);
    if (wave === null || failed.length === 0)
      throw new ServiceError(
        "Conflict",
        `${campaign.name} has no failed station in its open wave that could be tried again.`,
      );
    const reopened = await reopen(tx, campaign, wave);
    const jobs = failed.map((job) => ({ job, id: randomUUID() }));
    await insertGeneration(tx, jobs, ctx.now());
    await countWaves(tx, id, [wave.index]);
    // The engine looks at it without waiting for its next round.
    await tx.$executeRaw`SELECT pg_notify(${CHANNELS.rollout}, ${id})`;
    return {
      set: await lowerBases(tx, campaign),
      journal: [
        { type: "Ordered", cause: "RetryFailed", data: { wave: wave.index, stations: jobs.length, ...said(comment) } },
        ...reopened,
        ...jobs.map(({ job, id: jobId }) => ({
          type: "JobChanged",
          jobId,
          to: "Ready",
          cause: "RetryFailed",
          data: { stationId: job.stationId, wave: job.waveIndex, generation: job.generation + 1, reason: job.reason },
        })),
      ],
      details: { wave: wave.index, stations: jobs.length, ...said(comment) },
      identities: failed.map(({ station }) => station.identity),
    };
  });
}

/** By the last generation of each station. */
async function failedJobs(tx: Tx, campaignId: string, waveIndex: number): Promise<readonly Failed[]> {
  const jobs = await tx.firmwareJob.findMany({
    where: { campaignId, waveIndex },
    include: { station: { select: { identity: true } } },
    orderBy: [{ generation: "asc" }],
  });
  const last = new Map(jobs.map((job) => [job.stationId, job]));
  const isFinal = (reason: string | null): boolean => FINAL.some((final) => final === reason);
  return [...last.values()]
    .filter(({ status, reason, lateOutcome }) => status === "Failed" && lateOutcome === null && !isFinal(reason))
    .toSorted((a, b) => a.place - b.place);
}

type OpenWave = { readonly index: number; readonly status: string };

async function reopen(tx: Tx, campaign: Campaign, { index, status }: OpenWave): Promise<readonly JournalEntry[]> {
  if (status === "Running") return [];
  await tx.campaignWave.update({
    where: { campaignId_index: { campaignId: campaign.id, index } },
    data: { status: "Running", soakUntil: null, rev: { increment: 1 } },
  });
  return [{ type: "WaveChanged", from: status, to: "Running", cause: "RetryFailed", data: { wave: index } }];
}

async function insertGeneration(
  tx: Tx,
  jobs: readonly { readonly job: Failed; readonly id: string }[],
  at: Date,
): Promise<void> {
  await tx.firmwareJob.createMany({
    data: jobs.map(({ job, id }) => ({
      id,
      campaignId: job.campaignId,
      waveIndex: job.waveIndex,
      stationId: job.stationId,
      siteId: job.siteId,
      generation: job.generation + 1,
      place: job.place,
      status: "Ready",
      readyAt: at,
      statusAt: at,
      fromVersion: job.fromVersion,
    })),
  });
}
