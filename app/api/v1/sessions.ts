import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { listSessions, listSessionsInput } from "@/lib/services/sessions/list-sessions";
import { readSession } from "@/lib/services/sessions/read-session";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf, sessionDetailSchema, sessionSchema } from "./schemas";

const tags = ["Sessions"];
export const sessionIdParam = z.object({ id: z.coerce.number<string>().int().min(1).max(2_147_483_647) });

const list = createRoute({
  method: "get",
  path: "/sessions",
  tags,
  summary: "Charging sessions, newest start first",
  request: { query: listSessionsInput },
  responses: { 200: answers("A page of sessions", pageOf(sessionSchema)), ...PROBLEMS },
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
    const { items, nextCursor } = await listSessions(c.get("ctx"), c.req.valid("query"));
    return c.json({ items, nextCursor }, 200);
  });

  api.openapi(read, async (c) => {
    const { position: _, ...session } = await readSession(c.get("ctx"), c.req.valid("param").id);
    return c.json(session, 200);
  });
}
