import { z } from "zod";
import type { Prisma } from "@/lib/db/generated/client";
import { RELEASE_STATES, type ReleaseView } from "@/lib/domain/firmware/release-view";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { toReleaseView } from "./release-fields";

export const listReleasesInput = z.strictObject({
  ...pageFields,
  vendor: z.string().max(100).optional(),
  status: z.enum(RELEASE_STATES).optional(),
});

const cursorKey = z.tuple([instantSchema, z.uuid()]);

/** Newest first. */
export async function listReleases(
  ctx: ServiceContext,
  input: z.input<typeof listReleasesInput> = {},
): Promise<Page<ReleaseView>> {
  requirePermission(ctx, "read");
  const { limit, cursor, vendor, status } = parseInput(listReleasesInput, input);
  const where: Prisma.FirmwareReleaseWhereInput = {
    ...(vendor === undefined ? {} : { vendor }),
    ...(status === undefined ? {} : { status }),
    ...(cursor === undefined ? {} : olderThan(decodeCursor(cursor, cursorKey))),
  };
  const orderBy = [{ createdAt: "desc" }, { id: "desc" }] as const;
  const rows = await ctx.db.firmwareRelease.findMany({ where, orderBy: [...orderBy], take: limit + 1 });
  return toPage(rows, limit, toReleaseView, (row) => [row.createdAt.toISOString(), row.id]);
}

function olderThan([at, id]: readonly [string, string]): Prisma.FirmwareReleaseWhereInput {
  const createdAt = new Date(at);
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}
