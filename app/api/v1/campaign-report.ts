import { createRoute, z } from "@hono/zod-openapi";
import { streamedFile } from "@/app/streamed-file";
import { reportCsv } from "@/lib/services/campaigns/read-report";
import { campaignParam } from "./campaigns";
import type { Api } from "./environment";
import { NOT_FOUND, PROBLEMS } from "./responses";

const report = createRoute({
  method: "get",
  path: "/firmware/campaigns/{id}/report.csv",
  tags: ["Firmware campaigns"],
  summary: "What became of every station, as a file",
  request: { params: campaignParam },
  responses: {
    200: { description: "The file", content: { "text/csv": { schema: z.string() } } },
    ...PROBLEMS,
    ...NOT_FOUND,
  },
});

export function serveCampaignReport(api: Api): void {
  api.openapi(report, async (c) => streamedFile(await reportCsv(c.get("ctx"), c.req.valid("param").id)));
}
