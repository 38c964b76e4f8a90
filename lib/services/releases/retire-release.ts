import { z } from "zod";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { requireUnheld } from "./campaigns-of-release";
import { lockRelease } from "./find-release";
import { toReleaseView } from "./release-view";

export const retireReleaseInput = z.strictObject({ expectedRev: z.int().min(0).optional() });

/** Nothing new is planned with it any more, and nothing of it is served. It stays to be read. Safe to repeat. */
export async function retireRelease(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof retireReleaseInput> = {},
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedRev } = parseInput(retireReleaseInput, input);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const before = await lockRelease(tx, id);
    if (before.status === "Retired") return toReleaseView(before);
    if (expectedRev !== undefined) await lockRelease(tx, id, expectedRev);
    if (before.status !== "Verified" && before.status !== "Rejected")
      throw new ServiceError("Conflict", `The release is ${before.status}: it can be deleted, but not retired.`);
    await requireUnheld(tx, before);
    const data = { status: "Retired", retiredAt: ctx.now(), rev: { increment: 1 } };
    const row = await tx.firmwareRelease.update({ where: { id }, data });
    await audit("RetireRelease", `release:${id}`, { vendor: row.vendor, version: row.version });
    await announce({ type: "ReleaseChanged", releaseId: id, status: "Retired" });
    return toReleaseView(row);
  });
}
