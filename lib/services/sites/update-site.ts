import { z } from "zod";
import type { SiteView } from "@/lib/domain/site-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { siteFields, toSiteView } from "./site-fields";
import { taken } from "./taken-name";

/** What is left out stays as it is; null empties. */
export const updateSiteInput = z.strictObject(siteFields).partial();

/** Changes a place for chargers. Safe to repeat. */
export async function updateSite(
  ctx: ServiceContext,
  id: number,
  input: z.input<typeof updateSiteInput>,
): Promise<SiteView> {
  requirePermission(ctx, "manage-stations");
  const given = parseInput(updateSiteInput, input);
  return inTransaction(ctx, async ({ tx, audit }) => {
    const isKnown = (await tx.site.count({ where: { id } })) > 0;
    if (!isKnown) throw new ServiceError("NotFound", `There is no site ${id}.`);
    const data = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const row = await tx.site.update({ where: { id }, data }).catch(taken(given.name ?? ""));
    await audit("UpdateSite", `site:${id}`, data);
    return toSiteView(row, await tx.station.count({ where: { siteId: id } }));
  });
}
