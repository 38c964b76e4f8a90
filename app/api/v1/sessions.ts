import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { streamedFile } from "@/app/streamed-file";
import { EXPORT_ROWS_MAX } from "@/lib/services/filter/list-export";
import { exportSessions, exportSessionsInput } from "@/lib/services/sessions/export-sessions";
import { countSessions, listSessions, listSessionsInput } from "@/lib/services/sessions/list-sessions";
import { readSession } from "@/lib/services/sessions/read-session";
import type { Api } from "./environment";
import { ignoredSchema } from "./filter-answer";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf, sessionDetailSchema, sessionListItemSchema } from "./schemas";

const tags = ["Sessions"];
export const sessionIdParam = z.object({ id: z.coerce.number<string>().int().min(1).max(2_147_483_647) });

const total = z
  .object({ count: z.int().nullable(), isCapped: z.boolean() })
  .nullable()
  .describe("Told with the first page. `isCapped`: there are more, and counting them all would take too long.");

const list = createRoute({
  method: "get",
  path: "/sessions",
  tags,
  summary: "The charging sessions of a filter, newest start first or as `sort` has it",
  request: { query: listSessionsInput },
  responses: {
    200: answers("A page of sessions", pageOf(sessionListItemSchema).extend({ total, ignored: ignoredSchema })),
    ...PROBLEMS,
  },
});

const asFile = createRoute({
  method: "get",
  path: "/sessions.csv",
  tags,
  summary: `The charging sessions of a filter as a file, at most ${EXPORT_ROWS_MAX}`,
  request: { query: exportSessionsInput },
  responses: { 200: { description: "The file", content: { "text/csv": { schema: z.string() } } }, ...PROBLEMS },
});

const read = createRoute({
  method: "get",
  path: "/sessions/{id}",
  tags,
  summary: "One session with its meter values and what the station said of it",
  request: { params: sessionIdParam },
  responses: { 200: answers("The session", sessionDetailSchema), ...PROBLEMS, ...NOT_FOUND },
});

export function serveSessions(api: Api): void {
  api.openapi(list, async (c) => {
    const { sort, limit, cursor, ...filter } = c.req.valid("query");
    const input = { ...filter, sort, limit, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor, ignored } = await listSessions(c.get("ctx"), input);
    const counted = cursor === undefined ? await countSessions(c.get("ctx"), filter) : null;
    return c.json({ items, nextCursor, total: counted, ignored }, 200);
  });

  api.openapi(asFile, async (c) => streamedFile(await exportSessions(c.get("ctx"), c.req.valid("query"))));

  api.openapi(read, async (c) => {
    const { position: _, ...session } = await readSession(c.get("ctx"), c.req.valid("param").id);
    return c.json(session, 200);
  });
}
