import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createRoute as createAlertRoute, createRouteInput } from "@/lib/services/alerts/create-route";
import { deleteRoute } from "@/lib/services/alerts/delete-route";
import { listDeliveries, listDeliveriesInput } from "@/lib/services/alerts/list-deliveries";
import { listRoutes } from "@/lib/services/alerts/list-routes";
import { rotateRouteSecret } from "@/lib/services/alerts/rotate-route-secret";
import { testRoute } from "@/lib/services/alerts/test-route";
import { updateRoute, updateRouteInput } from "@/lib/services/alerts/update-route";
import { createdRouteSchema, deliverySchema, routeSchema, secretSchema } from "./alert-schemas";
import { alertIdParam } from "./alerts";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";

const tags = ["Alerts"];

const list = createRoute({
  method: "get",
  path: "/alert-routes",
  tags,
  summary: "Whom alerts are told to",
  responses: { 200: answers("All routes by name", z.object({ items: z.array(routeSchema).readonly() })), ...PROBLEMS },
});

const create = createRoute({
  method: "post",
  path: "/alert-routes",
  tags,
  summary: "Tell alerts to somebody, by e-mail or by a signed webhook",
  request: { headers: idempotencyHeader, body: body(createRouteInput) },
  responses: {
    201: answers("The route, with its secret this once", createdRouteSchema),
    ...PROBLEMS,
    ...CONFLICT,
    ...KEY_REUSED,
  },
});

const update = createRoute({
  method: "patch",
  path: "/alert-routes/{id}",
  tags,
  summary: "Change whom alerts are told to",
  request: { params: alertIdParam, body: body(updateRouteInput) },
  responses: { 200: answers("The route after the change", routeSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const remove = createRoute({
  method: "delete",
  path: "/alert-routes/{id}",
  tags,
  summary: "Tell nothing there any more",
  request: { params: alertIdParam },
  responses: { 204: { description: "It is gone" }, ...PROBLEMS, ...NOT_FOUND },
});

const test = createRoute({
  method: "post",
  path: "/alert-routes/{id}/test",
  tags,
  summary: "Send a test message; its outcome is among the route's deliveries",
  request: { params: alertIdParam, headers: idempotencyHeader },
  responses: {
    202: answers("The message that is on its way", deliverySchema),
    ...PROBLEMS,
    ...NOT_FOUND,
    ...KEY_REUSED,
  },
});

const rotate = createRoute({
  method: "post",
  path: "/alert-routes/{id}/secret",
  tags,
  summary: "Give a webhook a new secret",
  request: { params: alertIdParam, headers: idempotencyHeader },
  responses: { 200: answers("The new secret", secretSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const deliveries = createRoute({
  method: "get",
  path: "/alert-routes/{id}/deliveries",
  tags,
  summary: "What was sent over it, or is to be, newest first",
  request: { params: alertIdParam, query: listDeliveriesInput },
  responses: { 200: answers("A page of messages", pageOf(deliverySchema)), ...PROBLEMS, ...NOT_FOUND },
});

export function serveAlertRoutes(api: Api): void {
  api.openapi(list, async (c) => c.json({ items: await listRoutes(c.get("ctx")) }, 200));
  api.openapi(create, async (c) => c.json(await createAlertRoute(c.get("ctx"), c.req.valid("json")), 201));
  api.openapi(update, async (c) =>
    c.json(await updateRoute(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(remove, async (c) => {
    await deleteRoute(c.get("ctx"), c.req.valid("param").id);
    return c.body(null, 204);
  });
  api.openapi(test, async (c) => c.json(await testRoute(c.get("ctx"), c.req.valid("param").id), 202));
  api.openapi(rotate, async (c) => c.json(await rotateRouteSecret(c.get("ctx"), c.req.valid("param").id), 200));
  api.openapi(deliveries, async (c) =>
    c.json(await listDeliveries(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
  );
}
