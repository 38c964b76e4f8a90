import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { letRolloutsGoOn, readRollouts, stopRollouts } from "@/lib/services/rollout/kill-switch";
import { lockUpdates, lockUpdatesInput, readUpdateLock, unlockUpdates } from "@/lib/services/stations/lock-updates";
import { rolloutsSchema, updateLockSchema } from "./campaign-schemas";
import type { Api } from "./environment";
import { answers, body, CONFLICT, NOT_FOUND, PROBLEMS } from "./responses";
import { identityParam } from "./stations";

const tags = ["Firmware campaigns"];

const readSwitch = createRoute({
  method: "get",
  path: "/firmware/kill-switch",
  tags,
  summary: "Who carries campaigns out, and whether all of them stand still",
  responses: { 200: answers("How it is", rolloutsSchema), ...PROBLEMS },
});

const setSwitch = createRoute({
  method: "put",
  path: "/firmware/kill-switch",
  tags,
  summary: "Stop all rollouts at once, or let them be resumed",
  request: {
    body: body(
      z.discriminatedUnion("stopped", [
        z.strictObject({ stopped: z.literal(true), reason: z.string().trim().min(1).max(500) }),
        z.strictObject({ stopped: z.literal(false) }),
      ]),
    ),
  },
  responses: { 200: answers("How it is now", rolloutsSchema), ...PROBLEMS, ...CONFLICT },
});

const path = "/stations/{identity}/update-lock";
const lockAnswer = answers("The lock; null where there is none", z.object({ lock: updateLockSchema.nullable() }));

const readLock = createRoute({
  method: "get",
  path,
  tags,
  summary: "Who keeps a station from being updated, and why",
  request: { params: identityParam },
  responses: { 200: lockAnswer, ...PROBLEMS, ...NOT_FOUND },
});

const setLock = createRoute({
  method: "put",
  path,
  tags,
  summary: "Keep campaigns from updating a station",
  request: { params: identityParam, body: body(lockUpdatesInput) },
  responses: { 200: lockAnswer, ...PROBLEMS, ...NOT_FOUND },
});

const removeLock = createRoute({
  method: "delete",
  path,
  tags,
  summary: "Let campaigns update a station again",
  request: { params: identityParam },
  responses: { 204: { description: "There is no lock any more" }, ...PROBLEMS, ...NOT_FOUND },
});

export function serveFirmwareControl(api: Api): void {
  api.openapi(readSwitch, async (c) => c.json(await readRollouts(c.get("ctx")), 200));
  api.openapi(setSwitch, async (c) => {
    const wanted = c.req.valid("json");
    const ctx = c.get("ctx");
    return c.json(
      wanted.stopped ? await stopRollouts(ctx, { reason: wanted.reason }) : await letRolloutsGoOn(ctx),
      200,
    );
  });
  api.openapi(readLock, async (c) =>
    c.json({ lock: await readUpdateLock(c.get("ctx"), c.req.valid("param").identity) }, 200),
  );
  api.openapi(setLock, async (c) =>
    c.json({ lock: await lockUpdates(c.get("ctx"), c.req.valid("param").identity, c.req.valid("json")) }, 200),
  );
  api.openapi(removeLock, async (c) => {
    await unlockUpdates(c.get("ctx"), c.req.valid("param").identity);
    return c.body(null, 204);
  });
}
