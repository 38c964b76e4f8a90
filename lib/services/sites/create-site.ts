import { z } from "zod";
import type { SiteView } from "@/lib/domain/site-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { isUniqueViolation } from "../unique-violation";
import { timeZoneSchema } from "./site-fields";

export const createSiteInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  timeZone: timeZoneSchema.default("UTC"),
  address: z.string().trim().min(1).max(500).nullish(),
});

/** Adds a place for chargers. Not safe to repeat: the second one is a Conflict. */
export async function createSite(ctx: ServiceContext, input: z.input<typeof createSiteInput>): Promise<SiteView> {
  requirePermission(ctx, "manage-stations");
  const { name, timeZone, address = null } = parseInput(createSiteInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const row = await tx.site
      .create({ data: { name, timeZone, address, createdAt: ctx.now() } })
      .catch((error: unknown) => {
        throw isUniqueViolation(error)
          ? new ServiceError("Conflict", `There is already a site ${name}.`, "name")
          : error;
      });
    await audit("CreateSite", `site:${row.id}`, { name, timeZone });
    return { id: row.id, name, timeZone, address, stationCount: 0 };
  });
}
