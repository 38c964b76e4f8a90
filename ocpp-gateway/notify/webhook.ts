import { createHmac } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import type { LookupFunction } from "node:net";
import type { DeliveryFailure } from "@/lib/services/alerts/settle-delivery";
import { PrivateAddressError, type Resolved, resolvePublic } from "./public-address";

export type Webhook = {
  readonly url: string;
  readonly secret: string;
  readonly deliveryId: string;
  readonly event: string;
  readonly body: string;
};

export type WebhookLimits = { readonly timeoutMs: number; readonly answerBytesMax: number };

export const WEBHOOK_LIMITS: WebhookLimits = { timeoutMs: 10_000, answerBytesMax: 64 * 1024 };

/**
 * `t=<seconds since 1970>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>` with the route's secret. Who receives it computes the
 * same over the bytes that came, and refuses what is older than five minutes.
 */
export function webhookSignature(secret: string, body: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

type Sending = { readonly allowsPrivate: boolean; readonly now: Date; readonly limits?: WebhookLimits };

/** Posts a message once. Redirects are not followed; any 2xx is arrival. Null: it arrived. */
export async function sendWebhook(webhook: Webhook, sending: Sending): Promise<DeliveryFailure> {
  try {
    const url = new URL(webhook.url);
    if (url.protocol !== "https:" && url.protocol !== "http:") throw new TypeError(`${url.protocol} is no web address`);
    const target = await resolvePublic(url.hostname, sending.allowsPrivate);
    const status = await post(url, target, webhook, sending);
    if (status >= 200 && status < 300) return null;
    const isRedirect = status >= 300 && status < 400;
    return { reason: `HTTP ${status}${isRedirect ? ": redirects are not followed" : ""}`, isFinal: status === 410 };
  } catch (error) {
    const isFinal = error instanceof PrivateAddressError || error instanceof TypeError;
    return { reason: error instanceof Error ? error.message : String(error), isFinal };
  }
}

function post(
  url: URL,
  target: Resolved,
  webhook: Webhook,
  { now, limits = WEBHOOK_LIMITS }: Sending,
): Promise<number> {
  const { body, secret, deliveryId, event } = webhook;
  const options: RequestOptions = {
    method: "POST",
    agent: false,
    lookup: always(target),
    signal: AbortSignal.timeout(limits.timeoutMs),
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "User-Agent": "Kituo",
      "Kituo-Event": event,
      "Kituo-Delivery": deliveryId,
      "Kituo-Signature": webhookSignature(secret, body, now),
    },
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options, (answer) => {
      readAway(answer, limits.answerBytesMax).then(() => resolve(answer.statusCode ?? 0), reject);
    });
    request.on("error", (error) => reject(isTimeout(error) ? new Error("no answer in time") : error));
    request.end(body);
  });
}

const isTimeout = (error: Error): boolean => error.name === "AbortError" || error.name === "TimeoutError";

/** The name was looked up and judged already. */
const always =
  ({ address, family }: Resolved): LookupFunction =>
  (_host, { all }, found) =>
    all === true ? found(null, [{ address, family }]) : found(null, address, family);

/** What an answer says beyond its status is nobody's matter; one without an end is cut off. */
async function readAway(answer: IncomingMessage, bytesMax: number): Promise<void> {
  let bytes = 0;
  for await (const piece of answer) {
    bytes += Buffer.isBuffer(piece) ? piece.length : 0;
    if (bytes > bytesMax) break;
  }
}
