import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { PROFILE_PURPOSES } from "@/lib/domain/charging-profile";
import { PROFILE_STATES } from "@/lib/domain/charging-profile-view";
import { listChargingProfiles } from "@/lib/services/charging/list-charging-profiles";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { identityParam } from "./stations";

const instant = z.iso.datetime();

const scheduleFields = {
  unit: z.enum(["A", "W"]),
  startAt: z.string().optional(),
  durationSeconds: z.int().optional(),
  minChargingRate: z.number().optional(),
  periods: z.array(z.object({ startSeconds: z.int(), limit: z.number(), phases: z.int().optional() })).readonly(),
};

const profileSchema = z.object({
  id: z.int(),
  stackLevel: z.int(),
  purpose: z.enum(PROFILE_PURPOSES),
  kind: z.enum(["Absolute", "Recurring", "Relative"]),
  recurrency: z.enum(["Daily", "Weekly"]).optional(),
  validFrom: z.string().optional(),
  validTo: z.string().optional(),
  sessionId: z.int().optional(),
  schedule: z.object(scheduleFields),
});

const keptProfileSchema = z.object({
  commandId: z.uuid(),
  evse: z.int().describe("0 = the whole station."),
  profile: profileSchema,
  state: z.enum(PROFILE_STATES).describe("Requested: no answer is known."),
  reason: z.string().nullable(),
  requestedBy: z.string(),
  requestedAt: instant,
  installedAt: instant.nullable(),
  endedAt: instant.nullable(),
});

const compositeSchema = z.object({
  evse: z.int(),
  readAt: instant,
  startAt: z.string(),
  durationSeconds: z.int(),
  told: z.object({ evse: z.int(), ...scheduleFields }).nullable(),
  expected: z
    .array(z.object({ startSeconds: z.int(), limit: z.number().nullable() }))
    .readonly()
    .describe("By the profiles known to be installed, in the told unit; null = no profile limits it."),
});

const profilesSchema = z.object({
  items: z.array(keptProfileSchema).readonly(),
  schedules: z.array(compositeSchema).readonly().describe("What the station last told of each EVSE it was asked for."),
});

const list = createRoute({
  method: "get",
  path: "/stations/{identity}/charging-profiles",
  tags: ["Charging profiles"],
  summary: "The charging profiles a station was given, and the schedules it told",
  description:
    "Nothing is asked of the station: SetChargingProfile, ClearChargingProfile and GetCompositeSchedule do that.",
  request: { params: identityParam },
  responses: {
    200: answers("Those in question or installed, then the last that are no more", profilesSchema),
    ...PROBLEMS,
    ...NOT_FOUND,
  },
});

export function serveChargingProfiles(api: Api): void {
  api.openapi(list, async (c) => c.json(await listChargingProfiles(c.get("ctx"), c.req.valid("param").identity), 200));
}
