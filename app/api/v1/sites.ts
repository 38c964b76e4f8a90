import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createSite, createSiteInput } from "@/lib/services/sites/create-site";
import { readSite } from "@/lib/services/sites/read-site";
import { surveySites, surveySitesInput } from "@/lib/services/sites/survey-sites";
import { updateSite, updateSiteInput } from "@/lib/services/sites/update-site";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { siteDetailSchema, siteListItemSchema, siteSchema } from "./schemas";

const tags = ["Sites"];

const list = createRoute({
  method: "get",
  path: "/sites",
  tags,
  summary: "All sites by name, and how each is doing",
  request: { query: surveySitesInput },
  responses: { 200: answers("The sites", z.object({ items: z.array(siteListItemSchema).readonly() })), ...PROBLEMS },
});

const params = z.object({ id: z.coerce.number().int().positive() });

const read = createRoute({
  method: "get",
  path: "/sites/{id}",
  tags,
  summary: "One site, how it is doing, and when its stations may be updated",
  request: { params },
  responses: { 200: answers("The site", siteDetailSchema), ...PROBLEMS, ...NOT_FOUND },
});

const create = createRoute({
  method: "post",
  path: "/sites",
  tags,
  summary: "Add a place for stations",
  request: { headers: idempotencyHeader, body: body(createSiteInput) },
  responses: { 201: answers("The site", siteSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const update = createRoute({
  method: "patch",
  path: "/sites/{id}",
  tags,
  summary: "Change a place for stations",
  request: { params, body: body(updateSiteInput) },
  responses: { 200: answers("The site after the change", siteSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

export function serveSites(api: Api): void {
  api.openapi(list, async (c) => {
    const { items } = await surveySites(c.get("ctx"), c.req.valid("query"));
    return c.json({ items }, 200);
  });
  api.openapi(read, async (c) => c.json((await readSite(c.get("ctx"), c.req.valid("param").id)).site, 200));
  api.openapi(create, async (c) => c.json(await createSite(c.get("ctx"), c.req.valid("json")), 201));
  api.openapi(update, async (c) =>
    c.json(await updateSite(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
}
