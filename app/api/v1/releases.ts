import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { streamedBody } from "@/app/streamed-body";
import {
  type ComplianceRow,
  RELEASE_CHECKS,
  RELEASE_STATES,
  type ReleaseView,
  type TrustRootView,
} from "@/lib/domain/firmware/release-view";
import { addTrustRoot, addTrustRootInput } from "@/lib/services/releases/add-trust-root";
import { createRelease, createReleaseInput } from "@/lib/services/releases/create-release";
import { deleteRelease } from "@/lib/services/releases/delete-release";
import { listCompliance } from "@/lib/services/releases/list-compliance";
import { listReleases, listReleasesInput } from "@/lib/services/releases/list-releases";
import { listTrustRoots } from "@/lib/services/releases/list-trust-roots";
import { readRelease } from "@/lib/services/releases/read-release";
import { removeTrustRoot } from "@/lib/services/releases/remove-trust-root";
import { retireRelease, retireReleaseInput } from "@/lib/services/releases/retire-release";
import { storeImage } from "@/lib/services/releases/store-image";
import { updateRelease, updateReleaseInput } from "@/lib/services/releases/update-release";
import type { Api, ApiDeps } from "./environment";
import { IMAGE_TYPE, isImageType } from "./images";
import { releaseFromQuery, releaseQuery } from "./release-query";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";

const tags = ["Firmware"];
const instant = z.iso.datetime();
const text = z.string().nullable();

const releaseSchema: z.ZodType<ReleaseView> = z.object({
  id: z.uuid(),
  vendor: z.string(),
  models: z.array(z.string()),
  version: z.string(),
  expectedVersion: z.string().describe("What stations tell once they run it."),
  versionIsPattern: z.boolean(),
  versionEvidence: z.enum(["Required", "BestEffort"]),
  fromVersions: z.array(z.string()),
  allowDowngrade: z.boolean(),
  fileName: z.string(),
  notes: text,
  bytes: z.int(),
  sha256: text,
  isSigned: z.boolean(),
  status: z.enum(RELEASE_STATES),
  fault: text.describe("Why it was rejected; null otherwise."),
  checks: z.array(
    z.object({ check: z.enum(RELEASE_CHECKS), result: z.enum(["Passed", "Failed", "Skipped"]), found: text }),
  ),
  uploadedBy: z.string(),
  createdAt: instant,
  verifiedAt: instant.nullable(),
  retiredAt: instant.nullable(),
  rev: z.int(),
});

const trustRootSchema: z.ZodType<TrustRootView> = z.object({
  id: z.uuid(),
  vendor: z.string(),
  subject: z.string(),
  fingerprint: z.string(),
  validTo: instant,
  addedBy: z.string(),
  addedAt: instant,
});

const complianceSchema: z.ZodType<ComplianceRow> = z.object({
  vendor: z.string(),
  model: z.string(),
  total: z.int(),
  versions: z.array(z.object({ version: text, stations: z.int(), isNewest: z.boolean() })),
  newest: z.object({ releaseId: z.uuid(), version: z.string() }).nullable(),
  behind: z.int(),
});

const idParam = z.object({ id: z.string() });
/** Never read as a whole, so never a value of a type. */
const image = { schema: z.custom<never>().openapi({ type: "string", format: "binary" }) };
const release = answers("The release", releaseSchema);

const list = createRoute({
  method: "get",
  path: "/firmware/releases",
  tags,
  summary: "Firmware releases, newest first",
  request: { query: listReleasesInput },
  responses: { 200: answers("A page of releases", pageOf(releaseSchema)), ...PROBLEMS },
});

