import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { fileAnswer } from "@/app/file-answer";
import { LOG_JOB_STATES, type LogJobView } from "@/lib/domain/log-job";
import { COMMAND_FIELDS, COMMAND_OPTIONS } from "@/lib/services/commands/command-fields";
import { pageFields } from "@/lib/services/page";
import { cancelUpload } from "@/lib/services/uploads/cancel-upload";
import { deleteFile } from "@/lib/services/uploads/delete-file";
import { listLogs } from "@/lib/services/uploads/list-logs";
import { readFile, readNewestFile } from "@/lib/services/uploads/read-file";
import { requestLog } from "@/lib/services/uploads/request-log";
import type { Api, ApiDeps } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";
import { ocppAddress } from "./station-answer";
import { identityParam } from "./stations";

const tags = ["Logs"];
const instant = z.iso.datetime();
const text = z.string().nullable();

const fileSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  contentType: text,
  state: z.enum(["Receiving", "Complete", "BrokenOff", "Removed"]),
  bytes: z.int(),
  sha256: text,
  startedAt: instant,
  completedAt: instant.nullable(),
  removedAt: instant.nullable(),
  removedBy: text,
});

const logSchema: z.ZodType<LogJobView> = z.object({
  id: z.uuid(),
  identity: z.string(),
  commandId: z.uuid(),
  log: z.enum(["DiagnosticsLog", "SecurityLog"]),
  state: z.enum(LOG_JOB_STATES).describe("Received: the file is here. Uploaded: the station says so, no more."),
  isOurs: z.boolean().describe("False where it was asked to upload elsewhere."),
  from: text,
  to: text,
  requestedBy: z.string(),
  createdAt: instant,
  sentAt: instant.nullable(),
  answeredAt: instant.nullable(),
  uploadingAt: instant.nullable(),
  toldStatus: text,
  toldAt: instant.nullable(),
  receivedAt: instant.nullable(),
  expiresAt: instant,
  cancelledAt: instant.nullable(),
  fileName: text,
  errorDescription: text,
  files: z.array(fileSchema),
});

const request = createRoute({
  method: "post",
  path: "/stations/{identity}/logs",
  tags,
  summary: "Ask a station for its diagnostics or its security log",
  description: "Without `location` it is given an address of our own, and the file is kept here.",
  request: {
    headers: idempotencyHeader,
    params: identityParam,
    body: body(z.strictObject({ ...COMMAND_FIELDS.GetLog, ...COMMAND_OPTIONS })),
  },
  responses: { 202: answers("The log", logSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const list = createRoute({
  method: "get",
  path: "/stations/{identity}/logs",
  tags,
  summary: "The logs asked of a station with the files that came, newest first",
  request: { params: identityParam, query: z.object(pageFields) },
  responses: { 200: answers("A page of logs", pageOf(logSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const idParam = z.object({ id: z.string() });
const download = { description: "The file", content: { "application/octet-stream": { schema: z.any() } } };

const newest = createRoute({
  method: "get",
  path: "/uploads/{id}/file",
  tags,
  summary: "The newest file of a log",
  request: { params: idParam },
  responses: { 200: download, ...PROBLEMS, ...NOT_FOUND },
});

const cancel = createRoute({
  method: "post",
  path: "/uploads/{id}/cancel",
  tags,
  summary: "End an upload: its address takes nothing any more",
  request: { headers: idempotencyHeader, params: idParam },
  responses: { 200: answers("The log", logSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const read = createRoute({
  method: "get",
  path: "/files/{id}",
  tags,
  summary: "One file of a log",
  request: { params: idParam },
  responses: { 200: download, ...PROBLEMS, ...NOT_FOUND },
});

const remove = createRoute({
  method: "delete",
  path: "/files/{id}",
  tags,
  summary: "Delete a file's content for good",
  request: { params: idParam },
  responses: { 204: { description: "It is gone" }, ...PROBLEMS, ...NOT_FOUND },
});

export function serveLogs(api: Api, deps: ApiDeps): void {
  api.openapi(request, async (c) => {
    const { identity } = c.req.valid("param");
    const wanted = { identity, ...c.req.valid("json"), idempotencyKey: c.req.header("Idempotency-Key") };
    return c.json(await requestLog(c.get("ctx"), wanted, ocppAddress(deps, c)), 202);
  });

  api.openapi(list, async (c) => {
    const { items, nextCursor } = await listLogs(c.get("ctx"), { ...c.req.valid("query"), ...c.req.valid("param") });
    return c.json({ items, nextCursor }, 200);
  });

  api.openapi(newest, async (c) => fileAnswer(await readNewestFile(c.get("ctx"), c.req.valid("param").id)));
  api.openapi(read, async (c) => fileAnswer(await readFile(c.get("ctx"), c.req.valid("param").id)));
  api.openapi(cancel, async (c) => c.json(await cancelUpload(c.get("ctx"), c.req.valid("param").id), 200));

  api.openapi(remove, async (c) => {
    await deleteFile(c.get("ctx"), c.req.valid("param").id);
    return c.body(null, 204);
  });
}
