import { z } from "zod";
import type { SiteView } from "@/lib/domain/site-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { requireWholePlace, siteFields, toSiteView } from "./site-fields";
import { taken } from "./taken-name";

export const createSiteInput = z.strictObject({
  name: siteFields.name,
  timeZone: siteFields.timeZone.default("UTC"),
  address: siteFields.address,
  unknownTokens: siteFields.unknownTokens.default("Refuse"),
  sendsCardLists: siteFields.sendsCardLists.default(false),
  latitude: siteFields.latitude,
  longitude: siteFields.longitude,
  capacityKw: siteFields.capacityKw,
  contactName: siteFields.contactName,
  contactPhone: siteFields.contactPhone,
  contactEmail: siteFields.contactEmail,
});

/** Adds a place for chargers. Not safe to repeat: the second one is a Conflict. */
export async function createSite(ctx: ServiceContext, input: z.input<typeof createSiteInput>): Promise<SiteView> {
  requirePermission(ctx, "manage-stations");
  const read = parseInput(createSiteInput, input);
  const given = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
  requireWholePlace({ latitude: read.latitude ?? null, longitude: read.longitude ?? null });
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const data = { ...given, name: read.name, createdAt: ctx.now() };
    const row = await tx.site.create({ data }).catch(taken(read.name));
    await announce({ type: "SiteChanged", siteId: row.id });
    await audit("CreateSite", `site:${row.id}`, given);
    return toSiteView(row, 0);
  });
}
