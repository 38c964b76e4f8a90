import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createGroup, createGroupInput } from "@/lib/services/tokens/create-group";
import { listGroups } from "@/lib/services/tokens/list-groups";
import { updateGroup, updateGroupInput } from "@/lib/services/tokens/update-group";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { tokenGroupSchema } from "./schemas";

const tags = ["Tokens"];

const list = createRoute({
  method: "get",
  path: "/token-groups",
  tags,
  summary: "All groups of tokens by uid",
  responses: { 200: answers("All groups", z.object({ items: z.array(tokenGroupSchema).readonly() })), ...PROBLEMS },
});

const create = createRoute({
  method: "post",
  path: "/token-groups",
  tags,
  summary: "Make a group of tokens known",
  request: { headers: idempotencyHeader, body: body(createGroupInput) },
  responses: { 201: answers("The group", tokenGroupSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const update = createRoute({
  method: "patch",
  path: "/token-groups/{uid}",
  tags,
  summary: "Change a group; a blocked one blocks its tokens",
  request: {
    params: z.object({ uid: z.string().describe("Percent-encoded; compared without case") }),
    body: body(updateGroupInput),
  },
  responses: { 200: answers("The group after the change", tokenGroupSchema), ...PROBLEMS, ...NOT_FOUND },
});

export function serveTokenGroups(api: Api): void {
  api.openapi(list, async (c) => c.json({ items: await listGroups(c.get("ctx")) }, 200));
  api.openapi(create, async (c) => c.json(await createGroup(c.get("ctx"), c.req.valid("json")), 201));
  api.openapi(update, async (c) =>
    c.json(await updateGroup(c.get("ctx"), c.req.valid("param").uid, c.req.valid("json")), 200),
  );
}
