import { z } from "zod";
import type { SoakFigures } from "@/lib/domain/firmware/campaign-snapshot";
import {
  type CampaignSpec,
  OVERLAP_POLICIES,
  SESSION_POLICIES,
  type WaveRule,
} from "@/lib/domain/firmware/campaign-spec";
import {
  ABORT_POLICIES,
  BLOCKERS,
  CAMPAIGN_STATES,
  JOB_REASONS,
  JOB_STATES,
  PAUSE_CAUSES,
  PHASES,
  WAVE_STATES,
} from "@/lib/domain/firmware/campaign-states";
import {
  type CampaignEventView,
  type CampaignPreview,
  type CampaignSummary,
  type CampaignView,
  EXCLUSIONS,
  type JobView,
} from "@/lib/domain/firmware/campaign-view";
import type { RolloutsView, UpdateLockView } from "@/lib/domain/firmware/rollout-view";

/** What the API answers of campaigns, described. The annotations hold the descriptions to the views they describe. */

const instant = z.iso.datetime();
const instantOrNull = instant.nullable();
const text = z.string().nullable();
const facts = z.record(z.string(), z.unknown()).readonly();

const ruleSchema: z.ZodType<WaveRule> = z.object({
  success: z.number().describe("succeeded / (jobs − skipped − expired), at least."),
  failuresMax: z.int(),
  failureRateMax: z.number().nullable(),
  decidedMin: z.int(),
  lostMax: z.int(),
  soakSeconds: z.int(),
  comparesSoak: z.boolean(),
});

const names = z.array(z.string()).readonly();

const waveSpecSchema = z.object({
  name: z.string(),
  size: z.discriminatedUnion("type", [
    z.object({ type: z.literal("Count"), count: z.int() }),
    z.object({ type: z.literal("Share"), share: z.number() }),
    z.object({ type: z.literal("Stations"), identities: names }),
    z.object({ type: z.literal("Rest") }),
  ]),
  gate: z.enum(["Auto", "Manual"]),
  rule: ruleSchema,
});

const windowSchema = z.object({ days: z.array(z.int()).readonly(), start: z.string(), end: z.string() });

const specSchema: z.ZodType<CampaignSpec> = z.object({
  targets: z.object({
    vendor: z.exactOptional(z.string()),
    models: z.exactOptional(names),
    versions: z.exactOptional(names),
    siteIds: z.exactOptional(z.array(z.int()).readonly()),
    tags: z.exactOptional(names),
    ocppVersions: z.exactOptional(names),
    identities: z.exactOptional(names),
  }),
  onOverlap: z.enum(OVERLAP_POLICIES),
  waves: z.array(waveSpecSchema).readonly(),
  onError: z.enum(["Pause", "Abort"]),
  inFlightMax: z.int(),
  inFlightPerSiteMax: z.int(),
  usablePerSiteMin: z.int(),
  startsPerMinute: z.number(),
  rampAfterSuccesses: z.int(),
  startsPerMinuteMax: z.number(),
  downloadsMax: z.int(),
  megabitsPerSecondMax: z.number().nullable(),
  windows: z.array(windowSchema).readonly().describe("In the zone of the site; none = at any time."),
  windowLeftSecondsMin: z.int(),
  sessionPolicy: z.enum(SESSION_POLICIES),
  attemptsMax: z.int(),
  backoffSeconds: z.int(),
  backoffSecondsMax: z.int(),
  answerSeconds: z.int(),
  firstProgressSeconds: z.int(),
  stallSeconds: z.int(),
  installSeconds: z.int(),
  rebootSeconds: z.int(),
  lostSeconds: z.int(),
  pendingSecondsMax: z.int(),
  stragglerSeconds: z.int(),
  deadlineSeconds: z.int(),
  healthSeconds: z.int(),
  reconnectsMax: z.int(),
  driftPolicy: z.enum(["Warn", "Fail"]),
  retries: z.int(),
  retryIntervalSeconds: z.int(),
  approvalSecondsMax: z.int(),
});

const totals = {
  total: z.int(),
  active: z.int(),
  succeeded: z.int(),
  unverified: z.int().describe("Of the succeeded, those on the station's word alone."),
  failed: z.int(),
  lost: z.int().describe("Of the failed, those that did not come back."),
  skipped: z.int(),
  expired: z.int(),
  cancelled: z.int(),
};

const { unverified: _, lost: __, ...summaryTotals } = totals;

const summaryFields = {
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(["Update", "Rollback"]),
  isEmergency: z.boolean(),
  status: z.enum(CAMPAIGN_STATES),
  pauseCause: z.enum(PAUSE_CAUSES).nullable(),
  outcome: z.enum(["Success", "Partial"]).nullable(),
  release: z.object({ id: z.uuid(), vendor: z.string(), version: z.string() }),
  createdBy: z.string(),
  createdAt: instant,
  startAt: instantOrNull,
  startedAt: instantOrNull,
  deadlineAt: instantOrNull,
  finishedAt: instantOrNull,
  totals: z.object(totals),
  rev: z.int().describe("What an order names as `expectedRev`."),
};

export const campaignSummarySchema: z.ZodType<CampaignSummary> = z.object({
  ...summaryFields,
  waves: z
    .array(z.object({ index: z.int(), name: z.string(), status: z.enum(WAVE_STATES), ...summaryTotals }))
    .readonly(),
});

