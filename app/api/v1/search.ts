import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { SEARCH_KINDS } from "@/lib/domain/search-hit";
import { search, searchInput } from "@/lib/services/search/search";
import type { Api } from "./environment";
import { answers, PROBLEMS } from "./responses";

const hitSchema = z
  .object({ kind: z.enum(SEARCH_KINDS), id: z.string(), title: z.string(), detail: z.string().nullable() })
  .openapi("SearchHit");

const route = createRoute({
  method: "get",
  path: "/search",
  tags: ["Search"],
  summary: "Chargers, sites, sessions, cards and campaigns that are called like some words",
  request: { query: searchInput },
  responses: {
    200: answers("The likeliest of each kind first", z.object({ items: z.array(hitSchema).readonly() })),
    ...PROBLEMS,
  },
});

export function serveSearch(api: Api): void {
  api.openapi(route, async (c) => c.json(await search(c.get("ctx"), c.req.valid("query")), 200));
}
