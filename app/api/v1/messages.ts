import { createRoute } from "@hono/zod-openapi";
import { listMessages, listMessagesInput } from "@/lib/services/messages/list-messages";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { messageSchema, pageOf } from "./schemas";
import { identityParam } from "./stations";

const list = createRoute({
  method: "get",
  path: "/stations/{identity}/messages",
  tags: ["Messages"],
  summary: "What was said on the wire, newest first; each call with its answer",
  request: { params: identityParam, query: listMessagesInput.omit({ identity: true }) },
  responses: { 200: answers("A page of messages", pageOf(messageSchema)), ...PROBLEMS, ...NOT_FOUND },
});

export function serveMessages(api: Api): void {
  api.openapi(list, async (c) => {
    const input = { ...c.req.valid("query"), ...c.req.valid("param") };
    return c.json(await listMessages(c.get("ctx"), input), 200);
  });
}
