import { z } from "zod";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { lockRelease } from "./find-release";
import { toReleaseView } from "./release-fields";

export const retireReleaseInput = z.strictObject({ expectedRev: z.number().int() });

/** From now on no campaign may begin with it; those that are under way go on. */
export async function retireRelease(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof retireReleaseInput>,
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedRev } = parseInput(retireReleaseInput, input);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const before = await lockRelease(tx, id, expectedRev);
    if (before.status === "Retired") return toReleaseView(before);
    const data = { status: "Retired", retiredAt: ctx.now(), rev: { increment: 1 } };
    const row = await tx.firmwareRelease.update({ where: { id }, data });
    await announce({ type: "ReleaseChanged", releaseId: id, status: "Retired" });
    await audit("RetireRelease", `release:${id}`, { vendor: row.vendor, version: row.version });
    return toReleaseView(row);
  });
}
