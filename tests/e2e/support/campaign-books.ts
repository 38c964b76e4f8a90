import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import type { Role } from "@/lib/domain/permissions";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import type { SpecInput } from "@/lib/services/campaigns/spec-fields";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { countWaves } from "@/lib/services/rollout/count-waves";
import { appendEvents, type JournalEntry } from "@/lib/services/rollout/journal";
import { createAuthority } from "../../support/certificates";
import { aVerifiedRelease } from "../../support/firmware";

/** Campaigns in every state a person may find them in, written into the books of a running instance. */

export const STATIONS = 64;
const IMAGE_BYTES = 12_400_000;

export const contextOf = (db: Database, role: Role, name: string): ServiceContext => ({
  db,
  now: () => new Date(),
  actor: { kind: "operator", id: `test-${name}`, name, role },
});

/** A fleet of one make on three sites, with the old version, and the release that is to come. */
export async function aFleet(db: Database): Promise<{ readonly releaseId: string }> {
  const zones = ["Africa/Nairobi", "Africa/Nairobi", "Europe/Berlin"] as const;
  const names = ["Westlands Mall", "Thika Road", "Berlin Ostkreuz"] as const;
  const sites = [];
  for (const [index, name] of names.entries()) {
    sites.push(await db.site.create({ data: { name, timeZone: zones[index] ?? "UTC" } }));
  }
  for (let n = 1; n <= STATIONS; n += 1) {
    const identity = `CP-${String(n).padStart(4, "0")}`;
    await db.station.create({
      data: {
        identity,
        identityKey: identity.toLowerCase(),
        securityProfile: 1,
        siteId: sites[n % 3]?.id ?? null,
        vendor: "ACME",
        model: "Wall22",
        serialNumber: `8841-${n}`,
        firmwareVersion: "2.3.9",
        bootedAt: new Date(),
        ocppVersion: n % 8 === 0 ? "ocpp2.0.1" : "ocpp1.6",
      },
    });
  }
  return { releaseId: await aRelease(db) };
}

async function aRelease(db: Database): Promise<string> {
  const { release } = await aVerifiedRelease(db, {
    vendor: "ACME",
    models: ["Wall22", "Wall11"],
    version: "2.4.1",
    fileName: "acme-wall-2.4.1.bin",
    size: IMAGE_BYTES,
    signature: "c2lnbmF0dXJl",
    signingCertificate: createAuthority({ commonName: "ACME" }).certificate,
    uploadedById: "test-uploader",
    uploadedBy: "Wanjiru",
  });
  const passed = ["Hash", "Certificate", "Chain", "Dates", "Signature", "Limits"];
  const checks = passed.map((check) => ({ check, result: "Passed", found: null }));
  await db.firmwareRelease.update({ where: { id: release.id }, data: { checks } });
  return release.id;
}

const SPEC: SpecInput = {
  // All of these campaigns are about the same chargers.
  onOverlap: "Wait",
  windows: [{ days: [1, 2, 3, 4, 5, 6, 7], start: "00:00", end: "00:00" }],
  inFlightMax: 6,
  inFlightPerSiteMax: 2,
  waves: [
    { name: "Canary", size: { type: "Count", count: 6 } },
    { name: "Wave 1", size: { type: "Share", share: 0.4 }, gate: "Manual" },
    { name: "Rest", size: { type: "Rest" } },
  ],
};

export async function aDraft(db: Database, releaseId: string, name: string): Promise<CampaignView> {
  return createCampaign(contextOf(db, "engineer", "Njeri"), { name, releaseId, spec: SPEC });
}

export async function aSubmitted(db: Database, releaseId: string, name: string): Promise<CampaignView> {
  const { id, rev } = await aDraft(db, releaseId, name);
  return submitCampaign(contextOf(db, "engineer", "Njeri"), id, { expectedRev: rev });
}

export async function anApproved(db: Database, releaseId: string, name: string): Promise<CampaignView> {
  const { id, rev, specHash } = await aSubmitted(db, releaseId, name);
  const order = { expectedRev: rev, specHash: specHash ?? "", comment: "Canary figures of last month looked well." };
  return approveCampaign(contextOf(db, "approver", "Otieno"), id, order);
}

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

type JobData = Prisma.FirmwareJobUncheckedUpdateManyInput;
const UPDATED: JobData = {
  status: "Succeeded",
  fromVersion: "2.3.9",
  seenVersion: "2.4.1",
  isVerified: true,
  attempts: 1,
  finishedAt: minutesAgo(90),
};

/** What the stations of a running second wave do, in the order in which they come; the others are updated. */
const SECOND_WAVE: readonly JobData[] = [
  { status: "InProgress", phase: "Downloading", attempts: 1, startedAt: minutesAgo(4) },
  { status: "InProgress", phase: "Rebooting", attempts: 1, startedAt: minutesAgo(12) },
  { status: "Verifying", phase: "Installed", attempts: 1, seenVersion: "2.4.1", startedAt: minutesAgo(20) },
  { status: "Reconciling", phase: "Installing", attempts: 2, startedAt: minutesAgo(66) },
  { status: "Backoff", reason: "DownloadFailed", attempts: 1, notBefore: new Date(Date.now() + 11 * 60_000) },
  { status: "Ready", blockedBy: "SessionActive" },
  { status: "Ready", blockedBy: "Offline" },
  { status: "Ready", blockedBy: "Offline" },
  { status: "Ready", blockedBy: "SiteLimit" },
  {
    status: "Failed",
    reason: "VersionMismatch",
    attempts: 2,
    seenVersion: "2.3.9",
    finishedAt: minutesAgo(31),
    evidence: { expectedVersion: "2.4.1", seenVersion: "2.3.9" },
  },
  { status: "Failed", reason: "Lost", attempts: 1, lateOutcome: "Recovered", finishedAt: minutesAgo(5) },
];

