import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createCampaignInput, previewInput, updateCampaignInput } from "@/lib/services/campaigns/campaign-fields";
import { checkJournal } from "@/lib/services/campaigns/check-journal";
import { compareSoak } from "@/lib/services/campaigns/compare-soak";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import { listCampaigns, listCampaignsInput } from "@/lib/services/campaigns/list-campaigns";
import { listEvents, listEventsInput } from "@/lib/services/campaigns/list-events";
import { listJobs, listJobsInput } from "@/lib/services/campaigns/list-jobs";
import { previewCampaign } from "@/lib/services/campaigns/preview-campaign";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { updateCampaign } from "@/lib/services/campaigns/update-campaign";
import {
  campaignEventSchema,
  campaignSchema,
  campaignSummarySchema,
  jobSchema,
  journalCheckSchema,
  previewSchema,
  soakSchema,
} from "./campaign-schemas";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";
import { pageOf } from "./schemas";

const tags = ["Firmware campaigns"];
export const campaignParam = z.object({ id: z.uuid() });

const list = createRoute({
  method: "get",
  path: "/firmware/campaigns",
  tags,
  summary: "Campaigns, newest first",
  request: { query: listCampaignsInput },
  responses: { 200: answers("A page of campaigns", pageOf(campaignSummarySchema)), ...PROBLEMS },
});

const create = createRoute({
  method: "post",
  path: "/firmware/campaigns",
  tags,
  summary: "Draft a campaign",
  description:
    "What its spec leaves out has its default. It is handed in with `submit`, and approved by somebody else.",
  request: { headers: idempotencyHeader, body: body(createCampaignInput) },
  responses: { 201: answers("The draft", campaignSchema), ...PROBLEMS, ...KEY_REUSED },
});

const preview = createRoute({
  method: "post",
  path: "/firmware/campaigns/preview",
  tags,
  summary: "A dry run: who would be updated when, who is left out and why; nothing is stored",
  request: { headers: idempotencyHeader, body: body(previewInput) },
  responses: { 200: answers("What would happen", previewSchema), ...PROBLEMS, ...KEY_REUSED },
});

const read = createRoute({
  method: "get",
  path: "/firmware/campaigns/{id}",
  tags,
  summary: "One campaign with its waves and what may be done with it",
  request: { params: campaignParam },
  responses: { 200: answers("The campaign", campaignSchema), ...PROBLEMS, ...NOT_FOUND },
});

const update = createRoute({
  method: "patch",
  path: "/firmware/campaigns/{id}",
  tags,
  summary: "Edit a campaign that has not started; its approval is void then",
  request: { params: campaignParam, body: body(updateCampaignInput) },
  responses: { 200: answers("The draft after the change", campaignSchema), ...PROBLEMS, ...NOT_FOUND, ...CONFLICT },
});

const jobs = createRoute({
  method: "get",
  path: "/firmware/campaigns/{id}/jobs",
  tags,
  summary: "The stations of a campaign in the order in which they come",
  request: { params: campaignParam, query: listJobsInput },
  responses: { 200: answers("A page of stations", pageOf(jobSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const events = createRoute({
  method: "get",
  path: "/firmware/campaigns/{id}/events",
  tags,
  summary: "The journal of a campaign, newest first",
  request: { params: campaignParam, query: listEventsInput },
  responses: { 200: answers("A page of entries", pageOf(campaignEventSchema)), ...PROBLEMS, ...NOT_FOUND },
});

const soak = createRoute({
  method: "get",
  path: "/firmware/campaigns/{id}/soak",
  tags,
  summary: "Updated stations of the open wave against stations of the same models that still wait",
  request: { params: campaignParam },
  responses: {
    200: answers("The figures; null where there is nobody to compare", z.object({ soak: soakSchema.nullable() })),
    ...PROBLEMS,
    ...NOT_FOUND,
  },
});

const journal = createRoute({
  method: "get",
  path: "/firmware/campaigns/{id}/journal-check",
  tags,
  summary: "Is the journal whole, and does it lead to the states that are stored?",
  request: { params: campaignParam },
  responses: { 200: answers("What was found", journalCheckSchema), ...PROBLEMS, ...NOT_FOUND },
});

export function serveCampaigns(api: Api): void {
  api.openapi(list, async (c) => c.json(await listCampaigns(c.get("ctx"), c.req.valid("query")), 200));
  api.openapi(create, async (c) => {
    const campaign = await createCampaign(c.get("ctx"), c.req.valid("json"));
    c.header("Location", `/api/v1/firmware/campaigns/${campaign.id}`);
    return c.json(campaign, 201);
  });
  api.openapi(preview, async (c) => c.json(await previewCampaign(c.get("ctx"), c.req.valid("json")), 200));
  api.openapi(read, async (c) => c.json(await readCampaign(c.get("ctx"), c.req.valid("param").id), 200));
  api.openapi(update, async (c) =>
    c.json(await updateCampaign(c.get("ctx"), c.req.valid("param").id, c.req.valid("json")), 200),
  );
  api.openapi(jobs, async (c) =>
    c.json(await listJobs(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
  );
  api.openapi(events, async (c) =>
    c.json(await listEvents(c.get("ctx"), c.req.valid("param").id, c.req.valid("query")), 200),
  );
  api.openapi(soak, async (c) => c.json({ soak: await compareSoak(c.get("ctx"), c.req.valid("param").id) }, 200));
  api.openapi(journal, async (c) => c.json(await checkJournal(c.get("ctx"), c.req.valid("param").id), 200));
}
