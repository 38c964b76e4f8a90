import type { FirmwareRelease } from "@/lib/db/generated/client";
import type { ReleaseCheck, ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, type ServiceContext, type Unit } from "../context";
import { checkImage } from "./check-image";
import { findReleaseOrThrow, lockRelease } from "./find-release";
import { toReleaseView } from "./release-view";

/**
 * Looks at a whole image and says what came of it: Verified, or Rejected with the reason. Safe to repeat, also after a
 * crash in the middle; a release that is in neither Uploaded nor Verifying is left as it is.
 */
export async function verifyRelease(ctx: ServiceContext, id: string): Promise<ReleaseView> {
  const begun = await inTransaction(ctx, async (unit) => {
    const row = await lockRelease(unit.tx, id);
    if (row.status === "Verifying") return row;
    return row.status === "Uploaded" ? setStatus(unit, row, { status: "Verifying" }) : null;
  });
  if (begun === null) return toReleaseView(await findReleaseOrThrow(ctx.db, id));
  const checks = await checkImage(ctx, begun);
  return inTransaction(ctx, async (unit) => {
    const row = await lockRelease(unit.tx, id);
    // Changed or looked at by somebody else meanwhile: theirs counts.
    if (row.status !== "Verifying" || row.rev !== begun.rev) return toReleaseView(row);
    return toReleaseView(await settle(ctx, unit, row, checks));
  });
}

async function settle(
  ctx: ServiceContext,
  unit: Unit,
  row: FirmwareRelease,
  checks: readonly ReleaseCheck[],
): Promise<FirmwareRelease> {
  const failed = checks.find(({ result }) => result === "Failed");
  const stored = checks.map((check) => ({ ...check }));
  const verdict =
    failed === undefined
      ? { status: "Verified", fault: null, verifiedAt: ctx.now() }
      : { status: "Rejected", fault: `${failed.check}: ${failed.found ?? "failed"}`, verifiedAt: null };
  await unit.audit("VerifyRelease", `release:${row.id}`, { ...verdict, verifiedAt: undefined, sha256: row.sha256 });
  return setStatus(unit, row, { ...verdict, checks: stored });
}

type Change = {
  readonly status: string;
  readonly fault?: string | null;
  readonly verifiedAt?: Date | null;
  readonly checks?: { check: string; result: string; found: string | null }[];
};

async function setStatus({ tx, announce }: Unit, { id }: FirmwareRelease, change: Change): Promise<FirmwareRelease> {
  const row = await tx.firmwareRelease.update({ where: { id }, data: { ...change, rev: { increment: 1 } } });
  await announce({ type: "ReleaseChanged", releaseId: id, status: toReleaseView(row).status });
  return row;
}
