import { z } from "zod";
import type { StationCommand } from "@/lib/domain/station-command";

const numberMax = 2_147_483_647;
const wholeStation = z.int().min(0).max(numberMax);
const one = z.int().min(1).max(numberMax);
const settingKey = z.string().trim().min(1).max(300);

/** What each neutral command takes. */
export const COMMAND_FIELDS = {
  RemoteStart: {
    evse: one,
    tokenUid: z.string().trim().min(1).max(36),
    tokenType: z.string().trim().min(1).max(20).optional(),
  },
  RemoteStop: { sessionId: one },
  Reset: { when: z.enum(["Now", "WhenIdle"]), evse: wholeStation.optional() },
  Unlock: { evse: one, connector: one },
  ChangeAvailability: { evse: wholeStation, operational: z.enum(["Operative", "Inoperative"]) },
  TriggerMessage: { message: z.string().trim().min(1).max(100), evse: wholeStation.optional() },
  GetSettings: { keys: z.array(settingKey).max(1_000).readonly().optional() },
  ChangeSetting: { key: settingKey, value: z.string().max(2_500) },
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

/** The domain's command out of parsed input; absent stays absent. */
export function toStationCommand(input: z.output<typeof stationCommandSchema>): StationCommand {
  return JSON.parse(JSON.stringify(input));
}
