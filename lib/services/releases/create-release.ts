import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { createReleaseInput, toReleaseView } from "./release-fields";

/** Says what an image is; the image itself follows (`storeImage`). Not safe to repeat: there are two then. */
export async function createRelease(
  ctx: ServiceContext,
  input: z.input<typeof createReleaseInput>,
): Promise<ReleaseView> {
  requirePermission(ctx, "plan-campaigns");
  const { expectedVersion, notes, signature, signingCertificate, ...told } = parseInput(createReleaseInput, input);
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const row = await tx.firmwareRelease.create({
      data: {
        ...told,
        id: randomUUID(),
        expectedVersion: expectedVersion ?? told.version,
        notes: notes ?? null,
        signature: signature ?? null,
        signingCertificate: signingCertificate ?? null,
        status: "Uploading",
        uploadedById: ctx.actor.id,
        uploadedBy: ctx.actor.name,
        createdAt: ctx.now(),
      },
    });
    await announce({ type: "ReleaseChanged", releaseId: row.id, status: "Uploading" });
    await audit("CreateRelease", `release:${row.id}`, { vendor: row.vendor, version: row.version });
    return toReleaseView(row);
  });
}
