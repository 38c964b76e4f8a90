import { z } from "zod";
import { ALERT_KINDS, RULE_SETTINGS, SEVERITIES } from "@/lib/domain/alerts/alert-rule";
import {
  ALERT_EVENTS,
  ALERT_STATES,
  type AlertDeliveryView,
  type AlertDetail,
  type AlertEventView,
  type AlertMemberView,
  type AlertRouteView,
  type AlertRuleView,
  type AlertView,
  DELIVERY_EVENTS,
  DELIVERY_STATES,
  RESOLVED_BECAUSE,
  ROUTE_CHANNELS,
} from "@/lib/domain/alerts/alert-view";
import { CAUSE_TYPES } from "@/lib/domain/alerts/cause";

/** What the API answers of alerts, described. */

const instant = z.iso.datetime();
const text = z.string().nullable();

const alertFields = {
  id: z.int(),
  ruleId: z.int().nullable(),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  cause: z.object({
    type: z.enum(CAUSE_TYPES),
    name: z.string(),
    stations: z.int().nullable().describe("Of a site: how many chargers it has."),
  }),
  state: z.enum(ALERT_STATES),
  openedAt: instant,
  lastAt: instant.describe("When something last joined it or came back."),
  count: z.int().describe("Each member once, and once more each time it came back."),
  present: z.int().describe("What is in it now; 0 while it waits to be over."),
  members: z.int().describe("What is or was in it."),
  detail: text.describe("Of its members, where all have the same."),
  acknowledgedBy: text,
  acknowledgedAt: instant.nullable(),
  silencedUntil: instant.nullable().describe("Null unless it is silenced now."),
  silencedBy: text,
  resolvedAt: instant.nullable(),
  resolveReason: z.enum(RESOLVED_BECAUSE).nullable(),
  resolvedBy: text,
  resolveNote: text,
  rev: z.int(),
};

export const alertSchema: z.ZodType<AlertView> = z.object(alertFields);

const memberSchema: z.ZodType<AlertMemberView> = z.object({
  label: z.string(),
  identity: text.describe("Null where it is no charger, or one that was removed."),
  siteName: text,
  detail: text,
  since: instant,
  joinedAt: instant,
  leftAt: instant.nullable(),
  times: z.int(),
});

const eventSchema: z.ZodType<AlertEventView> = z.object({
  id: z.string(),
  at: instant,
  type: z.enum(ALERT_EVENTS),
  actor: z.string(),
  names: z.array(z.string()).readonly(),
  count: z.int().nullable(),
  until: text,
  reason: z.enum(RESOLVED_BECAUSE).nullable(),
  note: text,
});

const deliveryFields = {
  id: z.uuid(),
  alertId: z.int().nullable().describe("Null of a test."),
  event: z.enum(DELIVERY_EVENTS),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  createdAt: instant,
  dueAt: instant.nullable().describe("When it is tried next; null once it is settled."),
  settledAt: instant.nullable(),
  error: text.describe("Why the last try failed."),
};

export const deliverySchema: z.ZodType<AlertDeliveryView> = z.object(deliveryFields);

export const alertDetailSchema: z.ZodType<AlertDetail> = z.object({
  ...alertFields,
  ruleName: text,
  concerned: z.array(memberSchema).readonly().describe("200 at most; those that still are first."),
  events: z.array(eventSchema).readonly(),
  deliveries: z.array(z.object({ ...deliveryFields, routeName: z.string() })).readonly(),
});

export const ruleSchema: z.ZodType<AlertRuleView> = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.enum(ALERT_KINDS),
  isOn: z.boolean(),
  severity: z.enum(SEVERITIES),
  settings: z.partialRecord(z.enum(RULE_SETTINGS), z.int()).describe("What is left out stands at the kind's default."),
  scope: z.object({
    siteIds: z.array(z.int()).readonly().describe("Empty: all."),
    tags: z.array(z.string()).readonly().describe("Chargers with any of these; empty: all."),
  }),
  open: z.int().describe("Alerts of it that are not resolved."),
});

const routeFields = {
  id: z.int(),
  name: z.string(),
  isOn: z.boolean(),
  channel: z.enum(ROUTE_CHANNELS),
  target: z.string(),
  severity: z.enum(SEVERITIES).describe("The least severe that is told."),
  kinds: z.array(z.enum(ALERT_KINDS)).readonly().describe("Empty: all."),
  tellsResolved: z.boolean(),
  lastDelivery: deliverySchema.nullable(),
};

export const routeSchema: z.ZodType<AlertRouteView> = z.object(routeFields);

const SIGNED =
  "`Kituo-Signature: t=<seconds>,v1=<hex>`, where v1 is the HMAC-SHA256 of `<t>.<body>` under this secret. Told this once; null of an e-mail.";

export const createdRouteSchema: z.ZodType<AlertRouteView & { readonly secret: string | null }> = z.object({
  ...routeFields,
  secret: text.describe(SIGNED),
});

export const secretSchema = z.object({ secret: z.string().describe(SIGNED) });
