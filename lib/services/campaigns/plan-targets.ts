import { assignWaves, type WavePlace } from "@/lib/domain/firmware/assign-waves";
import { type CampaignSpec, inFlightFor } from "@/lib/domain/firmware/campaign-spec";
import { nextWindow } from "@/lib/domain/firmware/windows";
import type { Tx } from "../context";
import { type ResolvedTargets, resolveTargets } from "./resolve-targets";
import type { GivenSpec } from "./spec-fields";
import type { Candidate, TargetRelease } from "./target-rules";

export type Plan = ResolvedTargets & {
  readonly spec: CampaignSpec;
  /** In the order of the waves and of the places in them. */
  readonly places: readonly WavePlace[];
  readonly byId: ReadonlyMap<number, Candidate>;
  /** Zones of targets in which no window is long enough before the deadline. */
  readonly zonesWithoutWindow: ReadonlySet<string>;
};

type Wanted = {
  readonly spec: GivenSpec;
  readonly release: TargetRelease;
  readonly startAt: Date;
  readonly campaignId: string | null;
  readonly seed: string;
};

/** Who would be a target of this spec, in which wave, and who never gets a window. */
export async function planTargets(tx: Pick<Tx, "$queryRaw">, wanted: Wanted): Promise<Plan> {
  const { release, startAt, campaignId, seed } = wanted;
  const resolved = await resolveTargets(tx, { spec: wanted.spec, release, startAt, campaignId });
  const spec = completeSpec(wanted.spec, resolved.targets.length);
  const places = assignWaves(
    spec.waves,
    resolved.targets.map(({ id, identity, siteId, model }) => ({
      stationId: id,
      identity,
      siteId,
      hardware: model ?? "",
    })),
    seed,
  );
  const zones = new Set(resolved.targets.map(({ timeZone }) => timeZone));
  const shut = [...zones].filter((zone) => !hasWindow(spec, zone, startAt.getTime()));
  return {
    ...resolved,
    spec,
    places: places.toSorted((a, b) => a.waveIndex - b.waveIndex || a.place - b.place),
    byId: new Map(resolved.targets.map((target) => [target.id, target])),
    zonesWithoutWindow: new Set(shut),
  };
}

/** Without a word about it as many are in flight as suits the number of targets. */
export const completeSpec = (given: GivenSpec, targets: number): CampaignSpec => ({
  ...given,
  inFlightMax: given.inFlightMax ?? inFlightFor(targets),
});

/** More windows than that are not looked at: a clock change makes one of them short, not all. */
const WINDOWS_MAX = 15;

/** Is there a window before the deadline that is long enough to begin an update in it? */
function hasWindow(spec: CampaignSpec, timeZone: string, startAt: number): boolean {
  const deadline = startAt + spec.deadlineSeconds * 1_000;
  let at = startAt;
  for (let tries = 0; tries < WINDOWS_MAX; tries += 1) {
    const span = nextWindow(spec.windows, timeZone, at);
    if (span === null || span.opensAt >= deadline) return false;
    const left = Math.min(span.closesAt, deadline) - Math.max(span.opensAt, at);
    if (left > 0 && left >= spec.windowLeftSecondsMin * 1_000) return true;
    at = span.closesAt;
  }
  return false;
}
