import { z } from "zod";
import type { SiteView } from "@/lib/domain/site-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { siteFields, toSiteView } from "./site-fields";
import { taken } from "./taken-name";

export const createSiteInput = z.strictObject({
  name: siteFields.name,
  timeZone: siteFields.timeZone.default("UTC"),
  address: siteFields.address,
  unknownTokens: siteFields.unknownTokens.default("Refuse"),
  sendsCardLists: siteFields.sendsCardLists.default(false),
});

/** Adds a place for chargers. Not safe to repeat: the second one is a Conflict. */
export async function createSite(ctx: ServiceContext, input: z.input<typeof createSiteInput>): Promise<SiteView> {
  requirePermission(ctx, "manage-stations");
  const { address = null, ...given } = parseInput(createSiteInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const data = { ...given, address, createdAt: ctx.now() };
    const row = await tx.site.create({ data }).catch(taken(given.name));
    await audit("CreateSite", `site:${row.id}`, given);
    return toSiteView(row, 0);
  });
}
