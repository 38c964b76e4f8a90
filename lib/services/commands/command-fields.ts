import { z } from "zod";
import { PROFILE_PURPOSES } from "@/lib/domain/charging-profile";
import { ROOT_CERTIFICATE_USES } from "@/lib/domain/root-certificate";
import type { AskableCommand } from "@/lib/domain/station-command";
import { AUTHORIZATION_STATUSES } from "@/lib/domain/token";
import { chargingProfileSchema, newProfileSchema } from "./charging-profile-fields";

const numberMax = 2_147_483_647;
const wholeStation = z.int().min(0).max(numberMax);
const one = z.int().min(1).max(numberMax);
const settingKey = z.string().trim().min(1).max(300);

const tokenUid = z.string().trim().min(1).max(36);
const tokenType = z.string().trim().min(1).max(20).optional();
const instant = z.iso.datetime({ offset: true });
const location = z.url({ protocol: /^(https?|ftps?|sftp)$/ }).max(512);
const pem = z.string().trim().min(1);
const hash = z.string().regex(/^[0-9A-Fa-f]{1,128}$/, "A hash is hex digits.");
const retries = { retries: wholeStation.optional(), retryIntervalSeconds: wholeStation.optional() };

const localListEntry = z.strictObject({
  tokenUid,
  tokenType,
  status: z.enum(AUTHORIZATION_STATUSES).optional(),
  expiresAt: instant.optional(),
  groupUid: tokenUid.optional(),
});

/** What each neutral command takes. */
export const COMMAND_FIELDS = {
  /** evse 0: the charger chooses. */
  RemoteStart: { evse: wholeStation, tokenUid, tokenType, profile: chargingProfileSchema.optional() },
  RemoteStop: { sessionId: one },
  Reset: { when: z.enum(["Now", "WhenIdle"]), evse: wholeStation.optional() },
  Unlock: { evse: one, connector: one },
  ChangeAvailability: { evse: wholeStation, operational: z.enum(["Operative", "Inoperative"]) },
  TriggerMessage: { message: z.string().trim().min(1).max(100), evse: wholeStation.optional() },
  GetSettings: { keys: z.array(settingKey).max(1_000).readonly().optional() },
  ChangeSetting: { key: settingKey, value: z.string().max(2_500) },
  ClearCache: {},
  DataTransfer: {
    vendorId: z.string().trim().min(1).max(255),
    messageId: z.string().trim().min(1).max(50).optional(),
    /** Any JSON; 1.6 sends what is not text as its JSON. */
    data: z.unknown().optional(),
  },
  ReserveNow: { evse: wholeStation, tokenUid, tokenType, groupUid: tokenUid.optional(), expiresAt: instant },
  CancelReservation: { reservationId: wholeStation },
  GetLocalListVersion: {},
  SendLocalList: {
    update: z.enum(["Full", "Differential"]),
    version: one,
    entries: z.array(localListEntry).max(10_000).readonly(),
  },
  SetChargingProfile: { evse: wholeStation, profile: newProfileSchema },
  ClearChargingProfile: {
    profileId: z.int().min(-numberMax).max(numberMax).optional(),
    evse: wholeStation.optional(),
    purpose: z.enum(PROFILE_PURPOSES).optional(),
    stackLevel: wholeStation.optional(),
  },
  GetCompositeSchedule: { evse: wholeStation, durationSeconds: one, unit: z.enum(["A", "W"]).optional() },
  GetLog: {
    log: z.enum(["DiagnosticsLog", "SecurityLog"]),
    /** Left out: an address of our own. */
    location: location.optional(),
    from: instant.optional(),
    to: instant.optional(),
    ...retries,
  },
  UpdateFirmware: {
    location,
    retrieveAt: instant,
    installAt: instant.optional(),
    signed: z.strictObject({ certificate: pem.max(5_500), signature: pem.max(800) }).optional(),
    ...retries,
  },
  CertificateSigned: { use: z.enum(["ChargingStation", "V2G"]), chain: pem.max(10_000) },
  InstallCertificate: { use: z.enum(ROOT_CERTIFICATE_USES), certificate: pem.max(5_500) },
  GetInstalledCertificates: { use: z.enum(ROOT_CERTIFICATE_USES) },
  DeleteCertificate: {
    hash: z.strictObject({
      algorithm: z.enum(["SHA256", "SHA384", "SHA512"]),
      issuerNameHash: hash,
      issuerKeyHash: hash,
      serialNumber: hash.max(40),
    }),
  },
} as const;

