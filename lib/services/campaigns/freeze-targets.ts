import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { Tx } from "../context";
import { countWaves } from "../rollout/count-waves";
import type { Plan } from "./plan-targets";

/** Writes the waves and every station's part in them: three statements, for ten thousand stations as for one. */
export async function freezeTargets(
  tx: Tx,
  { campaignId, plan, at }: { readonly campaignId: string; readonly plan: Plan; readonly at: Date },
): Promise<void> {
  await tx.campaignWave.createMany({ data: plan.spec.waves.map((wave, index) => toWaveRow(campaignId, wave, index)) });
  const targets = plan.places.flatMap(({ stationId, waveIndex, place }) => {
    const target = plan.byId.get(stationId);
    return target === undefined ? [] : [{ ...target, waveIndex, place }];
  });
  await tx.$executeRaw`
    INSERT INTO firmware_job (id, campaign_id, wave_index, station_id, site_id, place, status, status_at, from_version)
    SELECT gen_random_uuid(), ${campaignId}::uuid, t.wave_index, t.station_id, t.site_id, t.place, 'Pending',
      ${at.toISOString()}::timestamptz, t.version
    FROM unnest(${targets.map(({ id }) => id)}::int[], ${targets.map(({ siteId }) => siteId)}::int[],
      ${targets.map(({ waveIndex }) => waveIndex)}::int[], ${targets.map(({ place }) => place)}::int[],
      ${targets.map(({ version }) => version)}::text[]) AS t(station_id, site_id, wave_index, place, version)`;
  await countWaves(
    tx,
    campaignId,
    plan.spec.waves.map((_, index) => index),
  );
}

const toWaveRow = (campaignId: string, { name, gate, rule }: CampaignSpec["waves"][number], index: number) => ({
  campaignId,
  index,
  name,
  gate,
  rule,
});