const create = createRoute({
  method: "post",
  path: "/firmware/releases",
  tags,
  summary: "Make a release known",
  description:
    "With a JSON body the image follows (`PUT …/file`). With the image as the body, `application/octet-stream`, what would be in the JSON stands in the query: lists separated by commas. Idempotency-Key counts for JSON only: the same image is never taken twice anyway.",
  request: {
    headers: idempotencyHeader,
    query: releaseQuery,
    body: {
      // One of the two has to be there; nothing at all is told as fields that are missing.
      required: false,
      content: { "application/json": { schema: createReleaseInput }, [IMAGE_TYPE]: image },
    },
  },
  responses: { 201: release, ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const read = createRoute({
  method: "get",
  path: "/firmware/releases/{id}",
  tags,
  summary: "One release with what was looked at in it",
  request: { params: idParam },
  responses: { 200: release, ...PROBLEMS, ...NOT_FOUND },
});

const update = createRoute({
  method: "patch",
  path: "/firmware/releases/{id}",
  tags,
  summary: "Change what is said of an image; another vendor or signature has it verified anew",
  request: { params: idParam, body: body(updateReleaseInput) },
  responses: { 200: release, ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const remove = createRoute({
  method: "delete",
  path: "/firmware/releases/{id}",
  tags,
  summary: "Delete a release that no campaign ever used",
  request: { params: idParam },
  responses: { 204: { description: "It is gone" }, ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const upload = createRoute({
  method: "put",
  path: "/firmware/releases/{id}/file",
  tags,
  summary: "The image of a release, as it is; answered once it is verified or rejected",
  request: { params: idParam, body: { required: true, content: { [IMAGE_TYPE]: image } } },
  responses: { 200: release, ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const retire = createRoute({
  method: "post",
  path: "/firmware/releases/{id}/retire",
  tags,
  summary: "Plan nothing new with a release",
  request: {
    headers: idempotencyHeader,
    params: idParam,
    body: { required: false, content: { "application/json": { schema: retireReleaseInput } } },
  },
  responses: { 200: release, ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED },
});

const compliance = createRoute({
  method: "get",
  path: "/firmware/compliance",
  tags,
  summary: "Which versions run on which models, and the newest release for each",
  responses: {
    200: answers("By vendor and model", z.object({ items: z.array(complianceSchema).readonly() })),
    ...PROBLEMS,
  },
});

const listRoots = createRoute({
  method: "get",
  path: "/firmware/trust-roots",
  tags,
  summary: "Vendors' root certificates that signing certificates are held against",
  responses: { 200: answers("By vendor", z.object({ items: z.array(trustRootSchema).readonly() })), ...PROBLEMS },
});

const addRoot = createRoute({
  method: "post",
  path: "/firmware/trust-roots",
  tags,
  summary: "Trust a vendor's root certificate",
  request: { headers: idempotencyHeader, body: body(addTrustRootInput) },
  responses: { 201: answers("The certificate", trustRootSchema), ...PROBLEMS, ...CONFLICT, ...KEY_REUSED },
});

const removeRoot = createRoute({
  method: "delete",
  path: "/firmware/trust-roots/{id}",
  tags,
  summary: "Trust a root certificate no longer; what was verified stays so",
  request: { params: idParam },
  responses: { 204: { description: "It is trusted no longer" }, ...PROBLEMS, ...NOT_FOUND },
});

export function serveReleases(api: Api, deps: ApiDeps): void {
  const limit = deps.firmwareBytesMax === undefined ? {} : { bytesMax: deps.firmwareBytesMax };

  api.openapi(list, async (c) => c.json(await listReleases(c.get("ctx"), c.req.valid("query")), 200));

  api.openapi(create, async (c) => {
    const isImage = isImageType(c.req.header("Content-Type"));
    const made = await createRelease(
      c.get("ctx"),
      isImage ? releaseFromQuery(c.req.valid("query")) : c.req.valid("json"),
    );
    c.header("Location", `/api/v1/firmware/releases/${made.id}`);
    return c.json(isImage ? await storeOrDrop(c.get("ctx"), made.id, c.req.raw, limit) : made, 201);
  });

  api.openapi(read, async (c) => c.json(await readRelease(c.get("ctx"), c.req.valid("param").id), 200));

  api.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await updateRelease(c.get("ctx"), id, c.req.valid("json")), 200);
  });

  api.openapi(upload, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await storeImage(c.get("ctx"), id, streamedBody(c.req.raw), limit), 200);
  });

  api.openapi(retire, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await retireRelease(c.get("ctx"), id, c.req.valid("json")), 200);
  });

  api.openapi(remove, async (c) => {
    await deleteRelease(c.get("ctx"), c.req.valid("param").id);
    return c.body(null, 204);
  });

  serveTrust(api);
}

function serveTrust(api: Api): void {
  api.openapi(compliance, async (c) => c.json({ items: await listCompliance(c.get("ctx")) }, 200));
  api.openapi(listRoots, async (c) => c.json({ items: await listTrustRoots(c.get("ctx")) }, 200));
  api.openapi(addRoot, async (c) => c.json(await addTrustRoot(c.get("ctx"), c.req.valid("json")), 201));

  api.openapi(removeRoot, async (c) => {
    await removeTrustRoot(c.get("ctx"), c.req.valid("param").id);
    return c.body(null, 204);
  });
}

type Storing = Parameters<typeof storeImage>;

/** In one call it is all or nothing: without its image the release would be one that nobody knows of. */
async function storeOrDrop(ctx: Storing[0], id: string, request: Request, limit: Storing[3]): Promise<ReleaseView> {
  try {
    return await storeImage(ctx, id, streamedBody(request), limit);
  } catch (error) {
    await deleteRelease(ctx, id).catch(() => undefined);
    throw error;
  }
}
