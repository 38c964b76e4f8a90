import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { BULK_OUTCOMES, type BulkJobView, type BulkPreview, type BulkRowView } from "@/lib/domain/bulk-job";
import { COMMAND_STATES } from "@/lib/domain/station-command";
import { bulkCommandSchema, bulkSelectionSchema } from "@/lib/services/bulk/bulk-fields";
import { createBulkJob, createBulkJobInput } from "@/lib/services/bulk/create-bulk-job";
import { listBulkJobs, listBulkJobsInput } from "@/lib/services/bulk/list-bulk-jobs";
import { listBulkRows, listBulkRowsInput } from "@/lib/services/bulk/list-bulk-rows";
import { previewBulk } from "@/lib/services/bulk/preview-bulk";
import { readBulkJob } from "@/lib/services/bulk/read-bulk-job";
import { retryBulkJob } from "@/lib/services/bulk/retry-bulk-job";
import { stopBulkJob } from "@/lib/services/bulk/stop-bulk-job";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";

const tags = ["Bulk jobs"];
const params = z.object({ id: z.string() });
const names = z.array(z.string()).readonly();

const previewSchema: z.ZodType<BulkPreview> = z.object({
  total: z.int(),
  offline: z.int().describe("Not connected: they are left out."),
  charging: z.int(),
  blocked: z.int(),
  examples: z.object({ Offline: names, Charging: names, Blocked: names }),
});

const jobSchema: z.ZodType<BulkJobView> = z.object({
  id: z.uuid(),
  command: bulkCommandSchema,
  filter: z.string().nullable(),
  perSecond: z.int(),
  leavesOutCharging: z.boolean(),
  requestedBy: z.string(),
  createdAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().nullable(),
  total: z.int(),
  counts: z.record(z.enum(BULK_OUTCOMES), z.int()),
  retryable: z.int().describe("Those that failed or were stopped, except what may still act."),
  isOver: z.boolean(),
});

const rowSchema: z.ZodType<BulkRowView> = z.object({
  place: z.int(),
  identity: z.string(),
  outcome: z.enum(BULK_OUTCOMES),
  commandId: z.uuid().nullable(),
  commandState: z.enum(COMMAND_STATES).nullable(),
  detail: z.string().nullable(),
  tries: z.int(),
});

const list = createRoute({
  method: "get",
  path: "/bulk-jobs",
  tags,
  summary: "What was asked of many stations at once, newest first",
  request: { query: listBulkJobsInput },
  responses: { 200: answers("A page of jobs", pageOf(jobSchema)), ...PROBLEMS },
});

const preview = createRoute({
  method: "post",
  path: "/bulk-jobs/preview",
  tags,
  summary: "What a command to these stations would meet now; nothing is asked",
  request: { headers: idempotencyHeader, body: body(bulkSelectionSchema) },
  responses: { 200: answers("What there is", previewSchema), ...PROBLEMS, ...KEY_REUSED },
});

const create = createRoute({
  method: "post",
  path: "/bulk-jobs",
  tags,
  summary: "Ask many stations for the same, at a pace",
  request: { headers: idempotencyHeader, body: body(createBulkJobInput) },
  responses: { 202: answers("The job", jobSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const read = createRoute({
  method: "get",
  path: "/bulk-jobs/{id}",
  tags,
  summary: "How far a job is",
  request: { params },
  responses: { 200: answers("The job", jobSchema), ...PROBLEMS, ...NOT_FOUND },
});

const rows = createRoute({
  method: "get",
  path: "/bulk-jobs/{id}/rows",
  tags,
  summary: "How each station of a job fared",
  request: { params, query: listBulkRowsInput },
  responses: { 200: answers("A page of stations", pageOf(rowSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const order = (name: "stop" | "retry", summary: string) =>
  createRoute({
    method: "post",
    path: `/bulk-jobs/{id}/${name}`,
    tags,
    summary,
    request: { headers: idempotencyHeader, params },
    responses: { 200: answers("The job after it", jobSchema), ...PROBLEMS, ...NOT_FOUND, ...KEY_REUSED },
  });

const stop = order("stop", "Take back what has not been asked yet");
const retry = order("retry", "Ask those again that failed or were stopped");

export function serveBulkJobs(api: Api): void {
  api.openapi(list, async (c) => c.json(await listBulkJobs(c.get("ctx"), c.req.valid("query")), 200));
  api.openapi(preview, async (c) => c.json(await previewBulk(c.get("ctx"), c.req.valid("json")), 200));
  api.openapi(create, async (c) => {
    const job = await createBulkJob(c.get("ctx"), c.req.valid("json"));
    c.header("Location", `/api/v1/bulk-jobs/${job.id}`);
    return c.json(job, 202);
  });
  api.openapi(read, async (c) => c.json(await readBulkJob(c.get("ctx"), c.req.valid("param").id), 200));
  api.openapi(rows, async (c) =>
    c.json(await listBulkRows(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
  );
  api.openapi(stop, async (c) => c.json(await stopBulkJob(c.get("ctx"), c.req.valid("param").id), 200));
  api.openapi(retry, async (c) => c.json(await retryBulkJob(c.get("ctx"), c.req.valid("param").id), 200));
}
