/** What is known of a station's charging profiles: the rows follow the commands and their answers, in the same commits. */
import type { Command, Prisma } from "@/lib/db/generated/client";
import type { CommandOf } from "@/lib/domain/station-command";
import type { Tx } from "../context";

type Row = Pick<Command, "id" | "stationId">;

/** Still in question or in force. */
export const CURRENT_PROFILES = { in: ["Requested", "Installed"] } as const satisfies Prisma.StringFilter;

/** A profile that is to be sent. */
export async function keepProfileRequest(
  tx: Tx,
  row: Row & Pick<Command, "requestedBy" | "createdAt">,
  { evse, profile }: CommandOf<"SetChargingProfile">,
): Promise<void> {
  await tx.stationProfile.create({
    data: {
      commandId: row.id,
      stationId: row.stationId,
      profileId: profile.id,
      evse,
      purpose: profile.purpose,
      stackLevel: profile.stackLevel,
      sessionId: profile.sessionId ?? null,
      // Parsed JSON.
      profile: JSON.parse(JSON.stringify(profile)),
      state: "Requested",
      requestedBy: row.requestedBy,
      requestedAt: row.createdAt,
    },
  });
}

/** The station took it, and with it drops the one of the same id or of the same purpose and level there (1.6 §5.16). */
export async function keepInstalledProfile(tx: Tx, row: Row, command: CommandOf<"SetChargingProfile">, now: Date) {
  const { evse, profile } = command;
  await tx.stationProfile.updateMany({
    where: {
      stationId: row.stationId,
      commandId: { not: row.id },
      state: "Installed",
      OR: [{ profileId: profile.id }, { evse, purpose: profile.purpose, stackLevel: profile.stackLevel }],
    },
    data: { state: "Cleared", reason: "Replaced", endedAt: now },
  });
  await tx.stationProfile.updateMany({
    where: { commandId: row.id },
    data: { state: "Installed", reason: null, installedAt: now, endedAt: null },
  });
}

/** It is sure that the station does not have it. */
export async function keepRefusedProfile(tx: Tx, row: Row, reason: string, now: Date): Promise<void> {
  await tx.stationProfile.updateMany({
    where: { commandId: row.id, state: "Requested" },
    data: { state: "Refused", reason, endedAt: now },
  });
}

/** The one named by its id, else all that meet every field given (1.6 §5.3, K10). */
export async function keepClearedProfiles(tx: Tx, row: Row, command: CommandOf<"ClearChargingProfile">, now: Date) {
  const { profileId, evse, purpose, stackLevel } = command;
  const criteria =
    profileId === undefined
      ? {
          ...(evse === undefined ? {} : { evse }),
          ...(purpose === undefined ? {} : { purpose }),
          ...(stackLevel === undefined ? {} : { stackLevel }),
        }
      : { profileId };
  await tx.stationProfile.updateMany({
    where: { stationId: row.stationId, state: "Installed", ...criteria },
    data: { state: "Cleared", reason: "Cleared", endedAt: now },
  });
}
