import { createHash } from "node:crypto";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { Tx } from "../context";

type Frozen = {
  readonly spec: CampaignSpec;
  readonly release: FirmwareRelease;
  /** Who comes where, in the order of the waves and of the places in them. */
  readonly places: readonly { readonly stationId: number; readonly waveIndex: number; readonly place: number }[];
};

/** SHA-256 in hex over all that an approval is for: the spec, the target list, and the image with how it is recognized. */
export function specHash({ spec, release, places }: Frozen): string {
  const { id, sha256, expectedVersion, versionIsPattern, versionEvidence, fromVersions, signature } = release;
  const image = { id, sha256, expectedVersion, versionIsPattern, versionEvidence, fromVersions, signature };
  const targets = places.map(({ stationId, waveIndex, place }) => [stationId, waveIndex, place]);
  return createHash("sha256").update(canonical({ spec, image, targets })).digest("hex");
}

/** The same, of what the books have of a submitted campaign now. */
export async function storedHash(
  tx: Pick<Tx, "firmwareJob">,
  { campaignId, spec, release }: Omit<Frozen, "places"> & { readonly campaignId: string },
): Promise<string> {
  const places = await tx.firmwareJob.findMany({
    where: { campaignId, generation: 1 },
    select: { stationId: true, waveIndex: true, place: true },
    orderBy: [{ waveIndex: "asc" }, { place: "asc" }],
  });
  return specHash({ spec, release, places });
}

/** JSON with the names of every object in order: the same value always gives the same text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`);
  return `{${fields.join(",")}}`;
}
