import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { acknowledgeAlert, acknowledgeInput } from "@/lib/services/alerts/acknowledge-alert";
import { listAlerts, listAlertsInput } from "@/lib/services/alerts/list-alerts";
import { readAlert } from "@/lib/services/alerts/read-alert";
import { resolveAlert, resolveInput } from "@/lib/services/alerts/resolve-alert";
import { silenceAlert, silenceInput } from "@/lib/services/alerts/silence-alert";
import { alertDetailSchema, alertSchema } from "./alert-schemas";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";

const tags = ["Alerts"];
export const alertIdParam = z.object({ id: z.coerce.number<string>().int().min(1).max(2_147_483_647) });
const ATTENDED = {
  200: answers("The alert after it", alertSchema),
  ...PROBLEMS,
  ...NOT_FOUND,
  ...CONFLICT,
  ...KEY_REUSED,
} as const;

const list = createRoute({
  method: "get",
  path: "/alerts",
  tags,
  summary: "Alerts, the worst first; `group=Open` is what nobody sees to yet",
  request: { query: listAlertsInput },
  responses: { 200: answers("A page of alerts", pageOf(alertSchema)), ...PROBLEMS },
});

const read = createRoute({
  method: "get",
  path: "/alerts/{id}",
  tags,
  summary: "One alert with what is in it, what became of it, and whom it was told to",
  request: { params: alertIdParam },
  responses: { 200: answers("The alert", alertDetailSchema), ...PROBLEMS, ...NOT_FOUND },
});

const acknowledge = createRoute({
  method: "post",
  path: "/alerts/{id}/acknowledge",
  tags,
  summary: "Say that somebody sees to it",
  request: { params: alertIdParam, headers: idempotencyHeader, body: body(acknowledgeInput) },
  responses: ATTENDED,
});

const silence = createRoute({
  method: "post",
  path: "/alerts/{id}/silence",
  tags,
  summary: "Keep it out of sight until then; null ends that",
  request: { params: alertIdParam, headers: idempotencyHeader, body: body(silenceInput) },
  responses: ATTENDED,
});

const resolve = createRoute({
  method: "post",
  path: "/alerts/{id}/resolve",
  tags,
  summary: "End it by hand; what is still so counts again once it has been over",
  request: { params: alertIdParam, headers: idempotencyHeader, body: body(resolveInput) },
  responses: ATTENDED,
});

export function serveAlerts(api: Api): void {
  api.openapi(list, async (c) => {
    const { items, nextCursor } = await listAlerts(c.get("ctx"), c.req.valid("query"));
    return c.json({ items, nextCursor }, 200);
  });
  api.openapi(read, async (c) => {
    const { position: _, ...alert } = await readAlert(c.get("ctx"), c.req.valid("param").id);
    return c.json(alert, 200);
  });
  api.openapi(acknowledge, async (c) =>
    c.json(await acknowledgeAlert(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(silence, async (c) =>
    c.json(await silenceAlert(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(resolve, async (c) =>
    c.json(await resolveAlert(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
}
