/** The rows a world begins with: sites in their zones, stations of every kind, an image, approved campaigns over them. */
import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import { DEFAULT_SPEC, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { type ImageProof, proveRelease } from "@/lib/services/campaigns/require-image";
import { storedHash } from "@/lib/services/campaigns/spec-hash";
import {
  type CampaignPlan,
  FAST,
  type Fleet,
  membersOf,
  NIGHT,
  WINDOWS,
  ZONES,
} from "../../unit/domain/firmware/world-histories";
import type { Station } from "../../unit/domain/firmware/world-stations";
import { aCampaign, aRelease } from "./books-of-campaigns";

const AT = new Date(NIGHT - 1);
export const OLD = "1";
export const NEW = "2";

/** A station as it is, and what the gateway and the books have of it. */
export type Sim = {
  readonly station: Station;
  readonly id: number;
  readonly identity: string;
  readonly siteId: number;
  readonly timeZone: string;
  /** Told to the books. */
  isOnline: boolean;
  epoch: number;
  /** Of the session that is open in the books. */
  session: number | null;
  /** Where it fetches its image: the secret of its address. */
  secret: string | null;
  /** It was asked what it does, and its answer is awaited. */
  isAsked: boolean;
};

export type Planned = {
  readonly id: string;
  readonly spec: CampaignSpec;
  readonly isBestEffort: boolean;
  /** What the stored image hashes to. */
  readonly image: ImageProof;
};

let worlds = 0;

/** A vendor of each world's own: what is learnt of a make in one of them is not known in the next. */
export const aVendor = (): string => `Vendor ${(worlds += 1)}`;

export async function aFleet(db: Database, { stations }: Fleet, vendor: string): Promise<readonly Sim[]> {
  const sites = await db.site.createManyAndReturn({
    data: ZONES.map((timeZone, place) => ({ name: `${vendor}, site ${place}`, timeZone })),
  });
  const siteOf = (place: number) => sites[place % sites.length] ?? { id: 0, timeZone: "UTC" };
  const rows = await db.station.createManyAndReturn({
    data: stations.map((one, place) => ({
      identity: `${vendor}-${place}`,
      identityKey: `${vendor}-${place}`.toLowerCase(),
      securityProfile: 0,
      siteId: siteOf(one.site).id,
      gatewayId: "gateway-1",
      connectedAt: AT,
      connectionEpoch: 1,
      ocppVersion: one.kind === "V2" ? "ocpp2.0.1" : "ocpp1.6",
      vendor,
      model: `${one.kind}${one.triggers ? "" : ", not to be asked"}`,
      serialNumber: "SN",
      firmwareVersion: one.tellsVersion ? OLD : null,
      bootedAt: AT,
      registeredStatus: "Accepted",
    })),
  });
  const ids = rows.map(({ id: stationId }) => ({ stationId, evse: 1 }));
  const told = { connector: 1, status: "Available", statusAt: AT, receivedAt: AT };
  await db.evse.createMany({ data: ids });
  await db.connector.createMany({ data: ids.map((id) => ({ ...id, ...told })) });
  return rows.map((row, place) => {
    const one = stations[place];
    if (one === undefined) throw new Error("a row for each station");
    return {
      station: atRest(row.id, one),
      id: row.id,
      identity: row.identity,
      siteId: siteOf(one.site).id,
      timeZone: siteOf(one.site).timeZone,
      isOnline: true,
      epoch: 1,
      session: null,
      secret: null,
      isAsked: false,
    };
  });
}

const atRest = (id: number, traits: Station["traits"]): Station => ({
  id,
  traits,
  version: OLD,
  update: null,
  updates: 0,
  lastTold: null,
  isConnected: true,
  isCharging: false,
  isOut: false,
  isFaulted: false,
  isDead: false,
  bootsNext: false,
  claims: false,
  queue: [],
  received: [],
});

type Image = { readonly vendor: string; readonly plan: CampaignPlan };

/** An image that is really stored, so that what is fetched can be held against its hash. */
async function anImage(db: Database, { vendor, plan }: Image): Promise<string> {
  const id = randomUUID();
  const data = new Uint8Array(Buffer.from(`the image ${id}`));
  const hash = new Uint8Array(createHash("sha256").update(data).digest());
  const signing = plan.isSigned ? { signature: "c2lnbmF0dXJl", signingCertificate: "a certificate" } : {};
  const release = await aRelease(db, {
    id,
    vendor,
    models: [],
    version: NEW,
    expectedVersion: NEW,
    versionEvidence: plan.isBestEffort ? "BestEffort" : "Required",
    bytes: data.byteLength,
    sha256: Buffer.from(hash).toString("hex"),
    ...signing,
  });
  await db.firmwareChunk.create({ data: { hash, data } });
  await db.firmwareReleaseChunk.create({ data: { releaseId: id, place: 0, hash, bytes: data.byteLength } });
  return release.id;
}

const ENGINE = { kind: "system", id: "engine", name: "Kituo" } as const;

type Planning = {
  readonly vendor: string;
  readonly plan: CampaignPlan;
  readonly hasWindows: boolean;
  readonly sims: readonly Sim[];
};

/** A campaign that was approved by somebody else than who made it, and waits for its start. */
export async function aPlanned(db: Database, { vendor, plan, hasWindows, sims }: Planning): Promise<Planned> {
  const releaseId = await anImage(db, { vendor, plan });
  const members = membersOf(plan, sims.length);
  const waves = members.map((_, index) => ({
    name: `Wave ${index}`,
    size: { type: "Rest" } as const,
    gate: plan.hasManualGate && index === 1 ? ("Manual" as const) : ("Auto" as const),
    rule: { ...WAVE_RULE, ...plan.rule },
  }));
  const spec: CampaignSpec = {
    ...DEFAULT_SPEC,
    ...FAST,
    ...plan.spec,
    waves,
    windows: hasWindows ? WINDOWS : [],
    windowLeftSecondsMin: hasWindows ? 600 : 0,
  };
  const ids = sims.map(({ id }) => id);
  const rows = await db.station.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
  const stations = members.map((places) => places.flatMap((place) => rows[place] ?? []));
  const { id } = await aCampaign(db, { spec, stations, status: "Scheduled", releaseId });
  await approve(db, { id, releaseId, spec });
  const image = await proveRelease({ db, now: () => AT, actor: ENGINE }, releaseId);
  return { id, spec, isBestEffort: plan.isBestEffort, image };
}

type Approving = { readonly id: string; readonly releaseId: string; readonly spec: CampaignSpec };

async function approve(db: Database, { id, releaseId, spec }: Approving): Promise<void> {
  const release = await db.firmwareRelease.findUniqueOrThrow({ where: { id: releaseId } });
  const specHash = await storedHash(db, { campaignId: id, spec, release });
  const set = { specHash, startAt: new Date(NIGHT), editorIds: ["alice"], approvedAt: AT, deadlineAt: null };
  await db.campaign.update({ where: { id }, data: set });
  const by = { byId: "bob", by: "Bob" };
  await db.campaignApproval.create({
    data: { id: randomUUID(), campaignId: id, specHash, decision: "Approved", ...by, at: AT },
  });
}
