import { withoutTerm } from "@/lib/domain/filter/change-filter";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import type { ViewList } from "@/lib/domain/saved-view";
import { requirePermission, type ServiceContext } from "../context";
import { countSessions } from "../sessions/list-sessions";
import { listStations } from "../stations/list-stations";
import type { Total } from "./count-rows";

/** A longer filter is looked through by its writer. */
const TERMS_COUNTED = 6;

/** For a filter that nothing passes: how many rows there were without each of its terms, in their order. */
export async function countWithoutTerms(
  ctx: ServiceContext,
  list: ViewList,
  filter: string,
): Promise<readonly Total[]> {
  requirePermission(ctx, "read");
  const terms = parseFilter(filter).length;
  if (terms > TERMS_COUNTED) return [];
  const counts: Total[] = [];
  // One after another: an empty list must not keep others waiting.
  for (let place = 0; place < terms; place += 1) counts.push(await count(ctx, list, withoutTerm(filter, place)));
  return counts;
}

async function count(ctx: ServiceContext, list: ViewList, filter: string): Promise<Total> {
  if (list === "Sessions") return countSessions(ctx, { filter });
  return { count: (await listStations(ctx, { filter, limit: 1 })).total, isCapped: false };
}
