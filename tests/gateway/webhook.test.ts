import { afterEach, describe, expect, test } from "vitest";
import { sendEmail } from "@/ocpp-gateway/notify/email";
import { isPublicAddress } from "@/ocpp-gateway/notify/public-address";
import { sendWebhook } from "@/ocpp-gateway/notify/webhook";
import { type HookReceiver, startReceiver } from "../support/hook-receiver";

let receiver: HookReceiver | null = null;
afterEach(async () => {
  await receiver?.stop();
  receiver = null;
});

const NOW = new Date("2026-11-22T10:00:00.000Z");
const allowed = { allowsPrivate: true, now: NOW, limits: { timeoutMs: 400, answerBytesMax: 1_000 } };
const aWebhook = (url: string) => ({ url, secret: "s", deliveryId: "d-1", event: "Test", body: "{}" });

async function answering(answer: Parameters<typeof startReceiver>[0]) {
  receiver = await startReceiver(answer);
  return receiver;
}

describe("a webhook", () => {
  test("does not follow a redirect", async () => {
    const { url, calls } = await answering((response) => response.writeHead(302, { location: "/elsewhere" }).end());
    expect(await sendWebhook(aWebhook(url), allowed)).toEqual({
      reason: "HTTP 302: redirects are not followed",
      isFinal: false,
    });
    expect(calls).toHaveLength(1);
  });

  test("is given up where the receiver says that it is gone", async () => {
    const { url } = await answering((response) => response.writeHead(410).end());
    expect(await sendWebhook(aWebhook(url), allowed)).toEqual({ reason: "HTTP 410", isFinal: true });
  });

  test("does not wait for one that never answers, nor for a body that never ends", async () => {
    const { url } = await answering((response, n) => {
      if (n === 2) response.writeHead(200).write("a");
    });
    expect(await sendWebhook(aWebhook(url), allowed)).toEqual({ reason: "no answer in time", isFinal: false });
    expect(await sendWebhook(aWebhook(url), allowed)).toEqual({ reason: "no answer in time", isFinal: false });
  });

  test("reads no more than it has to", async () => {
    const { url } = await answering((response) => {
      response.writeHead(200);
      response.write("x".repeat(5_000));
    });
    expect(await sendWebhook(aWebhook(url), allowed)).toBeNull();
  });

  test("reaches no private network unless that is allowed, whatever the address is called", async () => {
    const { url, calls } = await answering((response) => response.writeHead(200).end());
    const { port } = new URL(url);
    for (const host of ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]) {
      const failure = await sendWebhook(aWebhook(`http://${host}:${port}/hook`), { ...allowed, allowsPrivate: false });
      expect(failure).toMatchObject({ isFinal: true, reason: expect.stringContaining("private network") });
    }
    expect(calls).toEqual([]);
    expect(await sendWebhook(aWebhook("file:///etc/passwd"), allowed)).toMatchObject({ isFinal: true });
  });

  test("to a port where nobody listens is tried again", async () => {
    const { url, stop } = await startReceiver(() => undefined);
    await stop();
    expect(await sendWebhook(aWebhook(url), allowed)).toMatchObject({
      isFinal: false,
      reason: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

test.each([
  ["93.184.216.34", true],
  ["2606:2800:220:1::1", true],
  ["10.1.2.3", false],
  ["100.64.0.1", false],
  ["169.254.169.254", false],
  ["172.31.255.255", false],
  ["192.168.1.1", false],
  ["0.0.0.0", false],
  ["255.255.255.255", false],
  ["::", false],
  ["fe80::1", false],
  ["fd00::1", false],
  ["::ffff:10.0.0.1", false],
  ["2002:0a00:0001::1", false],
  ["64:ff9b::a00:1", false],
  ["nonsense", false],
])("%s is public: %s", (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test("without a mail server an e-mail fails for good and says what is missing", async () => {
  const message = { event: "Test", at: NOW.toISOString(), alert: null } as const;
  const email = { to: "ops@example.org", deliveryId: "d-1", message, consoleUrl: null };
  expect(await sendEmail(email, null)).toMatchObject({
    isFinal: true,
    reason: expect.stringContaining("KITUO_SMTP_URL"),
  });
});