/** The canary has passed, and the second wave is in the middle of it. */
export async function inFullSwing(db: Database, campaignId: string): Promise<void> {
  await db.campaign.update({
    where: { id: campaignId },
    data: { status: "Running", startedAt: minutesAgo(200), deadlineAt: new Date(Date.now() + 20 * 86_400_000) },
  });
  await setWave(db, campaignId, 0, { status: "Passed", openedAt: minutesAgo(200), closedAt: minutesAgo(120) });
  await setWave(db, campaignId, 1, { status: "Running", openedAt: minutesAgo(110), releasedAt: minutesAgo(111) });
  await setJobs(db, campaignId, 0, []);
  await setJobs(db, campaignId, 1, SECOND_WAVE);
  await downloading(db, campaignId);
  await tell(db, campaignId, [
    { type: "CampaignChanged", from: "Scheduled", to: "Running", cause: "Started" },
    { type: "WaveChanged", from: "Soaking", to: "Passed", cause: "Soaked", data: { wave: 0 } },
  ]);
}

/** The second wave is done and has missed its rule. */
export async function heldWave(db: Database, campaignId: string): Promise<void> {
  await inFullSwing(db, campaignId);
  const failed: JobData = { status: "Failed", reason: "InstallFailed", attempts: 2, finishedAt: minutesAgo(9) };
  await db.firmwareAttempt.deleteMany({ where: { job: { campaignId } } });
  await setJobs(db, campaignId, 1, [failed, failed, { ...failed, reason: "DownloadFailed" }, failed, failed]);
  await setWave(db, campaignId, 1, { status: "Held" });
  const pauseEvidence = { wave: 1, isMet: false, succeeded: 21, decided: 26, success: 0.95, late: 0 };
  await db.campaign.update({
    where: { id: campaignId },
    data: { status: "Paused", pauseCause: "WaveHeld", pauseEvidence },
  });
  await tell(db, campaignId, [
    { type: "WaveChanged", from: "Running", to: "Held", cause: "RuleMissed", data: pauseEvidence },
    { type: "CampaignChanged", from: "Running", to: "Paused", cause: "WaveHeld", data: pauseEvidence },
  ]);
}

/** All waves have passed; one charger took it on its own word, and one failed. */
export async function allDone(db: Database, campaignId: string): Promise<void> {
  await inFullSwing(db, campaignId);
  await db.firmwareAttempt.deleteMany({ where: { job: { campaignId } } });
  await setJobs(db, campaignId, 1, [
    { ...UPDATED, isVerified: false, seenVersion: null },
    { status: "Failed", reason: "InstallFailed", attempts: 2, finishedAt: minutesAgo(31) },
  ]);
  await setJobs(db, campaignId, 2, [{ status: "Expired", reason: "Offline", finishedAt: minutesAgo(2) }]);
  for (const index of [1, 2]) await setWave(db, campaignId, index, { status: "Passed", closedAt: minutesAgo(2) });
  await db.campaign.update({
    where: { id: campaignId },
    data: { status: "Completed", outcome: "Partial", finishedAt: minutesAgo(1) },
  });
  await tell(db, campaignId, [{ type: "CampaignChanged", from: "Running", to: "Completed", cause: "AllPassed" }]);
}

async function setWave(
  db: Database,
  campaignId: string,
  index: number,
  data: Prisma.CampaignWaveUpdateInput,
): Promise<void> {
  await db.campaignWave.update({ where: { campaignId_index: { campaignId, index } }, data });
}

/** Gives the first jobs of a wave these states; the others are updated. */
async function setJobs(db: Database, campaignId: string, waveIndex: number, states: readonly JobData[]): Promise<void> {
  const jobs = await db.firmwareJob.findMany({ where: { campaignId, waveIndex }, orderBy: { place: "asc" } });
  const plain = { reason: null, blockedBy: null, phase: null, lateOutcome: null, notBefore: null, seenVersion: null };
  for (const [place, { id }] of jobs.entries()) {
    const data = { ...plain, statusAt: minutesAgo(4 + place * 3), ...(states[place] ?? UPDATED) };
    await db.firmwareJob.update({ where: { id }, data });
  }
  await db.$transaction((tx) => countWaves(tx, campaignId, [waveIndex]));
}

/** An open attempt whose charger has fetched two thirds of the image. */
async function downloading(db: Database, campaignId: string): Promise<void> {
  const job = await db.firmwareJob.findFirstOrThrow({ where: { campaignId, phase: "Downloading" } });
  const { releaseId } = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  const now = new Date();
  const attemptId = randomUUID();
  await db.firmwareAttempt.create({
    data: {
      id: attemptId,
      jobId: job.id,
      stationId: job.stationId,
      commandId: randomUUID(),
      n: 1,
      openedAt: minutesAgo(4),
      phase: "Downloading",
      progressAt: now,
      epochAtOpen: 1,
      grant: {
        create: {
          id: randomUUID(),
          releaseId,
          createdAt: minutesAgo(4),
          expiresAt: new Date(Date.now() + 86_400_000),
          firstByteAt: minutesAgo(3),
          lastByteAt: now,
          bytesServed: IMAGE_BYTES * 0.61,
          bytesReached: IMAGE_BYTES * 0.61,
        },
      },
    },
  });
}

async function tell(db: Database, campaignId: string, entries: readonly JournalEntry[]): Promise<void> {
  const actor = { kind: "system", id: "rollout", name: "Kituo" } as const;
  await db.$transaction((tx) => appendEvents(tx, { campaignId, actor, at: new Date() }, entries));
}
