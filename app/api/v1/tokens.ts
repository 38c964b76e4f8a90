import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { TOKEN_COLUMNS, type TokenImportPreview } from "@/lib/domain/token-import";
import { createToken, createTokenInput } from "@/lib/services/tokens/create-token";
import { importTokens, importTokensInput } from "@/lib/services/tokens/import/import-tokens";
import { previewTokenImport, previewTokenImportInput } from "@/lib/services/tokens/import/preview-token-import";
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

const rowError = z.object({
  line: z.int(),
  column: z.enum(TOKEN_COLUMNS).nullable(),
  problem: z.enum(["Missing", "Twice", "Unreadable", "Malformed"]),
  found: z.string(),
});
const change = z.enum(["New", "Changed", "Same"]);
const previewSchema: z.ZodType<TokenImportPreview> = z.object({
  rows: z.int(),
  counts: z.object({ New: z.int(), Changed: z.int(), Same: z.int() }),
  newGroups: z.array(z.string()),
  unknownColumns: z.array(z.string()),
  errors: z.array(rowError).describe("The first hundred"),
  errorsTotal: z.int(),
  rowsWithErrors: z.int(),
  first: z
    .array(
      z.object({
        line: z.int(),
        uid: z.string(),
        label: z.string().nullable(),
        groupId: z.string().nullable(),
        status: z.enum(["Accepted", "Blocked"]),
        change,
      }),
    )
    .describe("The first twenty that would change something"),
  planHash: z.string().describe("Names what was seen, for the import"),
});

const preview = createRoute({
  method: "post",
  path: "/tokens/import-previews",
  tags,
  summary: "What importing a list of tokens would do",
  request: { body: body(previewTokenImportInput) },
  responses: { 200: answers("The effect, and each row that cannot be read", previewSchema), ...PROBLEMS },
});

const importList = createRoute({
  method: "post",
  path: "/tokens/imports",
  tags,
  summary: "Import a list of tokens as it was previewed, whole or not at all",
  request: { headers: idempotencyHeader, body: body(importTokensInput) },
  responses: {
    200: answers("How many", z.object({ created: z.int(), changed: z.int(), leftOut: z.int() })),
    ...PROBLEMS,
    ...CONFLICT,
    ...KEY_REUSED,
  },
});

export function serveTokens(api: Api): void {
  api.openapi(preview, async (c) => c.json(await previewTokenImport(c.get("ctx"), c.req.valid("json")), 200));
  api.openapi(importList, async (c) => c.json(await importTokens(c.get("ctx"), c.req.valid("json")), 200));

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
