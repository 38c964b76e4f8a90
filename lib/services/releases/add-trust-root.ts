import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { TrustRootView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { certificateOf, oneLine } from "./image-signature";
import { toTrustRootView } from "./list-trust-roots";

export const addTrustRootInput = z.strictObject({
  vendor: z.string().trim().min(1).max(100),
  /** PEM. */
  certificate: z.string().trim().min(1).max(20_000),
});

/** Trusts a vendor's root: images signed under it are taken. Safe to repeat; one that was taken away is trusted again. */
export async function addTrustRoot(
  ctx: ServiceContext,
  input: z.input<typeof addTrustRootInput>,
): Promise<TrustRootView> {
  requirePermission(ctx, "control-rollouts");
  const { vendor, certificate } = parseInput(addTrustRootInput, input);
  const read = certificateOf(certificate);
  if (read === null) throw new ServiceError("Invalid", "This is not a certificate in PEM.", "certificate");
  if (!read.ca && !(read.checkIssued(read) && read.verify(read.publicKey)))
    throw new ServiceError("Invalid", "This certificate may not issue others: it is no root.", "certificate");
  const validTo = new Date(read.validTo);
  if (validTo < ctx.now())
    throw new ServiceError("Invalid", `This certificate ran out on ${validTo.toISOString()}.`, "certificate");
  const fingerprint = read.fingerprint256.replaceAll(":", "").toLowerCase();
  const told = { vendor, certificate, subject: oneLine(read.subject), validTo, removedAt: null };
  const added = { addedBy: ctx.actor.name, addedAt: ctx.now() };
  return inTransaction(ctx, async ({ tx, audit }) => {
    const row = await tx.firmwareTrustRoot.upsert({
      where: { fingerprint },
      create: { id: randomUUID(), fingerprint, ...told, ...added },
      update: { ...told, ...added },
    });
    await audit("AddTrustRoot", `trust-root:${row.id}`, { vendor, subject: row.subject, fingerprint });
    return toTrustRootView(row);
  });
}
