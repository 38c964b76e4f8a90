import type { Database } from "@/lib/db/client";
import { newestFirst } from "@/lib/domain/firmware/newest-release";
import { isSameName, versionMatcher } from "@/lib/domain/firmware/version-match";

/** A model with a version that is not the newest verified release for it. */
export type OutdatedFirmware = { readonly vendor: string; readonly model: string; readonly version: string | null };

/** By the rule of the compliance page. Few: chargers run few versions. */
export async function outdatedFirmware(db: Database): Promise<readonly OutdatedFirmware[]> {
  const releases = await db.firmwareRelease.findMany({ where: { status: "Verified" } });
  if (releases.length === 0) return [];
  const run = await db.$queryRaw<OutdatedFirmware[]>`
    SELECT DISTINCT vendor, model, firmware_version AS version FROM station
    WHERE removed_at IS NULL AND vendor IS NOT NULL AND model IS NOT NULL`;
  const inOrder = releases.toSorted(newestFirst);
  return run.filter(({ vendor, model, version }) => {
    const newest = inOrder.find(
      (release) => isSameName(release.vendor, vendor) && release.models.some((each) => isSameName(each, model)),
    );
    return newest !== undefined && !versionMatcher(newest)(version);
  });
}
