import { inTransaction, type ServiceContext } from "../context";

/** What the handshake must know of a station, and what the connection starts with. */
export type AdmittedStation = {
  readonly id: number;
  readonly identity: string;
  readonly isBlocked: boolean;
  /** What it must use at least. */
  readonly securityProfile: number;
  /** The highest it ever connected with. */
  readonly minSecurityProfile: number;
  readonly passwordHash: string | null;
  readonly passwordHashNext: string | null;
  readonly serialNumber: string | null;
  readonly pinnedVersion: string | null;
  readonly registeredStatus: "Accepted" | "Pending" | "Rejected" | null;
};

const ADMITTED = {
  id: true,
  identity: true,
  isBlocked: true,
  securityProfile: true,
  minSecurityProfile: true,
  passwordHash: true,
  passwordHashNext: true,
  serialNumber: true,
  pinnedVersion: true,
  registeredStatus: true,
} as const;

/** The station that dials under this identity, compared exactly (a look-alike is another station); null when unknown. */
export async function findStation(ctx: ServiceContext, identity: string): Promise<AdmittedStation | null> {
  return ctx.db.station.findUnique({ where: { identity }, select: ADMITTED });
}

/** Creates a station on first contact, without credentials: only for trials (`KITUO_UNKNOWN_STATIONS=accept`). Safe to repeat. */
export async function createOnContact(ctx: ServiceContext, identity: string): Promise<AdmittedStation> {
  return inTransaction(ctx, async ({ tx, announce }) => {
    const data = { identity, identityKey: identity.toLowerCase(), securityProfile: 0 };
    // Stations dial twice at once; an upsert would fail one of them.
    const { count } = await tx.station.createMany({ data, skipDuplicates: true });
    if (count > 0) await announce({ type: "StationListed", identity });
    return tx.station.findUniqueOrThrow({ where: { identity }, select: ADMITTED });
  });
}
