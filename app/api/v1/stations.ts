import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { streamedFile } from "@/app/streamed-file";
import { STATUS_WORDS, type StatusWord } from "@/lib/domain/station";
import { EXPORT_ROWS_MAX } from "@/lib/services/filter/list-export";
import { createStation, createStationInput } from "@/lib/services/stations/create-station";
import { deleteStation } from "@/lib/services/stations/delete-station";
import { exportStations, exportStationsInput } from "@/lib/services/stations/export-stations";
import { listDeviations } from "@/lib/services/stations/list-deviations";
import { listStations, listStationsInput } from "@/lib/services/stations/list-stations";
import { readStation } from "@/lib/services/stations/read-station";
import { rotatePassword } from "@/lib/services/stations/rotate-password";
import { updateStation, updateStationInput } from "@/lib/services/stations/update-station";
import type { Api, ApiDeps } from "./environment";
import { ignoredSchema } from "./filter-answer";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import {
  commandSchema,
  connectorSchema,
  createdStationSchema,
  deviationSchema,
  pageOf,
  stationListItemSchema,
  stationSchema,
} from "./schemas";
import { withConnectionUrl, withStatus } from "./station-answer";

const tags = ["Stations"];
export const identityParam = z.object({ identity: z.string().describe("Percent-encoded") });
const statusWord = z.enum(STATUS_WORDS);

const statuses = {
  status: z
    .union([statusWord, z.array(statusWord)])
    .optional()
    .describe("May be given several times"),
};

const list = createRoute({
  method: "get",
  path: "/stations",
  tags,
  summary: "The stations of a filter, by identity or as `sort` has it",
  request: { query: listStationsInput.extend(statuses) },
  responses: {
    200: answers(
      "A page of stations",
      pageOf(stationListItemSchema).extend({
        total: z.int(),
        counts: z.record(statusWord, z.int()).describe("By status, whatever statuses are asked for"),
        ignored: ignoredSchema,
      }),
    ),
    ...PROBLEMS,
  },
});

const asFile = createRoute({
  method: "get",
  path: "/stations.csv",
  tags,
  summary: `The stations of a filter as a file, at most ${EXPORT_ROWS_MAX}`,
  request: { query: exportStationsInput.extend(statuses) },
  responses: { 200: { description: "The file", content: { "text/csv": { schema: z.string() } } }, ...PROBLEMS },
});

const create = createRoute({
  method: "post",
  path: "/stations",
  tags,
  summary: "Make a station known, so that it may connect",
  request: { headers: idempotencyHeader, body: body(createStationInput) },
  responses: {
    201: answers("The station, with what its owner has to enter", createdStationSchema),
    ...PROBLEMS,
    ...CONFLICT,
    ...KEY_REUSED,
  },
});

const read = createRoute({
  method: "get",
  path: "/stations/{identity}",
  tags,
  summary: "One station",
  request: { params: identityParam },
  responses: { 200: answers("The station", stationSchema), ...PROBLEMS, ...NOT_FOUND },
});

const update = createRoute({
  method: "patch",
  path: "/stations/{identity}",
  tags,
  summary: "Change what an operator decides about a station",
  request: { params: identityParam, body: body(updateStationInput) },
  responses: { 200: answers("The station after the change", stationSchema), ...PROBLEMS, ...NOT_FOUND },
});

const remove = createRoute({
  method: "delete",
  path: "/stations/{identity}",
  tags,
  summary: "Remove a station with its sessions; refused while it is connected",
  request: { params: identityParam },
  responses: { 204: { description: "It is gone" }, ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const rotate = createRoute({
  method: "post",
  path: "/stations/{identity}/rotate-password",
  tags,
  summary: "Tell a connected station a new password",
  description:
    "It is sent over OCPP and shown to nobody. Both passwords are valid until the station signs in with one of them. The command is done once it has signed in with the new one.",
  request: { headers: idempotencyHeader, params: identityParam },
  responses: {
    202: answers("The command that tells it", commandSchema),
    ...PROBLEMS,
    ...NOT_FOUND,
    ...CONFLICT,
    ...KEY_REUSED,
  },
});

const connectors = createRoute({
  method: "get",
  path: "/stations/{identity}/connectors",
  tags,
  summary: "The connectors of a station; evse 0 is the station itself",
  request: { params: identityParam },
  responses: {
    200: answers("All connectors", z.object({ items: z.array(connectorSchema).readonly() })),
    ...PROBLEMS,
    ...NOT_FOUND,
  },
});

const deviations = createRoute({
  method: "get",
  path: "/stations/{identity}/deviations",
  tags,
  summary: "What had to be mended in a station's messages, the most frequent first",
  request: { params: identityParam },
  responses: {
    200: answers("All deviations", z.object({ items: z.array(deviationSchema).readonly() })),
    ...PROBLEMS,
    ...NOT_FOUND,
  },
});

export function serveStations(api: Api, deps: ApiDeps): void {
  api.openapi(list, async (c) => {
    const { items, nextCursor, total, counts, ignored } = await listStations(
      c.get("ctx"),
      withStatuses(c.req.valid("query")),
    );
    return c.json({ items: items.map(withStatus), nextCursor, total, counts, ignored }, 200);
  });

  api.openapi(asFile, async (c) =>
    streamedFile(await exportStations(c.get("ctx"), withStatuses(c.req.valid("query")))),
  );

  api.openapi(create, async (c) => {
    const { station, password } = await createStation(c.get("ctx"), c.req.valid("json"));
    c.header("Location", `/api/v1/stations/${encodeURIComponent(station.identity)}`);
    return c.json({ ...withConnectionUrl(deps, c, station), password }, 201);
  });

  api.openapi(read, async (c) => {
    const { position: _, ...station } = await readStation(c.get("ctx"), c.req.valid("param").identity);
    return c.json(withConnectionUrl(deps, c, station), 200);
  });

  api.openapi(update, async (c) => {
    const station = await updateStation(c.get("ctx"), c.req.valid("param").identity, c.req.valid("json"));
    return c.json(withConnectionUrl(deps, c, station), 200);
  });

  api.openapi(remove, async (c) => {
    await deleteStation(c.get("ctx"), c.req.valid("param").identity);
    return c.body(null, 204);
  });

  api.openapi(rotate, async (c) => {
    const command = await rotatePassword(c.get("ctx"), { identity: c.req.valid("param").identity });
    c.header("Location", `/api/v1/commands/${command.id}`);
    return c.json(command, 202);
  });

  api.openapi(connectors, async (c) => {
    const station = await readStation(c.get("ctx"), c.req.valid("param").identity);
    return c.json({ items: station.connectors }, 200);
  });

  api.openapi(deviations, async (c) => {
    const items = await listDeviations(c.get("ctx"), c.req.valid("param").identity);
    return c.json({ items }, 200);
  });
}

/** A parameter that is there once is no list yet. */
function withStatuses<Query extends { status?: StatusWord | StatusWord[] | undefined }>({ status, ...query }: Query) {
  return status === undefined ? query : { ...query, status: [status].flat() };
}
