/** Smart charging of 1.6: one schedule per profile, limits with one decimal. */
import type { OCPP16 } from "typed-ocpp";
import type { ChargingProfile, CompositeSchedule, ProfilePurpose } from "@/lib/domain/charging-profile";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { err, ok, type Result } from "@/lib/domain/result";
import type { CommandOf } from "@/lib/domain/station-command";
import { type Fault, fault } from "../../wire/fault";
import type { CommandContext, WireCall } from "../adapter";
import { ourCall } from "../answers";
import { readSchedule, writeSchedule } from "../schedules";

type WireProfile = OCPP16.SetChargingProfileRequest["csChargingProfiles"];
type WirePurpose = WireProfile["chargingProfilePurpose"];

const purposeOf = (purpose: ProfilePurpose): WirePurpose =>
  purpose === "ChargingStationMaxProfile" ? "ChargePointMaxProfile" : purpose;

export function setChargingProfile(
  { evse, profile }: CommandOf<"SetChargingProfile">,
  { session }: CommandContext,
): Result<WireCall, Fault> {
  if (profile.sessionId !== undefined && session === null) {
    return err(fault("PropertyConstraint", "the session is not known"));
  }
  return ourCall("ocpp1.6", "SetChargingProfile", {
    connectorId: evse,
    csChargingProfiles: wireProfile(profile),
  } satisfies OCPP16.SetChargingProfileRequest);
}

/** With the session's id as its transactionId, where it names one: in 1.6 they are the same. */
export function wireProfile(profile: ChargingProfile): WireProfile {
  return {
    chargingProfileId: profile.id,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose: purposeOf(profile.purpose),
    chargingProfileKind: profile.kind,
    ...(profile.sessionId === undefined ? {} : { transactionId: profile.sessionId }),
    ...(profile.recurrency === undefined ? {} : { recurrencyKind: profile.recurrency }),
    ...(profile.validFrom === undefined ? {} : { validFrom: profile.validFrom }),
    ...(profile.validTo === undefined ? {} : { validTo: profile.validTo }),
    chargingSchedule: writeSchedule(profile.schedule),
  };
}

export function clearChargingProfile(command: CommandOf<"ClearChargingProfile">): Result<WireCall, Fault> {
  const { profileId, evse, purpose, stackLevel } = command;
  return ourCall("ocpp1.6", "ClearChargingProfile", {
    ...(profileId === undefined ? {} : { id: profileId }),
    ...(evse === undefined ? {} : { connectorId: evse }),
    ...(purpose === undefined ? {} : { chargingProfilePurpose: purposeOf(purpose) }),
    ...(stackLevel === undefined ? {} : { stackLevel }),
  } satisfies OCPP16.ClearChargingProfileRequest);
}

export function getCompositeSchedule({ evse, durationSeconds, unit }: CommandOf<"GetCompositeSchedule">) {
  return ourCall("ocpp1.6", "GetCompositeSchedule", {
    connectorId: evse,
    duration: durationSeconds,
    ...(unit === undefined ? {} : { chargingRateUnit: unit }),
  } satisfies OCPP16.GetCompositeScheduleRequest);
}

/** Null where the station told none, as it does with a refusal. */
export function compositeSchedule(payload: JsonObject): CompositeSchedule | null {
  const { chargingSchedule, scheduleStart, connectorId } = payload;
  if (!isJsonObject(chargingSchedule)) return null;
  const schedule = readSchedule(chargingSchedule, scheduleStart);
  return { ...schedule, evse: typeof connectorId === "number" ? connectorId : 0 };
}

/** A profile that comes with a remote start is for the session that starts (1.6 §5.11). */
export function startProfile(profile: ChargingProfile | undefined): Result<{ chargingProfile?: WireProfile }, Fault> {
  if (profile === undefined) return ok({});
  if (profile.purpose !== "TxProfile" || profile.sessionId !== undefined) {
    return err(fault("PropertyConstraint", "a start takes a TxProfile that names no session"));
  }
  return ok({ chargingProfile: wireProfile(profile) });
}
