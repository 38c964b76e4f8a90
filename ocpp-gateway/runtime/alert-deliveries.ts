import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import type { AlertMessage } from "@/lib/domain/alerts/alert-message";
import type { Log } from "@/lib/log";
import { type ClaimedDelivery, claimDeliveries } from "@/lib/services/alerts/claim-deliveries";
import { type DeliveryFailure, settleDelivery } from "@/lib/services/alerts/settle-delivery";
import type { ServiceContext } from "@/lib/services/context";
import type { Metrics } from "../metrics";
import { type SmtpSettings, sendEmail } from "../notify/email";
import { sendWebhook } from "../notify/webhook";

export type AlertSending = {
  /** Null: no mail server is set. */
  readonly smtp: SmtpSettings | null;
  readonly allowsPrivateWebhooks: boolean;
  /** Where people find the console; null leaves links out. */
  readonly consoleUrl: string | null;
};

/** A payload is written by `placeDeliveries` and `testRoute` alone: that it is an object is all that is looked at. */
const payloadSchema = z.custom<AlertMessage>((value) => typeof value === "object" && value !== null);

/** Tries of one route at a time: who does not answer keeps its own messages waiting, and nobody else's. */
const PER_ROUTE = 10;
/** Shorter than the lease of a try: whatever a server does in the meantime, it is over. */
const TRY_MS_MAX = 45_000;

export type AlertDeliveriesDeps = { readonly ctx: ServiceContext; readonly log: Log; readonly metrics: Metrics };

export type AlertDeliveries = {
  /** Begins to send what is due; it does not wait for the answers. */
  readonly round: () => Promise<void>;
  /** Ends when what is being sent is settled. */
  readonly stop: () => Promise<void>;
};

/** Sends what is due, and keeps what became of it. What a crash cuts off is sent again: at least once. */
export function createAlertDeliveries(
  { ctx, log, metrics }: AlertDeliveriesDeps,
  sending: AlertSending,
): AlertDeliveries {
  const underWay = new Map<number, Set<Promise<void>>>();
  const deliver = async (delivery: ClaimedDelivery): Promise<void> => {
    const failure = await inTime(send(delivery, sending, ctx.now()));
    const state = await settleDelivery(ctx, delivery, failure);
    metrics.alertDeliveries.inc({ channel: delivery.channel, outcome: state === "Pending" ? "Retried" : state });
    if (failure !== null) log.warn({ delivery: delivery.id, reason: failure.reason, state }, "an alert was not told");
  };
  const begin = (delivery: ClaimedDelivery): void => {
    const { id, routeId } = delivery;
    const ofRoute = underWay.get(routeId) ?? new Set();
    underWay.set(routeId, ofRoute);
    const sent = deliver(delivery)
      .catch((error: unknown) => log.error({ delivery: id, err: error }, "what became of a message was not kept"))
      .finally(() => {
        ofRoute.delete(sent);
        if (ofRoute.size === 0) underWay.delete(routeId);
      });
    ofRoute.add(sent);
  };
  return {
    round: async () => {
      const claimed = await claimDeliveries(ctx, { perRoute: PER_ROUTE, busyRoutes: [...underWay.keys()] });
      claimed.forEach(begin);
    },
    stop: async () => void (await Promise.all([...underWay.values()].flatMap((sent) => [...sent]))),
  };
}

async function inTime(sent: Promise<DeliveryFailure>): Promise<DeliveryFailure> {
  const late = new AbortController();
  const limit = setTimeout(TRY_MS_MAX, { reason: "no answer in time", isFinal: false }, { signal: late.signal });
  try {
    return await Promise.race([sent, limit]);
  } finally {
    late.abort();
  }
}

async function send(delivery: ClaimedDelivery, sending: AlertSending, now: Date): Promise<DeliveryFailure> {
  const { id, target, secret, event } = delivery;
  const message = payloadSchema.parse(delivery.payload);
  if (delivery.channel === "Email") {
    return sendEmail({ to: target, deliveryId: id, message, consoleUrl: sending.consoleUrl }, sending.smtp);
  }
  if (secret === null) return { reason: "the route has no secret to sign with", isFinal: true };
  const body = JSON.stringify({ id, ...message });
  return sendWebhook(
    { url: target, secret, deliveryId: id, event, body },
    { allowsPrivate: sending.allowsPrivateWebhooks, now },
  );
}
