import type { FirmwareRelease } from "@/lib/db/generated/client";
import { newestFirst } from "@/lib/domain/firmware/newest-release";
import type { ComplianceRow } from "@/lib/domain/firmware/release-view";
import { isSameName, versionMatcher } from "@/lib/domain/firmware/version-match";
import { requirePermission, type ServiceContext } from "../context";
import { groupBy } from "../rollout/group-by";

type Counted = {
  readonly vendor: string;
  readonly model: string;
  readonly version: string | null;
  readonly stations: number;
};

/** How many stations of each model run which version, and the newest verified release for them. Those that never told their model are left out. */
export async function listCompliance(ctx: ServiceContext): Promise<readonly ComplianceRow[]> {
  requirePermission(ctx, "read");
  const [counted, releases] = await Promise.all([
    ctx.db.$queryRaw<Counted[]>`
      SELECT vendor, model, firmware_version AS version, count(*)::int AS stations FROM station
      WHERE removed_at IS NULL AND vendor IS NOT NULL AND model IS NOT NULL
      GROUP BY vendor, model, firmware_version
      ORDER BY vendor, model, stations DESC, version`,
    ctx.db.firmwareRelease.findMany({ where: { status: "Verified" } }),
  ]);
  const inOrder = releases.toSorted(newestFirst);
  const models = groupBy(counted, ({ vendor, model }) => JSON.stringify([vendor, model]));
  return [...models.values()].map((versions) => toRow(versions, inOrder));
}

function toRow(counted: readonly Counted[], releases: readonly FirmwareRelease[]): ComplianceRow {
  const [{ vendor, model } = { vendor: "", model: "" }] = counted;
  const newest = releases.find(
    (release) => isSameName(release.vendor, vendor) && release.models.some((each) => isSameName(each, model)),
  );
  const isNewest = newest === undefined ? () => false : versionMatcher(newest);
  const versions = counted.map(({ version, stations }) => ({ version, stations, isNewest: isNewest(version) }));
  const sum = (rows: typeof versions): number => rows.reduce((total, { stations }) => total + stations, 0);
  return {
    vendor,
    model,
    total: sum(versions),
    versions,
    newest: newest === undefined ? null : { releaseId: newest.id, version: newest.version },
    behind: newest === undefined ? 0 : sum(versions.filter((each) => !each.isNewest)),
  };
}
