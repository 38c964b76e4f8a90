import { z } from "zod";
import { Prisma } from "@/lib/db/generated/client";
import { ALERT_KINDS, SEVERITIES } from "@/lib/domain/alerts/alert-rule";
import { ALERT_GROUPS, type AlertGroup, type AlertView } from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { instantSchema } from "../instant";
import { livePosition } from "../live-position";
import { decodeCursor, type Page, pageFields, toPage } from "../page";
import { parseInput } from "../parse-input";
import { toAlertViews } from "./alert-row";

export const listAlertsInput = z.object({
  /** Open: nobody sees to it yet; silenced ones are in no other group; absent: all. */
  group: z.enum(ALERT_GROUPS).optional(),
  kind: z.enum(ALERT_KINDS).optional(),
  severity: z.enum(SEVERITIES).optional(),
  /** Only those that this charger is or was in. */
  identity: z.string().min(1).max(255).optional(),
  ...pageFields,
});

type Wanted = z.output<typeof listAlertsInput>;

const RANK = Prisma.sql`array_position(${[...SEVERITIES]}::text[], severity)`;

/** Alerts, the worst first, and of each severity those that opened last; resolved ones by when they opened alone. */
export async function listAlerts(
  ctx: ServiceContext,
  input: z.input<typeof listAlertsInput> = {},
): Promise<Page<AlertView> & { readonly position: number }> {
  requirePermission(ctx, "read");
  const wanted = parseInput(listAlertsInput, input);
  const position = await livePosition(ctx.db);
  const rank = wanted.group === "Resolved" ? Prisma.sql`0` : RANK;
  const found = await ctx.db.$queryRaw<{ id: number; rank: number; openedAt: Date }[]>`
    SELECT id, ${rank} AS rank, opened_at AS "openedAt" FROM alert
    WHERE ${toFilter(wanted, ctx.now())} AND ${afterCursor(wanted.cursor, rank)}
    ORDER BY rank, opened_at DESC, id DESC LIMIT ${wanted.limit + 1}`;
  const rows = await ctx.db.alert.findMany({ where: { id: { in: found.map(({ id }) => id) } } });
  const views = new Map((await toAlertViews(ctx.db, rows, ctx.now())).map((view) => [view.id, view]));
  const keyed = found.flatMap((key) => {
    const view = views.get(key.id);
    return view === undefined ? [] : [{ key, view }];
  });
  const page = toPage(
    keyed,
    wanted.limit,
    ({ view }) => view,
    ({ key }) => [key.rank, key.openedAt.toISOString(), key.id],
  );
  return { ...page, position };
}

function toFilter({ group, kind, severity, identity }: Wanted, now: Date): Prisma.Sql {
  const parts = [
    ...(group === undefined ? [] : [groupFilter(group, now)]),
    ...(kind === undefined ? [] : [Prisma.sql`kind = ${kind}`]),
    ...(severity === undefined ? [] : [Prisma.sql`severity = ${severity}`]),
    ...(identity === undefined
      ? []
      : [
          Prisma.sql`EXISTS (SELECT FROM alert_member m JOIN station s ON s.id = m.station_id
            WHERE m.alert_id = alert.id AND s.identity = ${identity})`,
        ]),
  ];
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, " AND ");
}

/** Which group an alert is in, over `alert`. */
export function groupFilter(group: AlertGroup, now: Date): Prisma.Sql {
  const isSilenced = Prisma.sql`COALESCE(silenced_until > ${now.toISOString()}::timestamptz, false)`;
  switch (group) {
    case "Open":
      return Prisma.sql`state = 'Open' AND NOT ${isSilenced}`;
    case "Acknowledged":
      return Prisma.sql`state = 'Acknowledged' AND NOT ${isSilenced}`;
    case "Silenced":
      return Prisma.sql`state <> 'Resolved' AND ${isSilenced}`;
    case "Resolved":
      return Prisma.sql`state = 'Resolved'`;
  }
}

const rankInstantAndId = z.tuple([
  z.int().min(0).max(SEVERITIES.length),
  instantSchema,
  z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
]);

function afterCursor(cursor: string | undefined, rank: Prisma.Sql): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`;
  const [lastRank, at, id] = decodeCursor(cursor, rankInstantAndId);
  return Prisma.sql`(${rank} > ${lastRank} OR (${rank} = ${lastRank}
    AND (opened_at, id) < (${at}::timestamptz, ${id}::int)))`;
}
