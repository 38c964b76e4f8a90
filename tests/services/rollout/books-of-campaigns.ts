import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/client";
import type { Prisma, Station } from "@/lib/db/generated/client";
import { type CampaignSpec, DEFAULT_SPEC, WAVE_RULE } from "@/lib/domain/firmware/campaign-spec";
import { countWaves } from "@/lib/services/rollout/count-waves";
import { aStation, connected, T0 } from "../books";

export const OLD = "1.0.0";
export const NEW = "2.0.0";

/** A spec that waits for nothing: no maintenance windows, one wave, soaks of a minute. `given` replaces what differs. */
export const aSpec = (given: Partial<CampaignSpec> = {}): CampaignSpec => ({
  ...DEFAULT_SPEC,
  waves: [
    {
      name: "All",
      size: { type: "Rest" },
      gate: "Auto",
      rule: { ...WAVE_RULE, soakSeconds: 60, comparesSoak: false, success: 0 },
    },
  ],
  windows: [],
  inFlightMax: 50,
  inFlightPerSiteMax: 50,
  startsPerMinute: 1_000,
  startsPerMinuteMax: 1_000,
  downloadsMax: 1_000,
  healthSeconds: 60,
  ...given,
});

export async function aRelease(db: Database, data: Partial<Prisma.FirmwareReleaseUncheckedCreateInput> = {}) {
  const id = randomUUID();
  return db.firmwareRelease.create({
    data: {
      id,
      vendor: "Kituo",
      models: ["K1"],
      version: NEW,
      expectedVersion: NEW,
      fileName: "k1_2.0.0.bin",
      bytes: 1_000,
      sha256: id.replaceAll("-", ""),
      status: "Verified",
      uploadedById: "u",
      uploadedBy: "U",
      createdAt: T0,
      verifiedAt: T0,
      ...data,
    },
  });
}

/** A station with the old version, in service and there. */
export async function aTarget(db: Database, data: Partial<Station> = {}): Promise<Station> {
  const station = await aStation(db, {
    ...connected,
    vendor: "Kituo",
    model: "K1",
    serialNumber: "SN",
    firmwareVersion: OLD,
    bootedAt: T0,
    registeredStatus: "Accepted",
    connectionEpoch: 1,
    ...data,
  });
  await db.evse.create({ data: { stationId: station.id, evse: 1 } });
  await db.connector.create({
    data: { stationId: station.id, evse: 1, connector: 1, status: "Available", statusAt: T0, receivedAt: T0 },
  });
  return station;
}

type Campaigning = {
  readonly spec?: Partial<CampaignSpec>;
  readonly stations: readonly (readonly Station[])[];
  readonly status?: string;
  readonly releaseId?: string;
};

/** A campaign as its verbs leave it once it has been approved and started: a wave for each list of stations. */
export async function aCampaign(db: Database, { spec, stations, status = "Running", releaseId }: Campaigning) {
  const whole = aSpec(spec);
  const [wave] = whole.waves;
  if (wave === undefined) throw new Error("a campaign has a wave");
  const id = randomUUID();
  const release = releaseId ?? (await aRelease(db)).id;
  const waves = stations.map((_, index) => whole.waves[index] ?? wave);
  await db.campaign.create({
    data: {
      id,
      name: "Test",
      releaseId: release,
      spec: JSON.parse(JSON.stringify({ ...whole, waves })),
      specHash: "h",
      status,
      createdById: "alice",
      createdBy: "Alice",
      lastEditedById: "alice",
      createdAt: T0,
      submittedAt: T0,
      approvedAt: T0,
      startedAt: status === "Scheduled" ? null : T0,
      deadlineAt: new Date(T0.getTime() + whole.deadlineSeconds * 1000),
      waves: {
        create: waves.map((each, index) => ({
          index,
          name: each.name,
          gate: each.gate,
          rule: JSON.parse(JSON.stringify(each.rule)),
        })),
      },
    },
  });
  await db.firmwareJob.createMany({
    data: stations.flatMap((ofWave, waveIndex) =>
      ofWave.map((station, place) => ({
        id: randomUUID(),
        campaignId: id,
        waveIndex,
        stationId: station.id,
        siteId: station.siteId,
        place,
        statusAt: T0,
        fromVersion: station.firmwareVersion,
      })),
    ),
  });
  await db.$transaction((tx) => countWaves(tx, id, [...stations.keys()]));
  return db.campaign.findUniqueOrThrow({ where: { id } });
}
