import { Prisma } from "@/lib/db/generated/client";
import type { CampaignSpec, TargetFilter } from "@/lib/domain/firmware/campaign-spec";
import type { Exclusion } from "@/lib/domain/firmware/campaign-view";
import type { Tx } from "../context";
import { type Candidate, exclusionOf, type TargetRelease } from "./target-rules";

export type Overlap = { readonly campaignId: string; readonly name: string; readonly stationIds: readonly number[] };

export type ResolvedTargets = {
  /** By identity. */
  readonly targets: readonly Candidate[];
  readonly excluded: readonly { readonly station: Candidate; readonly reason: Exclusion }[];
  /** Other open campaigns that have some of the stations that could be targets. */
  readonly overlaps: readonly Overlap[];
};

type Wanted = {
  readonly spec: Pick<CampaignSpec, "targets" | "onOverlap">;
  readonly release: TargetRelease;
  /** When the first of them could be updated. */
  readonly startAt: Date;
  /** Its own stations are no overlap. */
  readonly campaignId: string | null;
};

/** The stations that a filter matches, and who of them is left out and why. Two statements, for ten thousand as for one. */
export async function resolveTargets(
  tx: Pick<Tx, "$queryRaw">,
  { spec, release, startAt, campaignId }: Wanted,
): Promise<ResolvedTargets> {
  const candidates = await readCandidates(tx, { filter: spec.targets, release, startAt });
  const elsewhere = await readElsewhere(tx, campaignId);
  const targets: Candidate[] = [];
  const excluded: { readonly station: Candidate; readonly reason: Exclusion }[] = [];
  const overlaps = new Map<string, { campaignId: string; name: string; stationIds: number[] }>();
  for (const station of candidates) {
    const reason = exclusionOf(station, release);
    const others = reason === null ? (elsewhere.get(station.id) ?? []) : [];
    for (const other of others) {
      const overlap = overlaps.get(other.id) ?? { campaignId: other.id, name: other.name, stationIds: [] };
      overlap.stationIds.push(station.id);
      overlaps.set(other.id, overlap);
    }
    if (reason !== null) excluded.push({ station, reason });
    else if (others.length > 0 && spec.onOverlap === "Exclude") excluded.push({ station, reason: "OtherCampaign" });
    else targets.push(station);
  }
  return { targets, excluded, overlaps: [...overlaps.values()] };
}

type Sought = { readonly filter: TargetFilter; readonly release: TargetRelease; readonly startAt: Date };

async function readCandidates(
  tx: Pick<Tx, "$queryRaw">,
  { filter, release, startAt }: Sought,
): Promise<readonly Candidate[]> {
  return tx.$queryRaw<Candidate[]>`
    SELECT s.id, s.identity, s.site_id AS "siteId", site.name AS site, coalesce(site.time_zone, 'UTC') AS "timeZone",
      s.vendor, s.model, s.firmware_version AS version, s.ocpp_version AS "ocppVersion", s.is_blocked AS "isBlocked",
      s.booted_at IS NOT NULL AS "hasBooted",
      coalesce(l.station_id IS NOT NULL AND (l.until IS NULL OR l.until > ${startAt.toISOString()}::timestamptz), false)
        AS "isLocked",
      m.plain_update AS "plainUpdate", m.signed_update AS "signedUpdate", p.value AS profiles, t.value AS transfers
    FROM station s
    LEFT JOIN site ON site.id = s.site_id
    LEFT JOIN station_update_lock l ON l.station_id = s.id
    LEFT JOIN model_capability m
      ON m.vendor = s.vendor AND m.model = coalesce(s.model, '') AND m.firmware_version = coalesce(s.firmware_version, '')
    LEFT JOIN station_setting p ON p.station_id = s.id AND p.key = 'SupportedFeatureProfiles'
    LEFT JOIN station_setting t ON t.station_id = s.id
      AND t.key = CASE WHEN s.ocpp_version LIKE 'ocpp2%' THEN 'OCPPCommCtrlr.FileTransferProtocols'
        ELSE 'SupportedFileTransferProtocols' END
    WHERE ${Prisma.join([Prisma.sql`s.removed_at IS NULL`, ...conditionsOf(filter, release)], " AND ")}
    ORDER BY s.identity COLLATE "C"`;
}

/** Without a word about their kind it is the stations that the release is for; those that never told theirs are shown. */
function conditionsOf(filter: TargetFilter, release: TargetRelease): readonly Prisma.Sql[] {
  const { vendor, models, versions, siteIds, tags, ocppVersions, identities } = filter;
  const isByKind = vendor === undefined && models === undefined && identities === undefined;
  const made = Prisma.sql`(s.vendor IS NULL OR (lower(btrim(s.vendor)) = lower(btrim(${release.vendor}))
    AND (${release.models.length === 0}::boolean OR lower(btrim(coalesce(s.model, ''))) = ANY (${lower(release.models)}::text[]))))`;
  return [
    ...where(isByKind ? release : undefined, () => made),
    ...where(vendor, (name) => Prisma.sql`lower(btrim(s.vendor)) = lower(btrim(${name}))`),
    ...where(models, (names) => Prisma.sql`lower(btrim(s.model)) = ANY (${lower(names)}::text[])`),
    ...where(versions, (told) => Prisma.sql`lower(btrim(s.firmware_version)) = ANY (${lower(told)}::text[])`),
    ...where(siteIds, (ids) => Prisma.sql`s.site_id = ANY (${[...ids]}::int[])`),
    ...where(tags, (words) => Prisma.sql`s.tags && ${[...words]}::text[]`),
    ...where(ocppVersions, (spoken) => Prisma.sql`s.ocpp_version = ANY (${[...spoken]}::text[])`),
    ...where(identities, (named) => Prisma.sql`s.identity = ANY (${[...named]}::text[])`),
  ];
}

const where = <Given>(given: Given | undefined, toSql: (given: Given) => Prisma.Sql): readonly Prisma.Sql[] =>
  given === undefined ? [] : [toSql(given)];

const lower = (words: readonly string[]): string[] => words.map((word) => word.trim().toLowerCase());

type Elsewhere = { readonly id: string; readonly name: string };

/** Which open campaigns still have something to do with which stations. */
async function readElsewhere(
  tx: Pick<Tx, "$queryRaw">,
  campaignId: string | null,
): Promise<ReadonlyMap<number, readonly Elsewhere[]>> {
  const rows = await tx.$queryRaw<(Elsewhere & { readonly stationId: number })[]>`
    SELECT DISTINCT j.station_id AS "stationId", c.id::text, c.name
    FROM campaign c JOIN firmware_job j ON j.campaign_id = c.id
    WHERE c.status NOT IN ('Draft', 'Rejected', 'Aborted', 'Completed')
      AND (${campaignId}::uuid IS NULL OR c.id <> ${campaignId}::uuid)
      AND j.status NOT IN ('Succeeded', 'Failed', 'Skipped', 'Expired', 'Cancelled')`;
  const held = new Map<number, Elsewhere[]>();
  for (const { stationId, ...campaign } of rows) {
    const others = held.get(stationId);
    if (others === undefined) held.set(stationId, [campaign]);
    else others.push(campaign);
  }
  return held;
}
