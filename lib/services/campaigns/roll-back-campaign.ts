import { z } from "zod";
import type { Campaign, FirmwareRelease } from "@/lib/db/generated/client";
import { type CampaignSpec, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { inTransaction, type ServiceContext, type Tx } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { lockCampaign } from "../rollout/lock-campaign";
import { createCampaignInput } from "./campaign-fields";
import { insertCampaign, requirePlanner } from "./create-campaign";
import { storedSpec } from "./spec-fields";
import { isVersionOf } from "./target-rules";

export const rollBackInput = z.strictObject({
  name: createCampaignInput.shape.name.optional(),
  /** Where to; without it the release that most of the stations had before. */
  releaseId: z.uuid().optional(),
  isEmergency: z.boolean().default(false),
  reason: createCampaignInput.shape.reason,
});

/**
 * Drafts the campaign that takes the stations which took this release back to the one they had before (§10). It is
 * approved like any other. Not safe to repeat.
 */
export async function rollBackCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof rollBackInput>,
): Promise<CampaignView> {
  const given = parseInput(rollBackInput, input);
  requirePlanner(ctx, given);
  return inTransaction(ctx, async (unit) => {
    const source = await lockCampaign(unit.tx, id);
    const taken = await stationsThatTook(unit.tx, id);
    if (taken.length === 0) throw new ServiceError("Conflict", `No station has taken the release of ${source.name}.`);
    const release = await releaseBefore(unit.tx, source, { taken, releaseId: given.releaseId });
    const identities = taken.map(({ identity }) => identity);
    const wanted = createCampaignInput.parse({
      name: given.name ?? `${source.name} (roll back)`.slice(0, 200),
      releaseId: release.id,
      spec: rollBackSpec(storedSpec(source.spec), identities),
      kind: "Rollback",
      rollbackOfId: id,
      isEmergency: given.isEmergency,
      reason: given.reason ?? null,
    });
    return insertCampaign(ctx, unit, { ...wanted, clonedFromId: null });
  });
}

type Taken = { readonly identity: string; readonly fromVersion: string | null };

/** Stations that run the release by this campaign, as far as they told: also those that failed in their health after it. */
async function stationsThatTook(tx: Tx, campaignId: string): Promise<readonly Taken[]> {
  return tx.$queryRaw<Taken[]>`
    WITH last AS (
      SELECT DISTINCT ON (station_id) station_id, status, reason, late_outcome, from_version FROM firmware_job
      WHERE campaign_id = ${campaignId}::uuid ORDER BY station_id, generation DESC
    )
    SELECT s.identity, last.from_version AS "fromVersion"
    FROM last JOIN station s ON s.id = last.station_id AND s.removed_at IS NULL
    WHERE last.status = 'Succeeded' OR last.status = 'Verifying' OR last.late_outcome = 'Recovered'
      OR (last.status = 'Failed' AND last.reason = 'Unhealthy')
    ORDER BY s.identity COLLATE "C"`;
}

type Before = { readonly taken: readonly Taken[]; readonly releaseId: string | undefined };

async function releaseBefore(tx: Tx, source: Campaign, { taken, releaseId }: Before): Promise<FirmwareRelease> {
  const { vendor } = await tx.firmwareRelease.findUniqueOrThrow({ where: { id: source.releaseId } });
  const releases = await tx.firmwareRelease.findMany({
    where: { vendor, status: "Verified", ...(releaseId === undefined ? {} : { id: releaseId }) },
    orderBy: { createdAt: "desc" },
  });
  const had = (release: FirmwareRelease): number =>
    taken.filter(({ fromVersion }) => isVersionOf(release, fromVersion)).length;
  const [best] = releases.filter(({ id }) => id !== source.releaseId).toSorted((a, b) => had(b) - had(a));
  if (best === undefined || (releaseId === undefined && had(best) === 0))
    throw new ServiceError(
      "Conflict",
      "No verified release is known for the version that the stations had before.",
      "releaseId",
    );
  return best;
}

/** The same care with a shorter canary, for exactly these stations. */
function rollBackSpec(spec: CampaignSpec, identities: readonly string[]): CampaignSpec {
  const { inFlightMax } = spec;
  return {
    ...spec,
    inFlightMax,
    targets: { identities },
    waves: [
      {
        name: "Canary",
        size: { type: "Count", count: Math.min(3, identities.length) },
        gate: "Auto",
        rule: { ...WAVE_RULE, success: 1, failuresMax: 0, lostMax: 0, soakSeconds: 3_600, comparesSoak: false },
      },
      { name: "Rest", size: { type: "Rest" }, gate: "Manual", rule: WAVE_RULE },
    ],
  };
}
