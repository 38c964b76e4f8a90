import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { SettingsView, SettingView } from "@/lib/domain/setting-view";
import { listSettings } from "@/lib/services/stations/list-settings";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { identityParam } from "./stations";

const instant = z.iso.datetime();

const settingSchema: z.ZodType<SettingView> = z.object({
  key: z.string(),
  value: z.string().nullable().describe("Null where it is not told: write-only, a secret, or unknown to the station."),
  isReadonly: z.boolean().nullable(),
  isKnown: z.boolean(),
  isSecret: z.boolean(),
  readAt: instant.nullable().describe("How old the value is; null where it was changed and not read since."),
  needsRestart: z.boolean(),
  changedAt: instant.nullable(),
});

const settingsSchema: z.ZodType<SettingsView> = z.object({
  items: z.array(settingSchema).readonly(),
  keysPerReadMax: z.int().nullable().describe("How many settings it answers at a time, as it told."),
});

const list = createRoute({
  method: "get",
  path: "/stations/{identity}/settings",
  tags: ["Settings"],
  summary: "What a station last told of its settings",
  description: "Nothing is asked of the station: the commands GetSettings and ChangeSetting do that.",
  request: { params: identityParam },
  responses: { 200: answers("All settings, by key", settingsSchema), ...PROBLEMS, ...NOT_FOUND },
});

export function serveSettings(api: Api): void {
  api.openapi(list, async (c) => c.json(await listSettings(c.get("ctx"), c.req.valid("param").identity), 200));
}
