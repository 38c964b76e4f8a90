import { z } from "zod";
import type { AlertEvent, AlertMember } from "@/lib/db/generated/client";
import {
  ALERT_EVENTS,
  type AlertDetail,
  type AlertEventView,
  type AlertMemberView,
  RESOLVED_BECAUSE,
} from "@/lib/domain/alerts/alert-view";
import { requirePermission, type ServiceContext } from "../context";
import { ServiceError } from "../errors";
import { livePosition } from "../live-position";
import { toAlertViews } from "./alert-row";
import { toDeliveryView } from "./delivery-row";

const MEMBERS_MAX = 200;
const EVENTS_MAX = 200;
const DELIVERIES_MAX = 50;

/** One alert with what is in it (200 at most, those that still are first), its last 200 events and 50 messages. */
export async function readAlert(ctx: ServiceContext, id: number): Promise<AlertDetail & { readonly position: number }> {
  requirePermission(ctx, "read");
  const position = await livePosition(ctx.db);
  const row = await ctx.db.alert.findUnique({
    where: { id },
    include: {
      rule: { select: { name: true } },
      members: {
        orderBy: [{ leftAt: { sort: "desc", nulls: "first" } }, { label: "asc" }],
        take: MEMBERS_MAX,
        include: { station: { select: { identity: true, removedAt: true, site: { select: { name: true } } } } },
      },
      events: { orderBy: { id: "desc" }, take: EVENTS_MAX },
      deliveries: { orderBy: { createdAt: "desc" }, take: DELIVERIES_MAX, include: { route: true } },
    },
  });
  if (row === null) throw new ServiceError("NotFound", `There is no alert ${id}.`);
  const [alert] = await toAlertViews(ctx.db, [row], ctx.now());
  if (alert === undefined) throw new Error(`alert ${id} has no view`);
  return {
    ...alert,
    ruleName: row.rule?.name ?? null,
    concerned: row.members.map(toMemberView),
    events: row.events.map(toEventView),
    deliveries: row.deliveries.map((delivery) => ({ ...toDeliveryView(delivery), routeName: delivery.route.name })),
    position,
  };
}

type MemberRow = AlertMember & {
  readonly station: {
    readonly identity: string;
    readonly removedAt: Date | null;
    readonly site: { readonly name: string } | null;
  } | null;
};

const toMemberView = ({ station, ...row }: MemberRow): AlertMemberView => ({
  label: row.label,
  identity: station === null || station.removedAt !== null ? null : station.identity,
  siteName: station?.site?.name ?? null,
  detail: row.detail,
  since: row.since.toISOString(),
  joinedAt: row.joinedAt.toISOString(),
  leftAt: row.leftAt?.toISOString() ?? null,
  times: row.times,
});

const dataSchema = z.object({
  names: z.array(z.string()).default([]),
  count: z.int().nullable().default(null),
  until: z.string().nullable().default(null),
  reason: z.enum(RESOLVED_BECAUSE).nullable().default(null),
  note: z.string().nullable().default(null),
});

function toEventView({ id, at, type, actor, data }: AlertEvent): AlertEventView {
  const known = ALERT_EVENTS.find((name) => name === type);
  if (known === undefined) throw new Error(`unknown event of an alert in the books: ${type}`);
  return { id: String(id), at: at.toISOString(), type: known, actor, ...dataSchema.parse(data) };
}
