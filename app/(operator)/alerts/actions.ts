"use server";

import { revalidatePath } from "next/cache";
import { attempt } from "@/app/attempt";
import type { AttendAlert } from "@/components/alerts/alert-orders";
import type { RouteValues } from "@/components/alerts/route-draft";
import type { RuleValues } from "@/components/alerts/rule-draft";
import type { ActionResult } from "@/components/form/action-result";
import type { AlertKind } from "@/lib/domain/alerts/alert-rule";
import type {
  AlertDeliveryView,
  AlertRouteView,
  AlertRuleView,
  AlertView,
  RouteChannel,
} from "@/lib/domain/alerts/alert-view";
import { acknowledgeAlert } from "@/lib/services/alerts/acknowledge-alert";
import { type CreatedRoute, createRoute } from "@/lib/services/alerts/create-route";
import { createRule } from "@/lib/services/alerts/create-rule";
import { deleteRoute } from "@/lib/services/alerts/delete-route";
import { deleteRule } from "@/lib/services/alerts/delete-rule";
import { resolveAlert } from "@/lib/services/alerts/resolve-alert";
import { rotateRouteSecret } from "@/lib/services/alerts/rotate-route-secret";
import { silenceAlert } from "@/lib/services/alerts/silence-alert";
import { testRoute } from "@/lib/services/alerts/test-route";
import { updateRoute } from "@/lib/services/alerts/update-route";
import { updateRule } from "@/lib/services/alerts/update-rule";
import type { ServiceContext } from "@/lib/services/context";

/** Acknowledges, silences or resolves. */
export async function attend(...[id, order]: Parameters<AttendAlert>): Promise<ActionResult<AlertView>> {
  return changing((ctx) => {
    switch (order.type) {
      case "Acknowledge":
        return acknowledgeAlert(ctx, id, { note: order.note });
      case "Silence":
        return silenceAlert(ctx, id, { until: order.until, note: order.note });
      case "Resolve":
        return resolveAlert(ctx, id, { note: order.note });
    }
  });
}

export async function addRule(kind: AlertKind, values: RuleValues): Promise<ActionResult<AlertRuleView>> {
  return changing((ctx) => createRule(ctx, { kind, ...values }));
}

export async function changeRule(id: number, values: Partial<RuleValues>): Promise<ActionResult<AlertRuleView>> {
  return changing((ctx) => updateRule(ctx, id, values));
}

export async function removeRule(id: number): Promise<ActionResult<null>> {
  return changing(async (ctx) => {
    await deleteRule(ctx, id);
    return null;
  });
}

export async function addRoute(channel: RouteChannel, values: RouteValues): Promise<ActionResult<CreatedRoute>> {
  return changing((ctx) => createRoute(ctx, { channel, ...values }));
}

export async function changeRoute(id: number, values: Partial<RouteValues>): Promise<ActionResult<AlertRouteView>> {
  return changing((ctx) => updateRoute(ctx, id, values));
}

export async function removeRoute(id: number): Promise<ActionResult<null>> {
  return changing(async (ctx) => {
    await deleteRoute(ctx, id);
    return null;
  });
}

/** Puts a test message on its way; the page is read again once it is told what became of it. */
export async function sendTest(id: number): Promise<ActionResult<AlertDeliveryView>> {
  return changing((ctx) => testRoute(ctx, id));
}

export async function renewSecret(id: number): Promise<ActionResult<{ readonly secret: string }>> {
  return changing((ctx) => rotateRouteSecret(ctx, id));
}

async function changing<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<ActionResult<T>> {
  const result = await attempt(work);
  if (result.ok) revalidatePath("/alerts", "layout");
  return result;
}
