import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type JsonValue } from "@/lib/domain/json";
import type { AskableCommand, LocatedCommand, StationCommand } from "@/lib/domain/station-command";
import type { Tx } from "../context";
import { CURRENT_PROFILES } from "./keep-profiles";

/**
 * The command with an id for its profile, where it came without: that of the profile it takes the place of, since
 * 2.x refuses a second one of the same purpose and level (K01.FR.06), else the station's next.
 */
export async function withProfileId(tx: Tx, stationId: number, command: LocatedCommand): Promise<StationCommand> {
  if (command.type !== "SetChargingProfile") return command;
  const { evse, profile } = command;
  if (profile.id !== undefined) return { ...command, profile: { ...profile, id: profile.id } };
  // Two that ask at once get two ids.
  await tx.$queryRaw`SELECT 1 FROM station WHERE id = ${stationId} FOR NO KEY UPDATE`;
  const { purpose, stackLevel } = profile;
  const before = await tx.stationProfile.findFirst({
    where: { stationId, evse, purpose, stackLevel, state: CURRENT_PROFILES },
    orderBy: { requestedAt: "desc" },
    select: { profileId: true },
  });
  const { _max: highest } = await tx.stationProfile.aggregate({ where: { stationId }, _max: { profileId: true } });
  return { ...command, profile: { ...profile, id: before?.profileId ?? (highest.profileId ?? 0) + 1 } };
}

/** Is this stored request what is asked for now? An id that we gave does not make it another. */
export function isSameRequest(stored: JsonValue, asked: AskableCommand): boolean {
  const isIdOurs = asked.type === "SetChargingProfile" && asked.profile.id === undefined;
  return isDeepStrictEqual(isIdOurs ? withoutProfileId(stored) : stored, asked);
}

function withoutProfileId(stored: JsonValue): JsonValue {
  if (!isJsonObject(stored) || !isJsonObject(stored["profile"])) return stored;
  const { id: _, ...profile } = stored["profile"];
  return { ...stored, profile };
}
