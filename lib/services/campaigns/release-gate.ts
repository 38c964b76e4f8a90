import type { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { UNDER_WAY } from "./campaign-actions";
import { orderInput } from "./campaign-fields";
import { steerCampaign } from "./steer-campaign";

/** Opens the manual gate of the next wave, also ahead of time; a campaign that waits at it goes on. */
export async function releaseGate(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof orderInput>,
): Promise<CampaignView> {
  requirePermission(ctx, "steer-campaigns");
  const { expectedRev, comment } = parseInput(orderInput, input);
  const order = { type: "Release" } as const;
  return steerCampaign(ctx, id, { action: "ReleaseGate", expectedRev, from: UNDER_WAY, comment, order });
}
