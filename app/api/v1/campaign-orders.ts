import { createRoute } from "@hono/zod-openapi";
import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { abortCampaign } from "@/lib/services/campaigns/abort-campaign";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import {
  abortInput,
  approveInput,
  creditInput,
  explainedInput,
  orderInput,
  stopInput,
} from "@/lib/services/campaigns/campaign-fields";
import { cloneCampaign, cloneInput } from "@/lib/services/campaigns/clone-campaign";
import { creditJob } from "@/lib/services/campaigns/credit-job";
import { overrideWave } from "@/lib/services/campaigns/override-wave";
import { pauseCampaign } from "@/lib/services/campaigns/pause-campaign";
import { rejectCampaign } from "@/lib/services/campaigns/reject-campaign";
import { releaseGate } from "@/lib/services/campaigns/release-gate";
import { resumeCampaign } from "@/lib/services/campaigns/resume-campaign";
import { retryFailed } from "@/lib/services/campaigns/retry-failed";
import { rollBackCampaign, rollBackInput } from "@/lib/services/campaigns/roll-back-campaign";
import { startCampaign } from "@/lib/services/campaigns/start-campaign";
import { submitCampaign } from "@/lib/services/campaigns/submit-campaign";
import { withdrawCampaign } from "@/lib/services/campaigns/withdraw-campaign";
import type { ServiceContext } from "@/lib/services/context";
import { campaignSchema } from "./campaign-schemas";
import { campaignParam } from "./campaigns";
import type { Api } from "./environment";
import { answers, body, CONFLICT, idempotencyHeader, KEY_REUSED, NOT_FOUND, PROBLEMS } from "./responses";

type Order<Input extends z.ZodType> = {
  /** As it stands in the address. */
  readonly verb: string;
  readonly summary: string;
  readonly input: Input;
  /** It needs no body: nothing has to be said to stop. */
  readonly isStop?: boolean;
  readonly act: (ctx: ServiceContext, id: string, input: z.output<Input>) => Promise<CampaignView>;
};

/** Orders on one campaign. Those that another write has overtaken are answered 409, with the state it is in now. */
export function serveCampaignOrders(api: Api): void {
  serve(api, { verb: "submit", summary: "Hand a draft in for approval", input: orderInput, act: submitCampaign });
  serve(api, { verb: "withdraw", summary: "Take it back to a draft", input: orderInput, act: withdrawCampaign });
  serve(api, { verb: "approve", summary: "Approve what others planned", input: approveInput, act: approveCampaign });
  serve(api, { verb: "reject", summary: "Turn it down for good", input: explainedInput, act: rejectCampaign });
  serve(api, { verb: "start", summary: "Start an approved one now", input: orderInput, act: startCampaign });
  serve(api, { verb: "resume", summary: "Let a paused one go on", input: orderInput, act: resumeCampaign });
  serve(api, { verb: "release", summary: "Open the gate of the next wave", input: orderInput, act: releaseGate });
  serve(api, { verb: "override", summary: "Let a held wave pass", input: explainedInput, act: overrideWave });
  serve(api, {
    verb: "retry-failed",
    summary: "Try the failed stations of the open wave again",
    input: orderInput,
    act: retryFailed,
  });
  serve(api, {
    verb: "credit",
    summary: "Take a lost station that came back out of the count",
    input: creditInput,
    act: creditJob,
  });
  serve(api, { verb: "pause", summary: "Stop it for now", input: stopInput, act: pauseCampaign, isStop: true });
  serve(api, { verb: "abort", summary: "End it", input: abortInput, act: abortCampaign, isStop: true });
  serve(api, {
    verb: "cancel",
    summary: "End it: what downloads is cut off, what installs is left alone",
    input: stopInput,
    act: abortCampaign,
    isStop: true,
  });
  serveCopy(api, { verb: "clone", summary: "Draft another one like it", input: cloneInput, act: cloneCampaign });
  serveCopy(api, {
    verb: "roll-back",
    summary: "Draft the campaign that takes its stations back to the release they had before",
    input: rollBackInput,
    act: rollBackCampaign,
  });
}

const REFUSALS = { ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED } as const;

const request = <Input extends z.ZodType>({ input, isStop = false }: Order<Input>) => ({
  headers: idempotencyHeader,
  params: campaignParam,
  body: { ...body(input), required: !isStop },
});

/** What was sent, checked by the route already; nothing is an empty order. */
const given = <Input extends z.ZodType>(text: string, { input }: Order<Input>): z.output<Input> =>
  input.parse(text === "" ? {} : JSON.parse(text));

function serve<Input extends z.ZodType>(api: Api, order: Order<Input>): void {
  const route = createRoute({
    method: "post",
    path: `/firmware/campaigns/{id}/${order.verb}`,
    tags: ["Firmware campaigns"],
    summary: order.summary,
    request: request(order),
    responses: { 200: answers("The campaign after it", campaignSchema), ...REFUSALS },
  });
  api.openapi(route, async (c) => {
    const { id } = campaignParam.parse(c.req.param());
    return c.json(await order.act(c.get("ctx"), id, given(await c.req.text(), order)), 200);
  });
}

/** An order whose outcome is another campaign. */
function serveCopy<Input extends z.ZodType>(api: Api, order: Order<Input>): void {
  const route = createRoute({
    method: "post",
    path: `/firmware/campaigns/{id}/${order.verb}`,
    tags: ["Firmware campaigns"],
    summary: order.summary,
    request: request(order),
    responses: { 201: answers("The new draft", campaignSchema), ...REFUSALS },
  });
  api.openapi(route, async (c) => {
    const { id } = campaignParam.parse(c.req.param());
    const campaign = await order.act(c.get("ctx"), id, given(await c.req.text(), order));
    c.header("Location", `/api/v1/firmware/campaigns/${campaign.id}`);
    return c.json(campaign, 201);
  });
}
