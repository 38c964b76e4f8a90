import { createRoute, z } from "@hono/zod-openapi";
import { streamedFile } from "@/app/streamed-file";
import { EXPORT_ROWS_MAX, exportMessages, exportMessagesInput } from "@/lib/services/messages/export-messages";
import { listMessages, listMessagesInput, type MessagePage } from "@/lib/services/messages/list-messages";
import type { Api } from "./environment";
import { answers, NOT_FOUND, PROBLEMS } from "./responses";
import { messageSchema, pageOf } from "./schemas";
import { identityParam } from "./stations";

const page = pageOf(messageSchema).extend({
  searchedBackTo: z.iso
    .datetime()
    .nullable()
    .describe("Where the search stopped before the end of the time; `nextCursor` goes on from there."),
});

const ofStation = createRoute({
  method: "get",
  path: "/stations/{identity}/messages",
  tags: ["Messages"],
  summary: "What was said on the wire, newest first, each call with its answer; of the last 24 hours without `from`",
  request: { params: identityParam, query: listMessagesInput.omit({ identity: true }) },
  responses: { 200: answers("A page of messages", page), ...PROBLEMS, ...NOT_FOUND },
});

const ofFleet = createRoute({
  method: "get",
  path: "/messages",
  tags: ["Messages"],
  summary: "What was said on the wire with all chargers, or with one; of the last 24 hours without `from`",
  request: { query: listMessagesInput },
  responses: { 200: answers("A page of messages", page), ...PROBLEMS, ...NOT_FOUND },
});

const file = { schema: z.string() };
const asFile = createRoute({
  method: "get",
  path: "/messages/export",
  tags: ["Messages"],
  summary: `The messages of a filter as a file, newest first, at most ${EXPORT_ROWS_MAX}`,
  request: { query: exportMessagesInput },
  responses: {
    200: { description: "The file", content: { "text/csv": file, "application/x-ndjson": file } },
    ...PROBLEMS,
    ...NOT_FOUND,
  },
});

export function serveMessages(api: Api): void {
  api.openapi(ofStation, async (c) => {
    const input = { ...c.req.valid("query"), ...c.req.valid("param") };
    return c.json(toAnswer(await listMessages(c.get("ctx"), input)), 200);
  });
  api.openapi(asFile, async (c) => streamedFile(await exportMessages(c.get("ctx"), c.req.valid("query"))));
  api.openapi(ofFleet, async (c) => c.json(toAnswer(await listMessages(c.get("ctx"), c.req.valid("query"))), 200));
}

const toAnswer = ({ items, nextCursor, searched }: MessagePage) => ({
  items,
  nextCursor,
  searchedBackTo: searched?.backTo ?? null,
});
