import type { LastCampaign } from "@/components/firmware/plan/plan";
import type { TargetOptions } from "@/components/firmware/plan/targets-step";
import type { CampaignPreview, CampaignView } from "@/lib/domain/firmware/campaign-view";
import { listCampaigns } from "@/lib/services/campaigns/list-campaigns";
import { previewCampaign } from "@/lib/services/campaigns/preview-campaign";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { listCompliance } from "@/lib/services/releases/list-compliance";
import { readRelease } from "@/lib/services/releases/read-release";
import { listSites } from "@/lib/services/sites/list-sites";

/** What the saved plan would do; null where it is not whole enough to tell. */
export async function previewOf(
  ctx: ServiceContext,
  { id, release, spec, startAt }: CampaignView,
): Promise<CampaignPreview | null> {
  try {
    return await previewCampaign(ctx, { releaseId: release.id, spec: mutable(spec), startAt, campaignId: id });
  } catch (error) {
    if (error instanceof ServiceError && error.code === "Invalid") return null;
    throw error;
  }
}

/** The verb's input is plain JSON; so is a spec, only that nobody may write to ours. */
const mutable = (spec: CampaignView["spec"]): Parameters<typeof previewCampaign>[1]["spec"] =>
  structuredClone(spec) as Parameters<typeof previewCampaign>[1]["spec"]; // oxlint-disable-line typescript/no-unsafe-type-assertion

/** What chargers of the release's make tell, and where they stand. */
export async function targetOptions(ctx: ServiceContext, { release }: CampaignView): Promise<TargetOptions> {
  const [{ vendor, models }, rows, sites] = await Promise.all([
    readRelease(ctx, release.id),
    listCompliance(ctx),
    listSites(ctx),
  ]);
  const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
  const ofVendor = rows.filter((row) => same(row.vendor, vendor));
  // A release that names no model is for all of its vendor.
  const named = models.length > 0 ? models : ofVendor.map(({ model }) => model);
  const own = ofVendor.filter((row) => named.some((model) => same(model, row.model)));
  const told = own.flatMap(({ versions }) => versions.flatMap(({ version }) => (version === null ? [] : [version])));
  return {
    models: named.map((model) => ({
      model,
      stations: own.filter((row) => same(row.model, model)).reduce((sum, { total }) => sum + total, 0),
    })),
    versions: [...new Set(told)].toSorted(new Intl.Collator("en", { numeric: true }).compare),
    sites: sites.map(({ id, name }) => ({ id, name })),
  };
}

/** The campaign that took the same release before this one. */
export async function lastCampaignOf(
  ctx: ServiceContext,
  { id, release, createdAt }: CampaignView,
): Promise<LastCampaign | null> {
  const { items } = await listCampaigns(ctx, { limit: 200 });
  const last = items.find(
    (other) =>
      other.id !== id && other.release.id === release.id && other.status !== "Draft" && other.createdAt < createdAt,
  );
  if (last === undefined) return null;
  const { name, spec } = await readCampaign(ctx, last.id);
  return { id: last.id, name, spec };
}
