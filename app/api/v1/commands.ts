import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  COMMAND_FIELDS,
  COMMAND_OPTIONS,
  RAW_FIELDS,
  stationCommandSchema,
} from "@/lib/services/commands/command-fields";
import { listCommands } from "@/lib/services/commands/list-commands";
import { readCommand } from "@/lib/services/commands/read-command";
import { requestCommand } from "@/lib/services/commands/request-command";
import { waitForCommand } from "@/lib/services/commands/wait-for-command";
import { pageFields } from "@/lib/services/page";
import type { Api, ApiDeps } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { commandSchema, pageOf } from "./schemas";
import { ocppAddress } from "./station-answer";
import { identityParam } from "./stations";

const tags = ["Commands"];

const neutral = z.discriminatedUnion("command", [
  z.strictObject({ command: z.literal("RemoteStart"), ...COMMAND_FIELDS.RemoteStart, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("RemoteStop"), ...COMMAND_FIELDS.RemoteStop, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("Reset"), ...COMMAND_FIELDS.Reset, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("Unlock"), ...COMMAND_FIELDS.Unlock, ...COMMAND_OPTIONS }),
  z.strictObject({
    command: z.literal("ChangeAvailability"),
    ...COMMAND_FIELDS.ChangeAvailability,
    ...COMMAND_OPTIONS,
  }),
  z.strictObject({ command: z.literal("TriggerMessage"), ...COMMAND_FIELDS.TriggerMessage, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("GetSettings"), ...COMMAND_FIELDS.GetSettings, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("ChangeSetting"), ...COMMAND_FIELDS.ChangeSetting, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("ClearCache"), ...COMMAND_FIELDS.ClearCache, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("DataTransfer"), ...COMMAND_FIELDS.DataTransfer, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("ReserveNow"), ...COMMAND_FIELDS.ReserveNow, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("CancelReservation"), ...COMMAND_FIELDS.CancelReservation, ...COMMAND_OPTIONS }),
  z.strictObject({
    command: z.literal("GetLocalListVersion"),
    ...COMMAND_FIELDS.GetLocalListVersion,
    ...COMMAND_OPTIONS,
  }),
  z.strictObject({ command: z.literal("SendLocalList"), ...COMMAND_FIELDS.SendLocalList, ...COMMAND_OPTIONS }),
  z.strictObject({
    command: z.literal("SetChargingProfile"),
    ...COMMAND_FIELDS.SetChargingProfile,
    ...COMMAND_OPTIONS,
  }),
  z.strictObject({
    command: z.literal("ClearChargingProfile"),
    ...COMMAND_FIELDS.ClearChargingProfile,
    ...COMMAND_OPTIONS,
  }),
  z.strictObject({
    command: z.literal("GetCompositeSchedule"),
    ...COMMAND_FIELDS.GetCompositeSchedule,
    ...COMMAND_OPTIONS,
  }),
  z.strictObject({ command: z.literal("GetLog"), ...COMMAND_FIELDS.GetLog, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("UpdateFirmware"), ...COMMAND_FIELDS.UpdateFirmware, ...COMMAND_OPTIONS }),
  z.strictObject({ command: z.literal("CertificateSigned"), ...COMMAND_FIELDS.CertificateSigned, ...COMMAND_OPTIONS }),
  z.strictObject({
    command: z.literal("InstallCertificate"),
    ...COMMAND_FIELDS.InstallCertificate,
    ...COMMAND_OPTIONS,
  }),
  z.strictObject({
    command: z.literal("GetInstalledCertificates"),
    ...COMMAND_FIELDS.GetInstalledCertificates,
    ...COMMAND_OPTIONS,
  }),
  z.strictObject({ command: z.literal("DeleteCertificate"), ...COMMAND_FIELDS.DeleteCertificate, ...COMMAND_OPTIONS }),
]);
const raw = z.strictObject({ ...RAW_FIELDS, ...COMMAND_OPTIONS });
const commandBody = z.union([neutral, raw]);

const request = createRoute({
  method: "post",
  path: "/stations/{identity}/commands",
  tags,
  summary: "Ask a station for something: a neutral command, or any action of its own OCPP version",
  description: "`wait`: seconds to wait for the station's answer.",
  request: {
    headers: idempotencyHeader,
    params: identityParam,
    query: z.object({
      wait: z.coerce.number<number | string>().int().min(0).max(60).default(0),
    }),
    body: body(commandBody),
  },
  responses: { 202: answers("The command", commandSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const list = createRoute({
  method: "get",
  path: "/stations/{identity}/commands",
  tags,
  summary: "What was asked of a station, newest first",
  request: { params: identityParam, query: z.object(pageFields) },
  responses: { 200: answers("A page of commands", pageOf(commandSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const read = createRoute({
  method: "get",
  path: "/commands/{id}",
  tags,
  summary: "One command: its state, the station's answer, when each step was",
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: answers("The command", commandSchema), ...PROBLEMS, ...NOT_FOUND },
});

export function serveCommands(api: Api, deps: ApiDeps): void {
  api.openapi(request, async (c) => {
    const { id, expiresInSeconds, waitUntilConnected, ...asked } = c.req.valid("json");
    const wanted = {
      identity: c.req.valid("param").identity,
      command: toStationCommand(asked),
      id,
      expiresInSeconds,
      waitUntilConnected,
      idempotencyKey: c.req.header("Idempotency-Key"),
    };
    const requested = await requestCommand(c.get("ctx"), wanted, { address: ocppAddress(deps, c) });
    const { wait: seconds } = c.req.valid("query");
    const command = await waitForCommand(c.get("ctx"), { id: requested.id, seconds, signal: c.req.raw.signal });
    c.header("Location", `/api/v1/commands/${command.id}`);
    return c.json(command, 202);
  });

  api.openapi(list, async (c) => {
    const input = { ...c.req.valid("query"), ...c.req.valid("param") };
    const { items, nextCursor } = await listCommands(c.get("ctx"), input);
    return c.json({ items, nextCursor }, 200);
  });

  api.openapi(read, async (c) => c.json(await readCommand(c.get("ctx"), c.req.valid("param").id), 200));
}

type Asked = { readonly command?: string; readonly action?: string };

function toStationCommand({ command = "Raw", ...fields }: Asked): z.output<typeof stationCommandSchema> {
  return stationCommandSchema.parse({ type: command, ...fields });
}
