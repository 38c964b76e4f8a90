import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createToken, createTokenInput } from "@/lib/services/tokens/create-token";
import { listTokens, listTokensInput } from "@/lib/services/tokens/list-tokens";
import { readToken } from "@/lib/services/tokens/read-token";
import { updateToken, updateTokenInput } from "@/lib/services/tokens/update-token";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf, tokenSchema } from "./schemas";

const tags = ["Tokens"];
const uidParam = z.object({ uid: z.string().describe("Percent-encoded; compared without case") });

const list = createRoute({
  method: "get",
  path: "/tokens",
  tags,
  summary: "Tokens by uid",
  request: { query: listTokensInput },
  responses: { 200: answers("A page of tokens", pageOf(tokenSchema).extend({ total: z.int() })), ...PROBLEMS },
});

const create = createRoute({
  method: "post",
  path: "/tokens",
  tags,
  summary: "Make a token known",
  request: { headers: idempotencyHeader, body: body(createTokenInput) },
  responses: { 201: answers("The token", tokenSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const read = createRoute({
  method: "get",
  path: "/tokens/{uid}",
  tags,
  summary: "One token",
  request: { params: uidParam },
  responses: { 200: answers("The token", tokenSchema), ...PROBLEMS, ...NOT_FOUND },
});

const update = createRoute({
  method: "patch",
  path: "/tokens/{uid}",
  tags,
  summary: "Change a token; running sessions are not stopped",
  request: { params: uidParam, body: body(updateTokenInput) },
  responses: { 200: answers("The token after the change", tokenSchema), ...PROBLEMS, ...NOT_FOUND },
});

export function serveTokens(api: Api): void {
  api.openapi(list, async (c) => c.json(await listTokens(c.get("ctx"), c.req.valid("query")), 200));

  api.openapi(create, async (c) => {
    const token = await createToken(c.get("ctx"), c.req.valid("json"));
    c.header("Location", `/api/v1/tokens/${encodeURIComponent(token.uid)}`);
    return c.json(token, 201);
  });

  api.openapi(read, async (c) => c.json(await readToken(c.get("ctx"), c.req.valid("param").uid), 200));

  api.openapi(update, async (c) => {
    const token = await updateToken(c.get("ctx"), c.req.valid("param").uid, c.req.valid("json"));
    return c.json(token, 200);
  });
}
