import { createHash, randomUUID } from "node:crypto";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import type { SpecInput } from "@/lib/services/campaigns/spec-fields";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import type { Books } from "../books";
import { aRelease, aTarget } from "../rollout/books-of-campaigns";

/** A verified release with its image in the books, for stations of a vendor of its own. */
export async function aStoredRelease({ db }: Books, data: Partial<FirmwareRelease> = {}): Promise<FirmwareRelease> {
  const image = Buffer.from(`image ${randomUUID()}`);
  const hash = createHash("sha256").update(image).digest();
  const vendor = data.vendor ?? `Maker ${randomUUID().slice(0, 8)}`;
  const { checks: _, ...given } = data;
  const release = await aRelease(db, { vendor, sha256: hash.toString("hex"), bytes: image.length, ...given });
  await db.firmwareChunk.create({ data: { hash, data: image } });
  await db.firmwareReleaseChunk.create({ data: { releaseId: release.id, place: 0, hash, bytes: image.length } });
  return release;
}

/** A release and as many stations for it. */
export async function aFleet(books: Books, stations: number) {
  const release = await aStoredRelease(books);
  const targets = [];
  for (let each = 0; each < stations; each += 1) targets.push(await aTarget(books.db, { vendor: release.vendor }));
  return { release, targets };
}

/** At any hour, a canary of one and the rest. */
export const SPEC: SpecInput = {
  windows: [],
  windowLeftSecondsMin: 0,
  waves: [
    { name: "Canary", size: { type: "Count", count: 1 } },
    { name: "Rest", size: { type: "Rest" }, gate: "Manual" },
  ],
};

export async function aDraft(books: Books, release: FirmwareRelease, spec: SpecInput = SPEC): Promise<CampaignView> {
  return createCampaign(books.as("engineer"), { name: "Spring", releaseId: release.id, spec });
}

export async function aSubmitted(books: Books, release: FirmwareRelease, spec?: SpecInput): Promise<CampaignView> {
  const { id, rev } = await aDraft(books, release, spec);
  return submitCampaign(books.as("engineer"), id, { expectedRev: rev });
}

export const hashOf = ({ specHash }: CampaignView): string => specHash ?? "none";

export async function anApproved(books: Books, release: FirmwareRelease, spec?: SpecInput): Promise<CampaignView> {
  const submitted = await aSubmitted(books, release, spec);
  const order = { expectedRev: submitted.rev, specHash: hashOf(submitted) };
  return approveCampaign(books.as("approver"), submitted.id, order);
}
