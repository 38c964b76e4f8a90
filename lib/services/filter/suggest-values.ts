import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { VIEW_LISTS, type ViewList } from "@/lib/domain/saved-view";
import { requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";

export const suggestValuesInput = z.object({
  list: z.enum(VIEW_LISTS),
  field: z.string().max(50),
  /** What is typed of the value. */
  typed: z.string().max(100).default(""),
});

/** A value that a field has; `count` is how many chargers have it, null where that would cost too much. */
export type SuggestedValue = { readonly value: string; readonly count: number | null };

const VALUES_MAX = 8;

/** Values of a field that have what was typed in them, the likeliest first. None for a field whose values nobody could list. */
export async function suggestValues(
  ctx: ServiceContext,
  input: z.input<typeof suggestValuesInput>,
): Promise<readonly SuggestedValue[]> {
  requirePermission(ctx, "read");
  const { list, field, typed } = parseInput(suggestValuesInput, input);
  const source = SOURCES[list].get(field);
  if (source === undefined) return [];
  const word = typed.trim().toLowerCase();
  return ctx.db.$queryRaw<SuggestedValue[]>`
    SELECT value, count FROM (${source}) found
    WHERE strpos(lower(value), ${word}) > 0
    ORDER BY strpos(lower(value), ${word}) > 1, count DESC NULLS LAST, length(value), value LIMIT ${VALUES_MAX}`;
}

const ofStations = (column: string): Prisma.Sql => Prisma.sql`
  SELECT ${Prisma.raw(column)} AS value, count(*)::int AS count FROM station
  WHERE removed_at IS NULL AND ${Prisma.raw(column)} IS NOT NULL GROUP BY 1`;

/** Each has one charger, so a number would say nothing. */
const ofOneStation = (column: string): Prisma.Sql => Prisma.sql`
  SELECT ${Prisma.raw(column)} AS value, NULL::int AS count FROM station
  WHERE removed_at IS NULL AND ${Prisma.raw(column)} IS NOT NULL`;

const SITES = Prisma.sql`
  SELECT site.name AS value, count(s.id)::int AS count
  FROM site LEFT JOIN station s ON s.site_id = site.id AND s.removed_at IS NULL GROUP BY site.id`;
const TAGS = Prisma.sql`
  SELECT tag AS value, count(*)::int AS count FROM station s, unnest(s.tags) AS tag
  WHERE s.removed_at IS NULL GROUP BY tag`;
const TOKENS = Prisma.sql`SELECT uid AS value, NULL::int AS count FROM token`;
const GROUPS = Prisma.sql`SELECT uid AS value, NULL::int AS count FROM token_group`;

const SOURCES: Readonly<Record<ViewList, ReadonlyMap<string, Prisma.Sql>>> = {
  Chargers: new Map([
    ["site", SITES],
    ["tag", TAGS],
    ["vendor", ofStations("vendor")],
    ["model", ofStations("model")],
    ["fw", ofStations("firmware_version")],
    ["charger", ofOneStation("identity")],
    ["name", ofOneStation("name")],
    ["serial", ofOneStation("serial_number")],
  ]),
  Sessions: new Map([
    ["site", SITES],
    ["charger", ofOneStation("identity")],
    ["token", TOKENS],
    ["group", GROUPS],
  ]),
};
