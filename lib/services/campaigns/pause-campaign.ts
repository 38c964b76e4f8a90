import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { stopInput } from "./campaign-fields";
import { steerCampaign } from "./steer-campaign";

/** Stops a campaign for now (C9): what has not been sent is taken back, what is under way goes on. */
export async function pauseCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof stopInput> = {},
): Promise<CampaignView> {
  requirePermission(ctx, "steer-campaigns");
  const { expectedRev, comment } = parseInput(stopInput, input);
  const order = { type: "Pause" } as const;
  return steerCampaign(ctx, id, { action: "PauseCampaign", expectedRev, from: ["Running"], comment, order });
}
