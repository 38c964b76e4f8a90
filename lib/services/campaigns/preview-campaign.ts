import type { z } from "zod";
import { canaryProof } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignPreview, Exclusion } from "@/lib/domain/firmware/campaign-view";
import { estimateWaves, type PlannedSpan } from "@/lib/domain/firmware/plan-estimate";
import { nextWindow } from "@/lib/domain/firmware/windows";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { previewInput } from "./campaign-fields";
import { findRelease } from "./find-release";
import { type Plan, planTargets } from "./plan-targets";
import { isUnsigned } from "./target-rules";

const EXAMPLES_MAX = 5;
const FIRST_MAX = 12;

/** A dry run: who would be updated when, who is left out and why. Nothing is stored. */
export async function previewCampaign(
  ctx: ServiceContext,
  input: z.input<typeof previewInput>,
): Promise<CampaignPreview> {
  requirePermission(ctx, "read");
  const { releaseId, spec, startAt: wanted = null, campaignId = null } = parseInput(previewInput, input);
  const release = await findRelease(ctx.db, releaseId);
  const now = ctx.now();
  const startAt = wanted !== null && new Date(wanted) > now ? new Date(wanted) : now;
  const plan = await planTargets(ctx.db, { spec, release, startAt, campaignId, seed: campaignId ?? releaseId });
  const spans = estimate(plan, startAt);
  return {
    targets: plan.targets.length,
    waves: plan.spec.waves.map(({ name }, index) => ({ index, name, ...figuresOf(plan, index) })),
    excluded: excludedOf(plan),
    versions: countVersions(plan),
    overlaps: plan.overlaps.map(({ stationIds, ...campaign }) => ({ ...campaign, stations: stationIds.length })),
    unsignedTargets: plan.targets.filter(isUnsigned).length,
    sitesWithoutWindow: sitesWithoutWindow(plan),
    first: firstOf(plan, spans, startAt.getTime()),
    expectedEndAt: endOf(spans),
    canaryProof: canaryProof(placesOf(plan, 0).length),
  };
}

const placesOf = ({ places }: Plan, index: number) => places.filter(({ waveIndex }) => waveIndex === index);

function figuresOf(plan: Plan, index: number): { readonly stations: number; readonly sites: number } {
  const places = placesOf(plan, index);
  const sites = new Set(places.flatMap(({ stationId }) => plan.byId.get(stationId)?.siteId ?? []));
  return { stations: places.length, sites: sites.size };
}

function excludedOf({ excluded }: Plan): CampaignPreview["excluded"] {
  const byReason = new Map<Exclusion, string[]>();
  for (const { station, reason } of excluded) {
    const identities = byReason.get(reason);
    if (identities === undefined) byReason.set(reason, [station.identity]);
    else identities.push(station.identity);
  }
  return [...byReason]
    .map(([reason, identities]) => ({
      reason,
      stations: identities.length,
      examples: identities.slice(0, EXAMPLES_MAX),
    }))
    .toSorted((a, b) => b.stations - a.stations);
}

function countVersions({ targets }: Plan): CampaignPreview["versions"] {
  const counts = new Map<string | null, number>();
  for (const { version } of targets) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, stations]) => ({ version, stations })).toSorted((a, b) => b.stations - a.stations);
}

/** In the zone that most targets are in. */
function estimate(plan: Plan, startAt: Date): readonly PlannedSpan[] | null {
  const zones = new Map<string, number>();
  for (const { timeZone } of plan.targets) zones.set(timeZone, (zones.get(timeZone) ?? 0) + 1);
  const [timeZone = "UTC"] = [...zones].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const waves = plan.spec.waves.map((_, index) => {
    const places = placesOf(plan, index);
    return { stations: places.length, largestSite: largestSite(plan, places) };
  });
  return plan.targets.length === 0 ? null : estimateWaves(plan.spec, { waves, timeZone, startAt: startAt.getTime() });
}

function largestSite({ byId }: Plan, places: Plan["places"]): number {
  const counts = new Map<number, number>();
  for (const { stationId } of places) {
    const siteId = byId.get(stationId)?.siteId ?? null;
    if (siteId !== null) counts.set(siteId, (counts.get(siteId) ?? 0) + 1);
  }
  return Math.max(1, ...counts.values());
}

function sitesWithoutWindow({ targets, zonesWithoutWindow }: Plan): readonly string[] {
  const shut = targets.filter(({ timeZone }) => zonesWithoutWindow.has(timeZone));
  return [...new Set(shut.map(({ site }) => site ?? "–"))].toSorted();
}

/** The first ones, each with the window in which it would come: that of its wave, if all before it went well. */
function firstOf(plan: Plan, spans: readonly PlannedSpan[] | null, startAt: number): CampaignPreview["first"] {
  return plan.places.slice(0, FIRST_MAX).flatMap(({ stationId, waveIndex }) => {
    const station = plan.byId.get(stationId);
    if (station === undefined) return [];
    const { identity, site, timeZone, version } = station;
    const from = Math.max(startAt, spans?.[waveIndex]?.opensAt ?? startAt);
    const opensAt = nextWindow(plan.spec.windows, timeZone, from)?.opensAt ?? from;
    return [
      { identity, site, timeZone, fromVersion: version, notBefore: new Date(Math.max(from, opensAt)).toISOString() },
    ];
  });
}

function endOf(spans: readonly PlannedSpan[] | null): string | null {
  const end = spans?.at(-1)?.endsAt;
  return end === undefined ? null : new Date(end).toISOString();
}
