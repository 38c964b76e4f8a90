import { z } from "zod";
import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { requireUnheld } from "./campaigns-of-release";
import { lockRelease } from "./find-release";
import { fieldFault, releaseFields } from "./release-fields";
import { toReleaseView } from "./release-view";
import { verifyRelease } from "./verify-release";

/** What is left out stays as it is; null empties. */
export const updateReleaseInput = z
  .strictObject(releaseFields)
  .partial()
  .extend({ expectedRev: z.int().min(0).optional() });

/** What proves an image: with another one of these it is looked at again. */
const PROOF = ["vendor", "signature", "signingCertificate"] as const;
const LOOKED_AT: ReadonlySet<string> = new Set(["Uploaded", "Verifying", "Verified", "Rejected"]);

/**
 * Changes what is said of an image, never the image itself. Anything but the notes needs a release that no campaign
 * holds; another vendor or signature has it verified anew. Safe to repeat.
 */
export async function updateRelease(
  ctx: ServiceContext,
  id: string,
  input: z.input<typeof updateReleaseInput>,
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedRev, ...given } = parseInput(updateReleaseInput, input);
  await inTransaction(ctx, async ({ tx, announce, audit }) => {
    const before = await lockRelease(tx, id, expectedRev);
    if (before.status === "Retired") throw new ServiceError("Conflict", "The release is retired.");
    const change = changesOf(before, given);
    if (Object.keys(change).length === 0) return;
    if (Object.keys(change).some((name) => name !== "notes")) await requireUnheld(tx, before);
    const fault = fieldFault({ ...before, ...change });
    if (fault !== null) throw new ServiceError("Invalid", fault.message, fault.field);
    const isLookedAtAgain =
      PROOF.some((name) => name in change) && before.sha256 !== null && LOOKED_AT.has(before.status);
    const anew = isLookedAtAgain ? { status: "Uploaded", fault: null, checks: [], verifiedAt: null } : {};
    const row = await tx.firmwareRelease.update({
      where: { id },
      data: { ...change, ...anew, rev: { increment: 1 } },
    });
    await audit("UpdateRelease", `release:${id}`, change);
    await announce({ type: "ReleaseChanged", releaseId: id, status: toReleaseView(row).status });
  });
  return verifyRelease(ctx, id);
}

type Change = Partial<Omit<z.output<typeof updateReleaseInput>, "expectedRev">>;

/** Those that say something else than what is stored. */
function changesOf(before: FirmwareRelease, given: Change): { [Name in keyof Change]: NonNullable<Change[Name]> } {
  const stored = new Map<string, unknown>(Object.entries(before));
  const isNew = ([name, value]: [string, unknown]): boolean =>
    value !== undefined && JSON.stringify(value) !== JSON.stringify(stored.get(name));
  return Object.fromEntries(Object.entries(given).filter(isNew));
}
