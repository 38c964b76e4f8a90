import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { DENSITIES, type SavedViewView, VIEW_LISTS } from "@/lib/domain/saved-view";
import { countViews } from "@/lib/services/views/count-views";
import { createView, createViewInput } from "@/lib/services/views/create-view";
import { deleteView } from "@/lib/services/views/delete-view";
import { listViews } from "@/lib/services/views/list-views";
import { updateView, updateViewInput } from "@/lib/services/views/update-view";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";

const tags = ["Views"];
const id = z.object({ id: z.string() });
const ofList = z.object({ list: z.enum(VIEW_LISTS) });

const viewSchema: z.ZodType<SavedViewView> = z.object({
  id: z.uuid(),
  list: z.enum(VIEW_LISTS),
  name: z.string(),
  owner: z.string(),
  mayChange: z.boolean().describe("Whether who asks may change it."),
  isShared: z.boolean().describe("Everybody sees it."),
  isPinned: z.boolean().describe("It stands as a tab above the list."),
  filter: z.string(),
  sort: z.string().nullable(),
  columns: z.array(z.string()).readonly().describe("None = those that the list shows by itself."),
  density: z.enum(DENSITIES).nullable(),
  rev: z.int(),
});

const countSchema = z.object({ count: z.int().nullable(), isCapped: z.boolean() });

const list = createRoute({
  method: "get",
  path: "/views",
  tags,
  summary: "The saved views of a list: one's own and the shared ones",
  request: { query: ofList },
  responses: {
    200: answers("All views, pinned ones first", z.object({ items: z.array(viewSchema).readonly() })),
    ...PROBLEMS,
  },
});

const counts = createRoute({
  method: "get",
  path: "/views/counts",
  tags,
  summary: "How many rows the views have that everybody has and those that are pinned, by id",
  request: { query: ofList },
  responses: {
    200: answers("The counts", z.object({ counts: z.record(z.string(), countSchema) })),
    ...PROBLEMS,
  },
});

const create = createRoute({
  method: "post",
  path: "/views",
  tags,
  summary: "Keep a filter under a name; only an administrator shares it",
  request: { headers: idempotencyHeader, body: body(createViewInput) },
  responses: { 201: answers("The view", viewSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const update = createRoute({
  method: "patch",
  path: "/views/{id}",
  tags,
  summary: "Rename or change a view",
  request: { params: id, body: body(updateViewInput) },
  responses: { 200: answers("The view after the change", viewSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const remove = createRoute({
  method: "delete",
  path: "/views/{id}",
  tags,
  summary: "Forget a view",
  request: { params: id },
  responses: { 204: { description: "It is gone" }, ...PROBLEMS, ...NOT_FOUND },
});

export function serveViews(api: Api): void {
  api.openapi(list, async (c) => c.json({ items: await listViews(c.get("ctx"), c.req.valid("query").list) }, 200));
  api.openapi(counts, async (c) => c.json({ counts: await countViews(c.get("ctx"), c.req.valid("query").list) }, 200));
  api.openapi(create, async (c) => c.json(await createView(c.get("ctx"), c.req.valid("json")), 201));
  api.openapi(update, async (c) =>
    c.json(await updateView(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(remove, async (c) => {
    await deleteView(c.get("ctx"), c.req.valid("param").id);
    return c.body(null, 204);
  });
}
