import type { ComplianceRow } from "@/lib/domain/firmware/release-view";
import { isSameName, versionMatcher } from "@/lib/domain/firmware/version-match";
import { requirePermission, type ServiceContext } from "../context";

type Count = { vendor: string; model: string; version: string | null; stations: number };

/** Which version runs where: a row per model, and the newest verified release there is for it. */
export async function listCompliance(ctx: ServiceContext): Promise<readonly ComplianceRow[]> {
  requirePermission(ctx, "read");
  const counts = await ctx.db.$queryRaw<Count[]>`
    SELECT vendor, coalesce(model, '') AS model, firmware_version AS version, count(*)::int AS stations
    FROM station WHERE removed_at IS NULL AND vendor IS NOT NULL
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 4 DESC, 3`;
  const releases = await ctx.db.firmwareRelease.findMany({
    where: { status: "Verified" },
    orderBy: { createdAt: "desc" },
  });
  const models = new Map<string, Count[]>();
  for (const count of counts) {
    const key = JSON.stringify([count.vendor, count.model]);
    models.set(key, [...(models.get(key) ?? []), count]);
  }
  return [...models.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { vendor, model } = first;
    const newest = releases.find(
      (release) => isSameName(release.vendor, vendor) && release.models.some((one) => isSameName(one, model)),
    );
    const isNewest = newest === undefined ? () => false : versionMatcher(newest);
    const versions = own.map(({ version, stations }) => ({ version, stations, isNewest: isNewest(version) }));
    const behind = newest === undefined ? 0 : sum(versions.filter((one) => !one.isNewest));
    const release = newest === undefined ? null : { releaseId: newest.id, version: newest.version };
    return [{ vendor, model, total: sum(versions), versions, newest: release, behind }];
  });
}

const sum = (rows: readonly { readonly stations: number }[]): number =>
  rows.reduce((total, { stations }) => total + stations, 0);
