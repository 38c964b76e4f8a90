import type { StationProfile, StationSchedule } from "@/lib/db/generated/client";
import type { ChargingProfile, CompositeSchedule } from "@/lib/domain/charging-profile";
import type { PlacedProfile } from "@/lib/domain/composite-schedule";
import type { Tx } from "../context";

type Reader = Pick<Tx, "stationProfile" | "chargingSession">;

export type Installed = {
  readonly profiles: readonly PlacedProfile[];
  readonly sessionOn: (evse: number) => { readonly id: number; readonly startedAt: Date } | null;
};

/** The profiles that a station is known to have, and the sessions they may be for. */
export async function readInstalled(tx: Reader, stationId: number): Promise<Installed> {
  const rows = await tx.stationProfile.findMany({ where: { stationId, state: "Installed" } });
  const sessions = await tx.chargingSession.findMany({
    where: { stationId, phase: "Active" },
    select: { id: true, evse: true, startedAt: true },
    orderBy: { id: "desc" },
  });
  return {
    profiles: rows.map((row) => ({ evse: row.evse, profile: profileOf(row) })),
    sessionOn: (evse) => sessions.find((session) => session.evse === evse) ?? null,
  };
}

/** A stored profile; `keepProfileRequest` alone writes them, from parsed commands. */
export function profileOf({ profile }: Pick<StationProfile, "profile">): ChargingProfile {
  // Safe: parsed by zod before it was stored.
  return profile as unknown as ChargingProfile; // oxlint-disable-line typescript/no-unsafe-type-assertion
}

/** A stored schedule; `keepSchedule` alone writes them, from what an adapter has read. */
export function scheduleOf({ schedule }: Pick<StationSchedule, "schedule">): CompositeSchedule | null {
  // Safe: read by an adapter from a payload that passed its schema.
  return schedule as unknown as CompositeSchedule | null; // oxlint-disable-line typescript/no-unsafe-type-assertion
}
