import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { LOCAL_LIST_STATES, type LocalListView } from "@/lib/domain/local-list-view";
import { AUTHORIZATION_STATUSES } from "@/lib/domain/token";
import { readLocalList } from "@/lib/services/local-lists/read-local-list";
import { syncLocalList } from "@/lib/services/local-lists/sync-local-list";
import type { Api } from "./environment";
import { answers, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { commandSchema } from "./schemas";
import { identityParam } from "./stations";

const tags = ["Stations"];
const instant = z.iso.datetime().nullable();
const number = z.int().nullable();

const entrySchema: z.ZodType<LocalListView["changes"][number]> = z.object({
  tokenUid: z.string(),
  tokenType: z.string().exactOptional(),
  status: z.enum(AUTHORIZATION_STATUSES).exactOptional(),
  expiresAt: z.iso.datetime().exactOptional(),
  groupUid: z.string().exactOptional(),
});

const localListSchema: z.ZodType<LocalListView> = z.object({
  identity: z.string(),
  state: z.enum(LOCAL_LIST_STATES),
  problem: z.string().nullable().describe("Why it failed: the station's word, an error code, or VersionNotTaken"),
  versionKnown: number.describe("As last told by the station; 0: none installed"),
  checkedAt: instant,
  versionSent: z.int(),
  sentAt: instant,
  fullAt: instant,
  heldCount: number.describe("Null where it is not known what the station holds"),
  wantedCount: z.int(),
  withoutRoomCount: z.int(),
  changes: z.array(entrySchema).describe("At most 50 of them; without a status: taken off the list"),
  changeCount: z.int(),
  entriesPerMessage: z.int(),
  entriesMax: number,
  step: commandSchema.nullable().describe("The command under way; null when nothing is"),
  cacheClearedAt: instant,
  isSentByItself: z.boolean(),
});

const read = createRoute({
  method: "get",
  path: "/stations/{identity}/local-list",
  tags,
  summary: "The list of tokens that a station keeps itself, and what it lacks",
  request: { params: identityParam },
  responses: { 200: answers("What is known of it", localListSchema), ...PROBLEMS, ...NOT_FOUND },
});

const sync = createRoute({
  method: "post",
  path: "/stations/{identity}/local-list/sync",
  tags,
  summary: "Bring a station's own list to what the tokens are now",
  description:
    "It goes on by itself, step by step: ask for `local-list` until `step` is null. While it goes on, nothing new is begun.",
  request: { headers: idempotencyHeader, params: identityParam },
  responses: {
    202: answers("The list as it is known now, with the first step", localListSchema),
    ...PROBLEMS,
    ...NOT_FOUND,
    ...CONFLICT,
    ...KEY_REUSED,
  },
});

export function serveLocalLists(api: Api): void {
  api.openapi(read, async (c) => c.json(await readLocalList(c.get("ctx"), c.req.valid("param").identity), 200));
  api.openapi(sync, async (c) => c.json(await syncLocalList(c.get("ctx"), c.req.valid("param").identity), 202));
}
