import type { Database } from "@/lib/db/client";
import type { Role } from "@/lib/domain/permissions";
import type { ServiceContext } from "@/lib/services/context";
import type { FirmwareOptions } from "../../simulator/firmware";
import type { FirmwareFault } from "../../simulator/firmware-faults";
import { createStation, type Station } from "../../simulator/station";
import type { StationOptions } from "../../simulator/station-options";
import { VENDOR } from "./firmware-image";

export const FAMILIES = ["Plain", "Signed", "2.0.1"] as const;
export type Family = (typeof FAMILIES)[number];

const MODEL: Readonly<Record<Family, string>> = { Plain: "Bonde P", Signed: "Bonde S", "2.0.1": "Mlima V" };
/** What one station of a model does not answer, none does: those that know no triggers are models of their own. */
const DEAF = " basic";
export const MODELS: readonly string[] = Object.values(MODEL).flatMap((model) => [model, `${model}${DEAF}`]);

/** Knows no trigger for its firmware's status: nobody can ask what became of an order that went out with a gateway. */
export const isDeaf = (fault: FirmwareFault | null): boolean => fault === "Mute" || fault === "NoTrigger";

export type Member = {
  readonly identity: string;
  readonly site: number | null;
  readonly family: Family;
  readonly fault: FirmwareFault | null;
  readonly station: Station;
};

export type MemberOptions = {
  readonly identity: string;
  readonly family: Family;
  readonly fault?: FirmwareFault | null;
  readonly site?: number | null;
  readonly firmware?: FirmwareOptions;
  readonly station?: Partial<StationOptions>;
};

/** A station that an update takes about half a second of, on 1.0.0. */
export function aMember(
  ocppUrl: string,
  { identity, family, fault = null, site = null, ...more }: MemberOptions,
): Member {
  const station = createStation({
    identity,
    url: ocppUrl,
    version: family === "2.0.1" ? "2.0.1" : "1.6",
    vendor: VENDOR,
    model: isDeaf(fault) ? `${MODEL[family]}${DEAF}` : MODEL[family],
    firmwareVersion: "1.0.0",
    connectors: 2,
    meterIntervalMs: 0,
    rebootMs: 100,
    callTimeoutMs: 5_000,
    reconnect: { minMs: 200, maxMs: 1_000 },
    ...more.station,
    firmware: {
      family: family === "Signed" ? "Signed" : "Plain",
      fault,
      installMs: 50,
      retryIntervalMs: 500,
      longOfflineMs: 4_000,
      sessionMs: 1_000,
      idTag: "TAG-1",
      ...more.firmware,
    },
  });
  return { identity, site, family, fault, station };
}

/** Makes the stations known, each at its site. */
export async function plant(db: Database, members: readonly Member[]): Promise<void> {
  const sites = new Map<number, number>();
  for (const number of new Set(members.map(({ site }) => site).filter((site) => site !== null))) {
    const name = `Site ${number}`;
    const { id } = await db.site.create({
      data: { name, timeZone: "Africa/Nairobi", createdAt: new Date() },
    });
    sites.set(number, id);
  }
  await db.station.createMany({
    data: members.map(({ identity, site }) => ({
      identity,
      identityKey: identity.toLowerCase(),
      securityProfile: 0,
      siteId: site === null ? null : (sites.get(site) ?? null),
    })),
  });
}

/** Connects them a few at a time; resolves once all are online. */
export async function connectAll(members: readonly Member[], atOnce = 40): Promise<void> {
  const waiting = [...members];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next.station.connect();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

export type People = Readonly<Record<Role, ServiceContext>>;

/** One person for each role. */
export function people(db: Database): People {
  const as = (role: Role): ServiceContext => ({
    db,
    now: () => new Date(),
    actor: { kind: "operator", id: `${role}-1`, name: `An ${role}`, role },
  });
  return {
    viewer: as("viewer"),
    operator: as("operator"),
    engineer: as("engineer"),
    approver: as("approver"),
    admin: as("admin"),
  };
}
