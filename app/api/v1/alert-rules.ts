import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createRule, createRuleInput } from "@/lib/services/alerts/create-rule";
import { deleteRule } from "@/lib/services/alerts/delete-rule";
import { listRules, readRule } from "@/lib/services/alerts/list-rules";
import { updateRule, updateRuleInput } from "@/lib/services/alerts/update-rule";
import { ruleSchema } from "./alert-schemas";
import { alertIdParam } from "./alerts";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";

const tags = ["Alerts"];

const list = createRoute({
  method: "get",
  path: "/alert-rules",
  tags,
  summary: "What is watched for",
  responses: { 200: answers("All rules by name", z.object({ items: z.array(ruleSchema).readonly() })), ...PROBLEMS },
});

const read = createRoute({
  method: "get",
  path: "/alert-rules/{id}",
  tags,
  summary: "One rule",
  request: { params: alertIdParam },
  responses: { 200: answers("The rule", ruleSchema), ...PROBLEMS, ...NOT_FOUND },
});

const create = createRoute({
  method: "post",
  path: "/alert-rules",
  tags,
  summary: "Watch for something else",
  request: { headers: idempotencyHeader, body: body(createRuleInput) },
  responses: { 201: answers("The rule", ruleSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const update = createRoute({
  method: "patch",
  path: "/alert-rules/{id}",
  tags,
  summary: "Change what is watched for; alerts of a rule that is turned off are over",
  request: { params: alertIdParam, body: body(updateRuleInput) },
  responses: { 200: answers("The rule after the change", ruleSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const remove = createRoute({
  method: "delete",
  path: "/alert-rules/{id}",
  tags,
  summary: "Watch for it no more; its open alerts are over",
  request: { params: alertIdParam },
  responses: { 204: { description: "It is gone" }, ...PROBLEMS, ...NOT_FOUND },
});

export function serveAlertRules(api: Api): void {
  api.openapi(list, async (c) => c.json({ items: await listRules(c.get("ctx")) }, 200));
  api.openapi(read, async (c) => c.json(await readRule(c.get("ctx"), c.req.valid("param").id), 200));
  api.openapi(create, async (c) => c.json(await createRule(c.get("ctx"), c.req.valid("json")), 201));
  api.openapi(update, async (c) =>
    c.json(await updateRule(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(remove, async (c) => {
    await deleteRule(c.get("ctx"), c.req.valid("param").id);
    return c.body(null, 204);
  });
}
