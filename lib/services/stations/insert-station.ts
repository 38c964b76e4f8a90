import type { StationDetail } from "@/lib/domain/station-view";
import type { ServiceContext, Tx, Unit } from "../context";
import { ServiceError } from "../errors";
import { isUniqueViolation } from "../unique-violation";
import { newPassword } from "./new-password";
import { hashPassword } from "./password-hash";
import { needsPassword } from "./station-fields";
import { stationIncludes, toStationDetail } from "./station-view";

/** `password` is the one in force, shown this once; null where the station signs in without. */
export type CreatedStation = { readonly station: StationDetail; readonly password: string | null };

type NewStation = {
  readonly identity: string;
  readonly name?: string | null | undefined;
  readonly siteId?: number | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly securityProfile: number;
  readonly pinnedVersion?: string | null | undefined;
  readonly registrationStatus: "Accepted" | "Pending" | "Rejected";
};

type CredentialedStation = NewStation & { readonly password: string | null; readonly passwordHash: string | null };

/** Gives a new station the password it needs and has not been given. Slow by intent, so before any transaction. */
export async function withCredentials<Station extends NewStation & { readonly password?: string | undefined }>(
  wanted: Station,
): Promise<Omit<Station, "password"> & CredentialedStation> {
  const password = wanted.password ?? (needsPassword(wanted.securityProfile) ? newPassword() : null);
  return { ...wanted, password, passwordHash: password === null ? null : await hashPassword(password) };
}

/** Writes a new station and takes its identity out of the inbox. */
export async function insertStation(
  ctx: ServiceContext,
  { tx, announce, audit }: Unit,
  { password, passwordHash, ...wanted }: CredentialedStation,
  action: "CreateStation" | "AdoptStation",
): Promise<CreatedStation> {
  const { identity, securityProfile } = wanted;
  await refuseLookAlike(tx, identity);
  await requireSite(tx, wanted.siteId ?? null);

  const row = await tx.station
    .create({
      data: {
        identity,
        identityKey: identity.toLowerCase(),
        name: wanted.name ?? null,
        siteId: wanted.siteId ?? null,
        tags: [...new Set(wanted.tags)],
        securityProfile,
        passwordHash,
        passwordSetAt: passwordHash === null ? null : ctx.now(),
        pinnedVersion: wanted.pinnedVersion ?? null,
        registrationStatus: wanted.registrationStatus,
        createdAt: ctx.now(),
      },
      include: stationIncludes,
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new ServiceError("Conflict", taken(identity), "identity") : error;
    });
  await tx.handshakeRefusal.deleteMany({ where: { identity, reason: "UnknownIdentity" } });

  await announce({ type: "StationListed", identity });
  await audit(action, `station:${identity}`, { securityProfile, registrationStatus: wanted.registrationStatus });
  return { station: toStationDetail(row, { connectivity: { state: "NeverConnected" }, isUnstable: false }), password };
}

async function refuseLookAlike(tx: Tx, identity: string): Promise<void> {
  const known = await tx.station.findFirst({
    where: { identityKey: identity.toLowerCase() },
    select: { identity: true },
  });
  if (known === null) return;
  if (known.identity === identity) throw new ServiceError("Conflict", taken(identity), "identity");
  throw new ServiceError(
    "Conflict",
    `There is already a charger ${known.identity}, which differs from ${identity} in upper and lower case only.`,
    "identity",
  );
}

export async function requireSite(tx: Tx, siteId: number | null): Promise<void> {
  if (siteId === null) return;
  const site = await tx.site.findUnique({ where: { id: siteId }, select: { id: true } });
  if (site === null) throw new ServiceError("Invalid", `There is no site ${siteId}.`, "siteId");
}

const taken = (identity: string): string => `There is already a charger with the identity ${identity}.`;
