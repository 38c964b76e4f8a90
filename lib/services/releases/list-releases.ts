import { z } from "zod";
import { RELEASE_STATES, type ReleaseView } from "@/lib/domain/firmware/release-view";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { toReleaseView } from "./release-view";

export const listReleasesInput = z.object({
  /** Compared without case. */
  vendor: z.string().trim().max(50).optional(),
  status: z.enum(RELEASE_STATES).optional(),
  ...pageFields,
});

const cursorSchema = z.tuple([instantSchema, z.uuid()]);

/** Releases, newest first. */
export async function listReleases(
  ctx: ServiceContext,
  input: z.input<typeof listReleasesInput> = {},
): Promise<Page<ReleaseView>> {
  requirePermission(ctx, "read");
  const { vendor = "", status, cursor, limit } = parseInput(listReleasesInput, input);
  const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, cursorSchema);
  const after = at === null ? {} : { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
  const rows = await ctx.db.firmwareRelease.findMany({
    where: {
      AND: [
        after,
        vendor === "" ? {} : { vendor: { equals: vendor.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" } },
        status === undefined ? {} : { status },
      ],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, toReleaseView, (row) => [row.createdAt.toISOString(), row.id]);
}
