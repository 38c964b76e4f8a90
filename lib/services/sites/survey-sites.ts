import { z } from "zod";
import type { SiteListItem } from "@/lib/domain/site-view";
import { requirePermission, type ServiceContext } from "../context";
import { livePosition } from "../live-position";
import { parseInput } from "../parse-input";
import { listSites } from "./list-sites";
import { readSiteFigures } from "./site-figures";

export const surveySitesInput = z.object({
  /** Part of the name or the address, in any case. */
  q: z.string().trim().max(200).optional(),
});

export type SiteSurvey = {
  readonly items: readonly SiteListItem[];
  /** How many there are, whatever is searched for. */
  readonly total: number;
  readonly position: number;
};

/** The sites by name, and how each is doing. */
export async function surveySites(
  ctx: ServiceContext,
  input: z.input<typeof surveySitesInput> = {},
): Promise<SiteSurvey> {
  requirePermission(ctx, "read");
  const { q = "" } = parseInput(surveySitesInput, input);
  const position = await livePosition(ctx.db);
  const [sites, nowOf] = await Promise.all([listSites(ctx), readSiteFigures(ctx, null)]);
  const words = q.toLowerCase();
  const found = sites.filter(({ name, address }) => `${name}\n${address ?? ""}`.toLowerCase().includes(words));
  return { items: found.map((site) => ({ ...site, now: nowOf(site.id) })), total: sites.length, position };
}
