import { z } from "zod";
import type { AlertMessage } from "@/lib/domain/alerts/alert-message";
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

/** Sends what is due, all at once, and keeps what became of it. What a crash cuts off is sent again: at least once. */
export function createAlertDeliveries(
  { ctx, metrics }: { readonly ctx: ServiceContext; readonly metrics: Metrics },
  sending: AlertSending,
): { readonly round: () => Promise<void> } {
  const deliver = async (delivery: ClaimedDelivery): Promise<void> => {
    const failure = await send(delivery, sending, ctx.now());
    const state = await settleDelivery(ctx, delivery, failure);
    metrics.alertDeliveries.inc({ channel: delivery.channel, outcome: state === "Pending" ? "Retried" : state });
  };
  return { round: async () => void (await Promise.all((await claimDeliveries(ctx)).map(deliver))) };
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
