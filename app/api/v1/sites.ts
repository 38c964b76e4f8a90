import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createSite, createSiteInput } from "@/lib/services/sites/create-site";
import { listSites } from "@/lib/services/sites/list-sites";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, PROBLEMS } from "./responses";
import { siteSchema } from "./schemas";

const tags = ["Sites"];

const list = createRoute({
  method: "get",
  path: "/sites",
  tags,
  summary: "All sites by name",
  responses: { 200: answers("All sites", z.object({ items: z.array(siteSchema).readonly() })), ...PROBLEMS },
});

const create = createRoute({
  method: "post",
  path: "/sites",
  tags,
  summary: "Add a place for stations",
  request: { headers: idempotencyHeader, body: body(createSiteInput) },
  responses: { 201: answers("The site", siteSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

export function serveSites(api: Api): void {
  api.openapi(list, async (c) => c.json({ items: await listSites(c.get("ctx")) }, 200));
  api.openapi(create, async (c) => c.json(await createSite(c.get("ctx"), c.req.valid("json")), 201));
}
