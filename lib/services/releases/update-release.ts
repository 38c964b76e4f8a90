import type { z } from "zod";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { lockRelease } from "./find-release";
import { toReleaseView, updateReleaseInput } from "./release-fields";

const OPEN = ["PendingApproval", "Scheduled", "Running", "Paused", "Closing", "Aborting"];

/** Puts right what is told of a release. Not while a campaign goes by it: its approval is of what was told then. */
export async function updateRelease(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof updateReleaseInput>,
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedRev, ...given } = parseInput(updateReleaseInput, input);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const before = await lockRelease(tx, id, expectedRev);
    const inUse = await tx.campaign.findFirst({
      where: { releaseId: id, status: { in: OPEN } },
      select: { name: true },
    });
    if (inUse !== null) throw new ServiceError("Conflict", `The campaign ${inUse.name} goes by this release as it is.`);
    const data = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const row = await tx.firmwareRelease.update({ where: { id }, data: { ...data, rev: { increment: 1 } } });
    await announce({ type: "ReleaseChanged", releaseId: id, status: toReleaseView(row).status });
    await audit("UpdateRelease", `release:${id}`, { ...data, version: before.version });
    return toReleaseView(row);
  });
}