export const RAW_FIELDS = {
  action: z.string().regex(/^[A-Za-z]{1,64}$/, "An action is spelt as in OCPP: GetConfiguration, SetVariables."),
  payload: z.record(z.string(), z.unknown()),
} as const;

export const stationCommandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("RemoteStart"), ...COMMAND_FIELDS.RemoteStart }),
  z.strictObject({ type: z.literal("RemoteStop"), ...COMMAND_FIELDS.RemoteStop }),
  z.strictObject({ type: z.literal("Reset"), ...COMMAND_FIELDS.Reset }),
  z.strictObject({ type: z.literal("Unlock"), ...COMMAND_FIELDS.Unlock }),
  z.strictObject({ type: z.literal("ChangeAvailability"), ...COMMAND_FIELDS.ChangeAvailability }),
  z.strictObject({ type: z.literal("TriggerMessage"), ...COMMAND_FIELDS.TriggerMessage }),
  z.strictObject({ type: z.literal("GetSettings"), ...COMMAND_FIELDS.GetSettings }),
  z.strictObject({ type: z.literal("ChangeSetting"), ...COMMAND_FIELDS.ChangeSetting }),
  z.strictObject({ type: z.literal("ClearCache"), ...COMMAND_FIELDS.ClearCache }),
  z.strictObject({ type: z.literal("DataTransfer"), ...COMMAND_FIELDS.DataTransfer }),
  z.strictObject({ type: z.literal("ReserveNow"), ...COMMAND_FIELDS.ReserveNow }),
  z.strictObject({ type: z.literal("CancelReservation"), ...COMMAND_FIELDS.CancelReservation }),
  z.strictObject({ type: z.literal("GetLocalListVersion"), ...COMMAND_FIELDS.GetLocalListVersion }),
  z.strictObject({ type: z.literal("SendLocalList"), ...COMMAND_FIELDS.SendLocalList }),
  z.strictObject({ type: z.literal("SetChargingProfile"), ...COMMAND_FIELDS.SetChargingProfile }),
  z.strictObject({ type: z.literal("ClearChargingProfile"), ...COMMAND_FIELDS.ClearChargingProfile }),
  z.strictObject({ type: z.literal("GetCompositeSchedule"), ...COMMAND_FIELDS.GetCompositeSchedule }),
  z.strictObject({ type: z.literal("GetLog"), ...COMMAND_FIELDS.GetLog }),
  z.strictObject({ type: z.literal("UpdateFirmware"), ...COMMAND_FIELDS.UpdateFirmware }),
  z.strictObject({ type: z.literal("CertificateSigned"), ...COMMAND_FIELDS.CertificateSigned }),
  z.strictObject({ type: z.literal("InstallCertificate"), ...COMMAND_FIELDS.InstallCertificate }),
  z.strictObject({ type: z.literal("GetInstalledCertificates"), ...COMMAND_FIELDS.GetInstalledCertificates }),
  z.strictObject({ type: z.literal("DeleteCertificate"), ...COMMAND_FIELDS.DeleteCertificate }),
  z.strictObject({ type: z.literal("Raw"), ...RAW_FIELDS }),
]);

/** How a request for any command may be qualified. */
export const COMMAND_OPTIONS = {
  /** Made by the caller; the same id asks for the same command. */
  id: z.uuid().optional(),
  /** Seconds after which it is no longer sent; 60, or 3600 where it waits for the connection. */
  expiresInSeconds: z.int().min(1).max(3_600).optional(),
  /** Harmless commands only: run it when the station is back. */
  waitUntilConnected: z.boolean().optional(),
} as const;

/** What was asked for, out of parsed input; absent stays absent. */
export function toAskedCommand(input: z.output<typeof stationCommandSchema>): AskableCommand {
  return JSON.parse(JSON.stringify(input));
}
