import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { adoptUnknownToken, adoptUnknownTokenInput } from "@/lib/services/tokens/adopt-unknown-token";
import { listUnknownTokens } from "@/lib/services/tokens/list-unknown-tokens";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { tokenSchema, unknownTokenSchema } from "./schemas";

const tags = ["Tokens"];

const list = createRoute({
  method: "get",
  path: "/unknown-tokens",
  tags,
  summary: "Tokens that were presented and that nobody knows, the newest first",
  responses: {
    200: answers(
      "At most 200 of them",
      z.object({ items: z.array(unknownTokenSchema).readonly(), total: z.int().describe("At most 1000 are kept") }),
    ),
    ...PROBLEMS,
  },
});

const adopt = createRoute({
  method: "post",
  path: "/unknown-tokens/adopt",
  tags,
  summary: "Make a token that was presented a known one",
  request: { headers: idempotencyHeader, body: body(adoptUnknownTokenInput) },
  responses: { 201: answers("The token", tokenSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

export function serveUnknownTokens(api: Api): void {
  api.openapi(list, async (c) => c.json(await listUnknownTokens(c.get("ctx")), 200));
  api.openapi(adopt, async (c) => c.json(await adoptUnknownToken(c.get("ctx"), c.req.valid("json")), 201));
}
