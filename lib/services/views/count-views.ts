import { Prisma } from "@/lib/db/generated/client";
import { ownViews, type ViewList } from "@/lib/domain/saved-view";
import { requirePermission, type ServiceContext } from "../context";
import type { Total } from "../filter/count-rows";
import { countSessions } from "../sessions/list-sessions";
import { narrowStations } from "../stations/list-stations";
import { wordedStations } from "../stations/worded-stations";
import { listViews } from "./list-views";

type Counted = { readonly id: string; readonly filter: string };

/** How many each tab above a list has: the views that everybody has and the pinned ones, by id. */
export async function countViews(ctx: ServiceContext, list: ViewList): Promise<Readonly<Record<string, Total>>> {
  requirePermission(ctx, "read");
  const saved = await listViews(ctx, list);
  const views = [...ownViews(list), ...saved.filter(({ isPinned }) => isPinned)];
  return list === "Chargers" ? countChargerViews(ctx, views) : countSessionViews(ctx, views);
}

/** All in one look at the fleet. */
async function countChargerViews(
  ctx: ServiceContext,
  views: readonly Counted[],
): Promise<Readonly<Record<string, Total>>> {
  const narrowed = await Promise.all(views.map(({ filter }) => narrowStations(ctx, { filter }, ctx.now())));
  const worded = wordedStations({
    where: Prisma.sql`TRUE`,
    flags: narrowed.map(({ where }) => where),
    now: ctx.now(),
  });
  const counts = narrowed.map(
    ({ ofStatus }, place) => Prisma.sql`count(*) FILTER (WHERE w.flags[${place + 1}] AND ${ofStatus})::int`,
  );
  const [row] = await ctx.db.$queryRaw<{ counts: number[] }[]>`
    SELECT ARRAY[${Prisma.join(counts)}] AS counts FROM (${worded}) w`;
  return Object.fromEntries(
    views.map(({ id }, place) => [id, { count: row?.counts[place] ?? 0, isCapped: false }] as const),
  );
}

async function countSessionViews(
  ctx: ServiceContext,
  views: readonly Counted[],
): Promise<Readonly<Record<string, Total>>> {
  const counts: Record<string, Total> = {};
  // One after another: what a glance at tabs costs must not keep others waiting.
  for (const { id, filter } of views) counts[id] = await countSessions(ctx, { filter });
  return counts;
}
