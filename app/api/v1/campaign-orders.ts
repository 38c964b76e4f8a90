import { createRoute } from "@hono/zod-openapi";
import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { approveCampaign } from "@/lib/services/campaigns/approve-campaign";
import { approveInput, explainedInput, orderInput } from "@/lib/services/campaigns/campaign-fields";
import { cloneCampaign, cloneInput } from "@/lib/services/campaigns/clone-campaign";
import { rejectCampaign } from "@/lib/services/campaigns/reject-campaign";
import { rollBackCampaign, rollBackInput } from "@/lib/services/campaigns/roll-back-campaign";
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
  readonly act: (ctx: ServiceContext, id: string, input: z.output<Input>) => Promise<CampaignView>;
};

/** Orders on one campaign. Those that another write has overtaken are answered 409, with the state it is in now. */
export function serveCampaignOrders(api: Api): void {
  serve(api, { verb: "submit", summary: "Hand a draft in for approval", input: orderInput, act: submitCampaign });
  serve(api, { verb: "withdraw", summary: "Take it back to a draft", input: orderInput, act: withdrawCampaign });
  serve(api, { verb: "approve", summary: "Approve what others planned", input: approveInput, act: approveCampaign });
  serve(api, { verb: "reject", summary: "Turn it down for good", input: explainedInput, act: rejectCampaign });
  serveCopy(api, { verb: "clone", summary: "Draft another one like it", input: cloneInput, act: cloneCampaign });
  serveCopy(api, {
    verb: "roll-back",
    summary: "Draft the campaign that takes its stations back to the release they had before",
    input: rollBackInput,
    act: rollBackCampaign,
  });
}

const REFUSALS = { ...PROBLEMS, ...NOT_FOUND, ...CONFLICT, ...KEY_REUSED } as const;

const request = <Input extends z.ZodType>({ input }: Order<Input>) => ({
  headers: idempotencyHeader,
  params: campaignParam,
  body: body(input),
});

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
    return c.json(await order.act(c.get("ctx"), id, order.input.parse(await c.req.json())), 200);
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
    const campaign = await order.act(c.get("ctx"), id, order.input.parse(await c.req.json()));
    c.header("Location", `/api/v1/firmware/campaigns/${campaign.id}`);
    return c.json(campaign, 201);
  });
}
