import { z } from "zod";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { lockCampaign } from "../rollout/lock-campaign";
import { createCampaignInput } from "./campaign-fields";
import { insertCampaign } from "./create-campaign";
import { storedSpec } from "./spec-fields";

export const cloneInput = z.strictObject({ name: createCampaignInput.shape.name.optional() });

/** A new draft with the spec of another campaign, whatever became of that. Not safe to repeat. */
export async function cloneCampaign(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof cloneInput> = {},
): Promise<CampaignView> {
  requirePermission(ctx, "plan-campaigns");
  const { name } = parseInput(cloneInput, input);
  return inTransaction(ctx, async (unit) => {
    const source = await lockCampaign(unit.tx, id);
    return insertCampaign(ctx, unit, {
      ...createCampaignInput.parse({
        name: name ?? `${source.name} (copy)`.slice(0, 200),
        releaseId: source.releaseId,
        spec: storedSpec(source.spec),
      }),
      ...(source.kind === "Rollback" ? { kind: "Rollback", rollbackOfId: source.rollbackOfId } : {}),
      clonedFromId: id,
    });
  });
}
