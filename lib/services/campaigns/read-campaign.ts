import type { Campaign, CampaignApproval, CampaignWave, FirmwareRelease } from "@/lib/db/generated/client";
import type {
  ApprovalView,
  CampaignSummary,
  CampaignView,
  WaveTotals,
  WaveView,
} from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { wordOf } from "../rollout/stored-words";
import { actionsFor } from "./campaign-actions";
import { countJobs } from "./count-jobs";
import { isUuid } from "./is-uuid";
import { storedRule, storedSpec } from "./spec-fields";

/** One campaign with its waves, what holds it up, and what the one who asks may do. Throws NotFound. */
export async function readCampaign(ctx: ServiceContext, id: string): Promise<CampaignView> {
  requirePermission(ctx, "read");
  return readCampaignView(ctx.db, ctx, id);
}

export const summaryIncludes = {
  release: true,
  waves: { orderBy: { index: "asc" } },
} as const;

type SummaryRow = Campaign & { readonly release: FirmwareRelease; readonly waves: readonly CampaignWave[] };
type Reading = Pick<Tx, "campaign" | "rolloutEngine" | "$queryRaw">;

/** The same, within a verb's transaction. */
export async function readCampaignView(
  db: Reading,
  ctx: Pick<ServiceContext, "actor">,
  id: string,
): Promise<CampaignView> {
  const row = isUuid(id)
    ? await db.campaign.findUnique({
        where: { id },
        include: { ...summaryIncludes, approvals: { orderBy: { at: "desc" } } },
      })
    : null;
  if (row === null) throw new ServiceError("NotFound", `There is no campaign ${id}.`);
  const counts = await countJobs(db, id);
  const engine = await db.rolloutEngine.findUnique({ where: { id: 1 } });
  const waves = row.waves.map(toWaveView);
  const open = waves.find(({ status }) => status === "Running" || status === "Soaking" || status === "Held");
  return {
    ...toSummary(row),
    ...toDetails(row),
    approvals: row.approvals.map(toApprovalView),
    waves,
    ...counts,
    isKilled: engine?.stoppedAt != null,
    actions: actionsFor(ctx.actor, {
      campaign: row,
      uploadedById: row.release.uploadedById,
      waves: row.waves.map((wave) => ({ ...wave, status: wordOf(wave.status), isMet: meetsRule(wave) })),
      failedJobs: open?.failed ?? 0,
      updatedJobs: waves.reduce((sum, { succeeded }) => sum + succeeded, 0),
    }),
  };
}

export function toSummary(row: SummaryRow): CampaignSummary {
  const { id, name, isEmergency, createdBy, rev, release } = row;
  return {
    id,
    name,
    kind: wordOf(row.kind),
    isEmergency,
    status: wordOf(row.status),
    pauseCause: wordOf(row.pauseCause),
    outcome: wordOf(row.outcome),
    release: { id: release.id, vendor: release.vendor, version: release.version },
    createdBy,
    createdAt: row.createdAt.toISOString(),
    startAt: iso(row.startAt),
    startedAt: iso(row.startedAt),
    deadlineAt: iso(row.deadlineAt),
    finishedAt: iso(row.finishedAt),
    totals: totalsOf(row.waves),
    waves: row.waves.map((wave) => ({
      index: wave.index,
      name: wave.name,
      status: wordOf(wave.status),
      total: wave.total,
      active: wave.active,
      succeeded: wave.succeeded,
      failed: wave.failed,
      skipped: wave.skipped,
      expired: wave.expired,
      cancelled: wave.cancelled,
    })),
    rev,
  };
}

function toDetails(row: Campaign) {
  return {
    spec: storedSpec(row.spec),
    specRev: row.specRev,
    specHash: row.specHash,
    pauseEvidence: objectOf(row.pauseEvidence),
    reason: row.reason,
    abortPolicy: wordOf<NonNullable<CampaignView["abortPolicy"]>>(row.abortPolicy),
    rollbackOfId: row.rollbackOfId,
    clonedFromId: row.clonedFromId,
    submittedAt: iso(row.submittedAt),
    approvedAt: iso(row.approvedAt),
  };
}

function toWaveView(wave: CampaignWave): WaveView {
  const { index, name, total, active, succeeded, unverified, failed, lost, skipped, expired, cancelled } = wave;
  return {
    index,
    name,
    gate: wordOf(wave.gate),
    rule: storedRule(wave.rule),
    status: wordOf(wave.status),
    releasedAt: iso(wave.releasedAt),
    overriddenAt: iso(wave.overriddenAt),
    openedAt: iso(wave.openedAt),
    soakUntil: iso(wave.soakUntil),
    closedAt: iso(wave.closedAt),
    verdict: objectOf(wave.verdict),
    total,
    active,
    succeeded,
    unverified,
    failed,
    lost,
    skipped,
    expired,
    cancelled,
  };
}

/** succeeded / (jobs − skipped − expired), at least as the rule says. */
function meetsRule({ rule, succeeded, total, skipped, expired }: CampaignWave): boolean {
  return succeeded >= storedRule(rule).success * (total - skipped - expired);
}

const toApprovalView = (row: CampaignApproval): ApprovalView => ({
  id: row.id,
  decision: wordOf(row.decision),
  by: row.by,
  comment: row.comment,
  at: row.at.toISOString(),
  expiresAt: iso(row.expiresAt),
  voidedAt: iso(row.voidedAt),
  specHash: row.specHash,
});

function totalsOf(waves: readonly WaveTotals[]): WaveTotals {
  const sum = (figure: keyof WaveTotals): number => waves.reduce((total, wave) => total + wave[figure], 0);
  return {
    total: sum("total"),
    active: sum("active"),
    succeeded: sum("succeeded"),
    unverified: sum("unverified"),
    failed: sum("failed"),
    lost: sum("lost"),
    skipped: sum("skipped"),
    expired: sum("expired"),
    cancelled: sum("cancelled"),
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A JSON object out of the books; anything else is nothing. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}
