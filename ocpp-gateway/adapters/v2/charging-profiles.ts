/** Smart charging of 2.x: profiles for an EVSE, each with one schedule of ours. */
import type { ChargingProfile, CompositeSchedule } from "@/lib/domain/charging-profile";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { err, ok, type Result } from "@/lib/domain/result";
import type { CommandOf } from "@/lib/domain/station-command";
import type { SchemaVersion } from "../../schemas/load";
import { type Fault, fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";
import { readSchedule, writeSchedule } from "../schedules";

export function setChargingProfile(
  version: SchemaVersion,
  { evse, profile }: CommandOf<"SetChargingProfile">,
  { session }: CommandContext,
): Result<WireCall, Fault> {
  const transactionId = session?.transactionId ?? null;
  if (profile.purpose === "TxProfile" && transactionId === null) {
    return err(fault("PropertyConstraint", "the session's transaction is not known"));
  }
  const named = transactionId === null ? {} : { transactionId };
  return ourCall(version, "SetChargingProfile", {
    evseId: evse,
    chargingProfile: { ...wireProfile(profile), ...named },
  });
}

function wireProfile(profile: ChargingProfile): JsonObject {
  return {
    id: profile.id,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose: profile.purpose,
    chargingProfileKind: profile.kind,
    ...(profile.recurrency === undefined ? {} : { recurrencyKind: profile.recurrency }),
    ...(profile.validFrom === undefined ? {} : { validFrom: profile.validFrom }),
    ...(profile.validTo === undefined ? {} : { validTo: profile.validTo }),
    // The only schedule of its profile: any number does.
    chargingSchedule: [{ id: profile.id, ...writeSchedule(profile.schedule) }],
  };
}

/** A profile that comes with a remote start is a TxProfile that names no transaction (F01.FR.08). */
export function startProfile(profile: ChargingProfile | undefined): Result<JsonObject, Fault> {
  if (profile === undefined) return ok({});
  if (profile.purpose !== "TxProfile" || profile.sessionId !== undefined) {
    return err(fault("PropertyConstraint", "a start takes a TxProfile that names no session"));
  }
  return ok({ chargingProfile: wireProfile(profile) });
}

/** By its id or by criteria, never both (K10). */
export function clearChargingProfile(
  version: SchemaVersion,
  command: CommandOf<"ClearChargingProfile">,
): Result<WireCall, Fault> {
  const { profileId, evse, purpose, stackLevel } = command;
  if (profileId !== undefined) return ourCall(version, "ClearChargingProfile", { chargingProfileId: profileId });
  const criteria = {
    ...(evse === undefined ? {} : { evseId: evse }),
    ...(purpose === undefined ? {} : { chargingProfilePurpose: purpose }),
    ...(stackLevel === undefined ? {} : { stackLevel }),
  };
  return ourCall(
    version,
    "ClearChargingProfile",
    Object.keys(criteria).length === 0 ? {} : { chargingProfileCriteria: criteria },
  );
}

export function getCompositeSchedule(
  version: SchemaVersion,
  { evse, durationSeconds, unit }: CommandOf<"GetCompositeSchedule">,
): Result<WireCall, Fault> {
  return ourCall(version, "GetCompositeSchedule", {
    evseId: evse,
    duration: durationSeconds,
    ...(unit === undefined ? {} : { chargingRateUnit: unit }),
  });
}

/** Null where the station told none, as it does with a refusal. */
export function compositeSchedule({ schedule }: JsonObject): CompositeSchedule | null {
  if (!isJsonObject(schedule)) return null;
  const { evseId, scheduleStart } = schedule;
  return { ...readSchedule(schedule, scheduleStart), evse: typeof evseId === "number" ? evseId : 0 };
}
