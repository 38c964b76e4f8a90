import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { TrustRootView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { oneLine, readCertificate } from "./check-certificate";
import { releaseFields } from "./release-fields";
import { toTrustRootView } from "./trust-root-view";

export const addTrustRootInput = z.strictObject({
  vendor: releaseFields.vendor,
  /** PEM: one certificate of an authority. */
  certificate: z.string().trim().min(1).max(20_000),
});

/** Trusts a vendor's root certificate from now on. One that was removed is trusted again; one that is trusted is a Conflict. */
export async function addTrustRoot(
  ctx: ServiceContext,
  input: z.input<typeof addTrustRootInput>,
): Promise<TrustRootView> {
  requirePermission(ctx, "control-rollouts");
  const { vendor, certificate } = parseInput(addTrustRootInput, input);
  const facts = factsOf(certificate, ctx.now());
  return inTransaction(ctx, async ({ tx, audit }) => {
    const before = await tx.firmwareTrustRoot.findUnique({ where: { fingerprint: facts.fingerprint } });
    if (before !== null && before.removedAt === null)
      throw new ServiceError("Conflict", `This certificate is trusted already, for ${before.vendor}.`, "certificate");
    const data = { vendor, certificate, ...facts, addedBy: ctx.actor.name, addedAt: ctx.now(), removedAt: null };
    const { fingerprint } = facts;
    const row = await tx.firmwareTrustRoot.upsert({
      where: { fingerprint },
      create: { id: randomUUID(), ...data },
      update: data,
    });
    await audit("AddTrustRoot", `trust-root:${row.id}`, { vendor, subject: row.subject, fingerprint });
    return toTrustRootView(row);
  });
}

function factsOf(pem: string, now: Date) {
  const root = readCertificate(pem);
  if (root === null) throw new ServiceError("Invalid", "This is not one certificate in PEM.", "certificate");
  if (!root.ca)
    throw new ServiceError("Invalid", "This certificate is no authority: it may not issue others.", "certificate");
  const validTo = new Date(root.validTo);
  if (!(validTo >= now)) throw new ServiceError("Invalid", `It was valid until ${root.validTo}.`, "certificate");
  const fingerprint = root.fingerprint256.replaceAll(":", "").toLowerCase();
  return { subject: oneLine(root.subject), fingerprint, validTo };
}
