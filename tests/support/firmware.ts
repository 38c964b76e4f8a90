import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import { DEFAULT_SPEC } from "@/lib/domain/firmware/campaign-spec";
import { PIECE_BYTES } from "@/lib/services/releases/image-pieces";

export type AnImage = { readonly release: FirmwareRelease; readonly data: Buffer };

/** A verified release as its verbs would have left it, put into the books directly. No two of them hold the same bytes. */
export async function aVerifiedRelease(
  db: Database,
  {
    size = 1_000_000,
    data = randomBytes(size),
    ...fields
  }: { readonly size?: number; readonly data?: Buffer } & Partial<Omit<FirmwareRelease, "checks">> = {},
): Promise<AnImage> {
  const at = new Date();
  const version = fields.version ?? `1.${randomBytes(3).readUIntBE(0, 3)}`;
  const release = await db.firmwareRelease.create({
    data: {
      id: randomUUID(),
      vendor: "Acme",
      models: ["One"],
      version,
      expectedVersion: version,
      fileName: `acme-${version}.bin`,
      bytes: data.length,
      sha256: createHash("sha256").update(data).digest("hex"),
      status: "Verified",
      checks: [],
      uploadedById: "somebody",
      uploadedBy: "Somebody",
      createdAt: at,
      verifiedAt: at,
      ...fields,
    },
  });
  for (let at = 0, place = 0; at < data.length; at += PIECE_BYTES, place += 1) {
    const piece = new Uint8Array(data.subarray(at, at + PIECE_BYTES));
    const hash = new Uint8Array(createHash("sha256").update(piece).digest());
    await db.firmwareChunk.upsert({ where: { hash }, create: { hash, data: piece }, update: {} });
    await db.firmwareReleaseChunk.create({ data: { releaseId: release.id, place, hash, bytes: piece.length } });
  }
  return { release, data };
}

export type AGrant = {
  readonly grantId: string;
  readonly attemptId: string;
  readonly campaignId: string;
  /** Of its address: `/firmware/<secret>/<name>`. */
  readonly secret: string;
};

/** A grant of a campaign's open attempt at a release, whose address a station was told. */
export async function aGrant(
  db: Database,
  release: FirmwareRelease,
  { campaignId, megabitsPerSecondMax = null }: { campaignId?: string; megabitsPerSecondMax?: number | null } = {},
): Promise<AGrant> {
  const at = new Date();
  const of = campaignId ?? (await aRunningCampaign(db, release, megabitsPerSecondMax));
  const identity = `FW-${randomBytes(6).toString("hex")}`;
  const station = await db.station.create({ data: { identity, identityKey: identity.toLowerCase() } });
  const job = await db.firmwareJob.create({
    data: { id: randomUUID(), campaignId: of, waveIndex: 0, stationId: station.id, status: "InProgress", statusAt: at },
  });
  const attempt = await db.firmwareAttempt.create({
    data: {
      id: randomUUID(),
      jobId: job.id,
      stationId: station.id,
      commandId: randomUUID(),
      n: 1,
      openedAt: at,
      progressAt: at,
      epochAtOpen: 0,
    },
  });
  const secret = randomBytes(32).toString("base64url");
  const grant = await db.downloadGrant.create({
    data: {
      id: randomUUID(),
      attemptId: attempt.id,
      releaseId: release.id,
      secretHash: createHash("sha256").update(secret).digest("hex"),
      createdAt: at,
      expiresAt: new Date(at.getTime() + 3_600_000),
    },
  });
  return { grantId: grant.id, attemptId: attempt.id, campaignId: of, secret };
}

async function aRunningCampaign(
  db: Database,
  { id: releaseId }: FirmwareRelease,
  megabitsPerSecondMax: number | null,
): Promise<string> {
  const id = randomUUID();
  await db.campaign.create({
    data: {
      id,
      name: "Test",
      releaseId,
      spec: JSON.parse(JSON.stringify({ ...DEFAULT_SPEC, megabitsPerSecondMax })),
      status: "Running",
      createdById: "somebody",
      createdBy: "Somebody",
      lastEditedById: "somebody",
      createdAt: new Date(),
    },
  });
  return id;
}