const waveSchema = z.object({
  index: z.int(),
  name: z.string(),
  gate: z.enum(["Auto", "Manual"]),
  rule: ruleSchema,
  status: z.enum(WAVE_STATES),
  releasedAt: instantOrNull,
  overriddenAt: instantOrNull,
  openedAt: instantOrNull,
  soakUntil: instantOrNull,
  closedAt: instantOrNull,
  verdict: facts.nullable(),
  ...totals,
});

const approvalSchema = z.object({
  id: z.uuid(),
  decision: z.enum(["Approved", "Rejected"]),
  by: z.string(),
  comment: text,
  at: instant,
  expiresAt: instantOrNull,
  voidedAt: instantOrNull,
  specHash: z.string(),
});

const actionsSchema = z.object({
  edit: z.boolean(),
  submit: z.boolean(),
  withdraw: z.boolean(),
  approve: z.boolean(),
  reject: z.boolean(),
  start: z.boolean(),
  pause: z.boolean(),
  resume: z.boolean(),
  release: z.boolean(),
  override: z.boolean(),
  retryFailed: z.boolean(),
  abort: z.boolean(),
  clone: z.boolean(),
  rollBack: z.boolean(),
});

export const campaignSchema: z.ZodType<CampaignView> = z.object({
  ...summaryFields,
  spec: specSchema,
  specRev: z.int(),
  specHash: text.describe("SHA-256 over spec, station list and image, from submission on: what an approval is for."),
  pauseEvidence: facts.nullable(),
  reason: text,
  abortPolicy: z.enum(ABORT_POLICIES).nullable(),
  rollbackOfId: z.uuid().nullable(),
  clonedFromId: z.uuid().nullable(),
  submittedAt: instantOrNull,
  approvedAt: instantOrNull,
  approvals: z.array(approvalSchema).readonly(),
  waves: z.array(waveSchema).readonly(),
  waiting: z.array(z.object({ blockedBy: z.enum(BLOCKERS).nullable(), jobs: z.int() })).readonly(),
  failures: z.array(z.object({ reason: z.enum(JOB_REASONS), jobs: z.int() })).readonly(),
  unsignedTargets: z.int().describe("Stations that cannot check a signature."),
  isKilled: z.boolean().describe("All rollouts stand still."),
  actions: actionsSchema.describe("What the one who asks may do now."),
});

export const jobSchema: z.ZodType<JobView> = z.object({
  id: z.uuid(),
  identity: z.string(),
  stationName: text,
  site: text,
  timeZone: z.string(),
  waveIndex: z.int(),
  generation: z.int(),
  status: z.enum(JOB_STATES),
  reason: z.enum(JOB_REASONS).nullable(),
  blockedBy: z.enum(BLOCKERS).nullable(),
  phase: z.enum(PHASES).nullable(),
  attempts: z.int(),
  attemptsMax: z.int(),
  fromVersion: text,
  seenVersion: text,
  isVerified: z.boolean().nullable(),
  lateOutcome: z.literal("Recovered").nullable(),
  isCredited: z.boolean(),
  notBefore: instantOrNull,
  statusAt: instant,
  startedAt: instantOrNull,
  finishedAt: instantOrNull,
  download: z.object({ bytesReached: z.int(), bytes: z.int(), at: instantOrNull }).nullable(),
  evidence: facts.nullable(),
  isLocked: z.boolean(),
  rev: z.int(),
});

export const campaignEventSchema: z.ZodType<CampaignEventView> = z.object({
  seq: z.int(),
  at: instant,
  actor: z.string(),
  actorKind: z.enum(["operator", "apiKey", "system"]),
  type: z.string(),
  jobId: z.uuid().nullable(),
  identity: text,
  from: text,
  to: text,
  cause: z.string(),
  data: facts,
  hash: z.string().describe("SHA-256 over the entry and the hash of the one before it."),
});

const version = z.object({ version: text, stations: z.int() });

export const previewSchema: z.ZodType<CampaignPreview> = z.object({
  targets: z.int(),
  waves: z.array(z.object({ index: z.int(), name: z.string(), stations: z.int(), sites: z.int() })).readonly(),
  excluded: z.array(z.object({ reason: z.enum(EXCLUSIONS), stations: z.int(), examples: names })).readonly(),
  versions: z.array(version).readonly(),
  overlaps: z.array(z.object({ campaignId: z.uuid(), name: z.string(), stations: z.int() })).readonly(),
  unsignedTargets: z.int(),
  sitesWithoutWindow: names,
  first: z
    .array(z.object({ identity: z.string(), site: text, timeZone: z.string(), fromVersion: text, notBefore: instant }))
    .readonly(),
  expectedEndAt: instantOrNull,
  canaryProof: z.number().describe("The failure rate that is still possible when the first wave has no failure."),
});

const soakSide = z.object({
  stations: z.int(),
  stationDays: z.number(),
  sessions: z.int(),
  sessionsStarted: z.int(),
  sessionsInError: z.int(),
  faults: z.int(),
  reconnects: z.int(),
});

export const soakSchema: z.ZodType<SoakFigures> = z.object({ updated: soakSide, others: soakSide });

export const journalCheckSchema = z.object({
  entries: z.int(),
  isUnbroken: z.boolean(),
  brokenAt: z.int().nullable().describe("The first entry that does not fit."),
});

export const rolloutsSchema: z.ZodType<RolloutsView> = z.object({
  holder: text,
  beatAt: instantOrNull,
  stoppedAt: instantOrNull,
  stoppedBy: text,
  stopReason: text,
});

export const updateLockSchema: z.ZodType<UpdateLockView> = z.object({
  identity: z.string(),
  reason: z.string(),
  by: z.string(),
  at: instant,
  until: instantOrNull,
});
