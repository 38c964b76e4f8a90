import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { byUrgency, type Need, type NeedCause, type Needs } from "@/lib/domain/overview/need";
import { may } from "@/lib/domain/permissions";
import { requirePermission, type ServiceContext } from "../context";
import { listUnstarted } from "../sessions/list-unstarted";
import { sessionWhere } from "../sessions/session-conditions";
import { countStuckSessions } from "../sessions/stuck-sessions";
import { listRefusals } from "../stations/list-refusals";
import { stationNeeds } from "./station-needs";

const STATION_ITEMS_MAX = 8;

/** What waits for a person now, by cause, worst first. Approvals only for those who may give them. */
export async function readNeeds(ctx: ServiceContext): Promise<Needs> {
  requirePermission(ctx, "read");
  const [stations, ...others] = await Promise.all([
    stationNeeds(ctx.db, ctx.now(), STATION_ITEMS_MAX),
    sessionNeeds(ctx),
    campaignNeeds(ctx),
    knocking(ctx),
  ]);
  return { items: [...stations.items, ...others.flat()].toSorted(byUrgency), moreStations: stations.moreStations };
}

const SYSTEM: NeedCause = { type: "System", id: "kituo", name: "Kituo" };

const NOTHING_MORE = {
  severity: "Warning",
  cause: SYSTEM,
  of: null,
  identities: [],
  detail: null,
  since: null,
} as const;

async function sessionNeeds(ctx: ServiceContext): Promise<readonly Need[]> {
  const [review, stuck, unheard] = await Promise.all([
    countReviews(ctx),
    countStuckSessions(ctx.db, ctx.now()),
    listUnstarted(ctx),
  ]);
  const needs: readonly Need[] = [
    { ...NOTHING_MORE, kind: "NeverCharged", count: stuck.neverCharged },
    { ...NOTHING_MORE, kind: "NeverEnds", count: stuck.neverEnds },
    { ...NOTHING_MORE, kind: "Unheard", count: unheard.length, since: unheard[0]?.since ?? null },
    { ...NOTHING_MORE, kind: "Review", severity: "Info", count: review },
  ];
  return needs.filter(({ count }) => count > 0);
}

async function countReviews({ db, now }: ServiceContext): Promise<number> {
  const matches = [{ type: "Word", word: "review" }] as const;
  const { of } = await sessionWhere(db, [{ type: "Field", isNegated: false, field: "problem", matches }], now());
  const [row] = await db.$queryRaw<{ n: number }[]>(
    Prisma.sql`SELECT count(*)::int AS n FROM charging_session s WHERE ${of("Ended")}`,
  );
  return row?.n ?? 0;
}

async function campaignNeeds({ db, actor }: ServiceContext): Promise<readonly Need[]> {
  const mayApprove = actor.kind === "system" || may(actor.role, "approve-campaigns");
  const [campaigns, engine] = await Promise.all([
    db.campaign.findMany({
      where: {
        OR: [
          { status: "Paused", NOT: { pauseCause: "Operator" } },
          ...(mayApprove ? [{ status: "PendingApproval", NOT: { editorIds: { has: actor.id } } }] : []),
        ],
      },
      select: { id: true, name: true, status: true, pauseCause: true, submittedAt: true },
      orderBy: { createdAt: "desc" },
      take: 20,
    }),
    readEngine(db),
  ]);
  const ofCampaigns = campaigns.map((row): Need => {
    const cause: NeedCause = { type: "Campaign", id: row.id, name: row.name };
    if (row.status === "Paused")
      return { ...NOTHING_MORE, kind: "CampaignPaused", cause, count: 1, detail: row.pauseCause };
    const since = row.submittedAt?.toISOString() ?? null;
    return { ...NOTHING_MORE, kind: "Approval", severity: "Info", cause, count: 1, since };
  });
  return [...ofCampaigns, ...engine];
}

async function readEngine(db: Database): Promise<readonly Need[]> {
  const engine = await db.rolloutEngine.findUnique({ where: { id: 1 } });
  const at = engine?.stoppedAt ?? null;
  if (at === null) return [];
  const detail = engine?.stopReason ?? null;
  return [{ ...NOTHING_MORE, kind: "RolloutsStopped", count: 1, since: at.toISOString(), detail }];
}

async function knocking(ctx: ServiceContext): Promise<readonly Need[]> {
  const refusals = await listRefusals(ctx);
  const identities = [...new Set(refusals.map(({ identity }) => identity))];
  if (identities.length === 0) return [];
  const since = refusals.map(({ firstAt }) => firstAt).toSorted()[0] ?? null;
  const some = identities.slice(0, 3);
  return [{ ...NOTHING_MORE, kind: "Knocking", severity: "Info", count: identities.length, identities: some, since }];
}
