import { z } from "zod";
import type { Prisma, Station } from "@/lib/db/generated/client";
import type { StationDetail } from "@/lib/domain/station-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { findStationOrThrow } from "./find-station";
import { requireSite } from "./insert-station";
import { hashPassword } from "./password-hash";
import { readLines } from "./read-lines";
import {
  nameSchema,
  needsPassword,
  passwordSchema,
  pinnedVersionSchema,
  registrationSchema,
  securityProfileSchema,
  siteIdSchema,
  tagsSchema,
} from "./station-fields";
import { stationIncludes, toStationDetail } from "./station-view";
import { wakeHolder } from "./wake-holder";

/** What is left out stays as it is; null empties. */
export const updateStationInput = z.strictObject({
  name: nameSchema.nullish(),
  siteId: siteIdSchema.nullish(),
  tags: tagsSchema.optional(),
  blocked: z.boolean().optional(),
  password: passwordSchema.optional(),
  registrationStatus: registrationSchema.optional(),
  securityProfile: securityProfileSchema.optional(),
  /** Lets a replaced or reset charger begin below what its identity used before. */
  minSecurityProfile: securityProfileSchema.optional(),
  /** What its certificate may name instead of the identity; the charger's own word replaces it at its next boot. */
  serialNumber: z.string().trim().min(1).max(64).nullish(),
  pinnedVersion: pinnedVersionSchema.nullish(),
});

type Change = z.output<typeof updateStationInput>;

/** Changes what an operator decides about a station. Safe to repeat. */
export async function updateStation(
  ctx: ServiceContext,
  identity: string,
  input: z.input<typeof updateStationInput>,
): Promise<StationDetail> {
  requirePermission(ctx, "manage-stations");
  const change = parseInput(updateStationInput, input);
  const passwordHash = change.password === undefined ? undefined : await hashPassword(change.password);

  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const before = await findStationOrThrow(tx, identity);
    const profile = change.securityProfile ?? before.securityProfile;
    if (needsPassword(profile) && passwordHash === undefined && before.passwordHash === null) {
      throw new ServiceError("Invalid", `Security profile ${profile} needs a password.`, "password");
    }
    await requireSite(tx, change.siteId ?? null);

    const row = await tx.station.update({
      where: { id: before.id },
      data: { ...toData(change, passwordHash), ...(passwordHash === undefined ? {} : { passwordSetAt: ctx.now() }) },
      include: stationIncludes,
    });
    if (shutsOut(before, change)) await wakeHolder(tx, identity);
    await announce({ type: "StationListed", identity });
    await audit("UpdateStation", `station:${identity}`, withoutPassword(change));

    const lineOf = await readLines(tx, [row], ctx.now());
    return toStationDetail(row, lineOf(row));
  });
}

function toData(change: Change, passwordHash: string | undefined): Prisma.StationUncheckedUpdateInput {
  return {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.siteId === undefined ? {} : { siteId: change.siteId }),
    ...(change.tags === undefined ? {} : { tags: [...new Set(change.tags)] }),
    ...(change.registrationStatus === undefined ? {} : { registrationStatus: change.registrationStatus }),
    ...(change.pinnedVersion === undefined ? {} : { pinnedVersion: change.pinnedVersion }),
    ...toAccess(change, passwordHash),
    rev: { increment: 1 },
  };
}

/** What decides whether it is let in. */
function toAccess(change: Change, passwordHash: string | undefined): Prisma.StationUncheckedUpdateInput {
  return {
    ...(change.blocked === undefined ? {} : { isBlocked: change.blocked }),
    ...(passwordHash === undefined ? {} : { passwordHash, passwordHashNext: null }),
    ...(change.securityProfile === undefined ? {} : { securityProfile: change.securityProfile }),
    ...(change.minSecurityProfile === undefined ? {} : { minSecurityProfile: change.minSecurityProfile }),
    ...(change.serialNumber === undefined ? {} : { serialNumber: change.serialNumber }),
  };
}

/** Changes that an open connection may no longer be entitled under. */
const shutsOut = (before: Station, { blocked, password, securityProfile }: Change): boolean =>
  blocked === true ||
  password !== undefined ||
  (securityProfile !== undefined && securityProfile !== before.securityProfile);

function withoutPassword(change: Change): Prisma.InputJsonObject {
  const { password, ...told } = change;
  const shown = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  return password === undefined ? shown : { ...shown, password: "changed" };
}
