import { z } from "zod";
import type { SiteView } from "@/lib/domain/site-view";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { parseInput } from "../parse-input";
import { requireWholePlace, siteFields, toSiteView } from "./site-fields";
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
  return inTransaction(ctx, async ({ tx, announce, audit }) => {
    const data = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    // Locked: of two that each tell half a place, one has to see the other's.
    await tx.$queryRaw`SELECT id FROM site WHERE id = ${id} FOR UPDATE`;
    const before = await tx.site.findUnique({ where: { id } });
    if (before === null) throw new ServiceError("NotFound", `There is no site ${id}.`);
    requireWholePlace({ ...before, ...data });
    const row = await tx.site.update({ where: { id }, data }).catch(taken(given.name ?? ""));
    await announce({ type: "SiteChanged", siteId: id });
    await audit("UpdateSite", `site:${id}`, data);
    return toSiteView(row, await tx.station.count({ where: { siteId: id, removedAt: null } }));
  });
}
