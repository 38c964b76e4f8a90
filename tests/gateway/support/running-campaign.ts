import { expect, vi } from "vitest";
import type { Database } from "@/lib/db/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import type { SpecInput } from "@/lib/services/campaigns/spec-fields";
import { startCampaign } from "@/lib/services/campaigns/start-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import type { People } from "./firmware-fleet";

/** Seconds instead of hours, at any time of day, and no wait that is only there for people. */
export const QUICK = {
  targets: { vendor: "Kituo" },
  startsPerMinute: 6_000,
  startsPerMinuteMax: 6_000,
  rampAfterSuccesses: 0,
  windows: [],
  windowLeftSecondsMin: 0,
  backoffSeconds: 1,
  backoffSecondsMax: 2,
  // Longer than a busy machine takes for one step.
  answerSeconds: 15,
  firstProgressSeconds: 20,
  stallSeconds: 20,
  installSeconds: 20,
  rebootSeconds: 20,
  lostSeconds: 60,
  stragglerSeconds: 20,
  pendingSecondsMax: 400,
  healthSeconds: 3,
  // A gateway that dies costs each station one.
  reconnectsMax: 1,
  retries: 1,
  retryIntervalSeconds: 1,
} as const satisfies SpecInput;

/** One wave of all. */
export const ALL_AT_ONCE: NonNullable<SpecInput["waves"]> = [
  {
    name: "All",
    size: { type: "Rest" },
    gate: "Auto",
    rule: { success: 1, failuresMax: 0, lostMax: 0, soakSeconds: 0, comparesSoak: false },
  },
];

/** Planned by one, approved by another, and started. */
export async function aRunningCampaign(who: People, releaseId: string, spec: SpecInput): Promise<CampaignView> {
  const created = await createCampaign(who.engineer, { name: "A campaign", releaseId, spec });
  const { id } = created;
  const submitted = await submitCampaign(who.engineer, id, { expectedRev: created.rev });
  const specHash = submitted.specHash ?? "";
  const approved = await approveCampaign(who.approver, id, { expectedRev: submitted.rev, specHash });
  return startCampaign(who.approver, id, { expectedRev: approved.rev });
}

/** Waits up to a minute until the campaign is as wanted. */
export const untilCampaign = (
  { db, who }: { readonly db: Database; readonly who: People },
  id: string,
  wanted: Partial<CampaignView>,
): Promise<CampaignView> =>
  vi.waitFor(
    async () => {
      const campaign = await readCampaign(who.viewer, id);
      expect({ ...campaign, jobs: await whereItStands(db, id) }).toMatchObject(wanted);
      return campaign;
    },
    { timeout: 60_000, interval: 200 },
  );

/** For the message of a test that waited in vain. */
export async function whereItStands(db: Database, campaignId: string): Promise<string> {
  const campaign = await db.campaign.findUniqueOrThrow({ where: { id: campaignId }, include: { waves: true } });
  const by = ["waveIndex", "status", "blockedBy", "phase", "reason"] as const;
  const jobs = await db.firmwareJob.groupBy({ by: [...by], where: { campaignId }, _count: true });
  const { status, pauseCause, pauseEvidence, waves } = campaign;
  return JSON.stringify({ status, pauseCause, pauseEvidence, waves: waves.map((wave) => wave.status), jobs });
}

/** What became of one station, step by step: for the message of a test that found another end than it wanted. */
export async function storyOf(db: Database, campaignId: string, identity: string): Promise<string> {
  const job = await db.firmwareJob.findFirst({
    where: { campaignId, station: { identity } },
    include: { firmwareAttempts: true },
    orderBy: { generation: "desc" },
  });
  if (job === null) return `${identity} has no part in it`;
  const [entries, commands, reports] = await Promise.all([
    db.campaignEvent.findMany({ where: { campaignId, jobId: job.id } }),
    db.command.findMany({ where: { stationId: job.stationId } }),
    db.stationReport.findMany({ where: { stationId: job.stationId, kind: "Firmware" } }),
  ]);
  const lines = [
    ...entries.map(({ at, from, to, cause }) => [at, `${from ?? ""} → ${to ?? ""} (${cause})`] as const),
    ...commands.map(({ createdAt, sentAt, name, number, state, errorCode }) => {
      const sent = sentAt === null ? "never sent" : `sent ${sentAt.toISOString().slice(14, 23)}`;
      return [createdAt, `${name} ${number}: ${state} ${errorCode ?? ""} ${sent}`] as const;
    }),
    ...reports.map(({ receivedAt, status, requestId }) => [receivedAt, `told ${status} ${requestId ?? ""}`] as const),
    ...job.firmwareAttempts.map(
      ({ closedAt, outcome, n }) => [closedAt ?? new Date(), `attempt ${n}: ${outcome}`] as const,
    ),
  ];
  const told = lines.toSorted(([a], [b]) => a.getTime() - b.getTime());
  return [identity, ...told.map(([at, line]) => `  ${at.toISOString().slice(14, 23)} ${line}`)].join("\n");
}
