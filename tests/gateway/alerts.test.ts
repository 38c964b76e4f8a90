import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { webhookSignature } from "@/ocpp-gateway/notify/webhook";
import { startGateway, type TestGateway } from "../support/gateway";
import { type HookReceiver, startReceiver } from "../support/hook-receiver";
import { type MailServer, startMailServer } from "../support/mail-server";
import { metric } from "./support/metrics";
import { dial } from "./support/raw-station";

let kituo: TestGateway;
let mail: MailServer;
const receivers: HookReceiver[] = [];
const SECRET = "a secret of this test";

beforeAll(async () => {
  mail = await startMailServer();
  kituo = await startGateway({
    alerts: {
      smtp: { url: mail.url, from: "kituo@example.org" },
      allowsPrivateWebhooks: true,
      consoleUrl: "https://kituo.example.org",
      folders: [],
    },
  });
});
afterAll(async () => {
  await Promise.all(receivers.map(({ stop }) => stop()));
  await kituo.stop();
  await mail.stop();
});

async function receiver(answer: Parameters<typeof startReceiver>[0]): Promise<HookReceiver> {
  const started = await startReceiver(answer);
  receivers.push(started);
  return started;
}

const aRoute = (name: string, channel: "Email" | "Webhook", target: string) =>
  kituo.db.alertRoute.create({ data: { name, channel, target, secret: SECRET, severity: "Critical" } });

const aTest = (routeId: number) =>
  kituo.db.alertDelivery.create({
    data: {
      id: randomUUID(),
      routeId,
      event: "Test",
      payload: { event: "Test", at: new Date().toISOString(), alert: null },
      createdAt: new Date(),
      dueAt: new Date(),
    },
  });

const delivery = (id: string) => kituo.db.alertDelivery.findUniqueOrThrow({ where: { id } });

const within = { timeout: 30_000, interval: 100 };

/** When the signature was made, and whether it is the one of the bytes that came. */
function isSigned({ headers, body }: HookReceiver["calls"][number]): boolean {
  const given = headers["kituo-signature"];
  const seconds = /^t=(\d+),/.exec(typeof given === "string" ? given : "")?.[1];
  return given === webhookSignature(SECRET, body, new Date(Number(seconds) * 1000));
}

describe("a charger that goes away", () => {
  test("is told by webhook and by mail, once, with its signature and a link; and that it is back", async () => {
    const good = await receiver((response) => response.writeHead(204).end());
    await aRoute("hook", "Webhook", good.url);
    await aRoute("mail", "Email", "ops@example.org, night@example.org");
    await kituo.db.alertRule.updateMany({
      where: { kind: "Offline" },
      data: { settings: { forSeconds: 0, clearSeconds: 0 } },
    });
    await kituo.addStation("GONE-1");
    const boot = { chargePointVendor: "Kituo", chargePointModel: "K1" };
    const station = await dial(kituo.ocppUrl, "GONE-1", "1.6");
    await station.ask("BootNotification", boot);
    await station.leave();

    await vi.waitFor(() => expect(good.calls).toHaveLength(1), within);
    const [call] = good.calls;
    if (call === undefined) throw new Error("nothing was told");
    expect(isSigned(call)).toBe(true);
    expect(call.headers).toMatchObject({ "kituo-event": "Opened", "content-type": "application/json" });
    expect(JSON.parse(call.body)).toMatchObject({
      id: call.headers["kituo-delivery"],
      event: "Opened",
      alert: { kind: "Offline", severity: "Critical", cause: { type: "Station", name: "GONE-1" }, count: 1 },
    });
    await vi.waitFor(() => expect(mail.mails).toHaveLength(1), within);
    const alert = await kituo.db.alert.findFirstOrThrow();
    expect(mail.mails[0]).toMatchObject({ from: "kituo@example.org", to: ["ops@example.org", "night@example.org"] });
    expect(mail.mails[0]?.data).toContain("Subject: Critical: GONE-1: offline");
    expect(mail.mails[0]?.data).toContain(`https://kituo.example.org/alerts/${alert.id}`);
    expect(await metric(kituo.liveUrl, "kituo_alerts_open", { severity: "Critical" })).toBe(1);

    const back = await dial(kituo.ocppUrl, "GONE-1", "1.6");
    await back.ask("BootNotification", boot);
    await vi.waitFor(() => expect(good.calls).toHaveLength(2), within);
    expect(JSON.parse(good.calls[1]?.body ?? "")).toMatchObject({ event: "Resolved", alert: { state: "Resolved" } });
    await vi.waitFor(() => expect(mail.mails).toHaveLength(2), within);
    expect(mail.mails[1]?.data).toContain("Subject: Resolved: GONE-1: offline");
    await kituo.db.alertRoute.updateMany({ data: { isOn: false } });
    await kituo.db.alertRule.updateMany({ data: { isOn: false } });
    await back.leave();
  });
});

describe("a receiver in trouble", () => {
  test("one that hangs keeps its own messages waiting and nobody else's; stations are answered meanwhile", async () => {
    const hangs = await receiver(() => undefined);
    const good = await receiver((response) => response.writeHead(200).end());
    const [bad, fine] = [await aRoute("hangs", "Webhook", hangs.url), await aRoute("fine", "Webhook", good.url)];
    for (let n = 0; n < 30; n += 1) await aTest(bad.id);
    await vi.waitFor(() => expect(hangs.calls.length).toBeGreaterThan(0), within);
    const { id } = await aTest(fine.id);
    await vi.waitFor(async () => expect(await delivery(id)).toMatchObject({ state: "Delivered", attempts: 1 }), {
      timeout: 8_000,
      interval: 100,
    });
    expect(await kituo.db.alertDelivery.count({ where: { routeId: bad.id, attempts: { gt: 0 } } })).toBe(10);
    await kituo.addStation("CALM-1");
    const station = await dial(kituo.ocppUrl, "CALM-1", "1.6");
    expect(await station.ask("Heartbeat", {})).toMatchObject([
      3,
      expect.anything(),
      { currentTime: expect.any(String) },
    ]);
    await station.leave();
    await vi.waitFor(
      async () =>
        expect(
          await kituo.db.alertDelivery.count({
            where: { routeId: bad.id, state: "Pending", error: "no answer in time" },
          }),
        ).toBeGreaterThanOrEqual(10),
      within,
    );
    await kituo.db.alertRoute.delete({ where: { id: bad.id } });
  });

  test("one that answers 500 is asked again later, with the same delivery, and then it has arrived", async () => {
    const late = await receiver((response, n) => response.writeHead(n === 1 ? 500 : 200).end("x"));
    const { id } = await aTest((await aRoute("late", "Webhook", late.url)).id);
    await vi.waitFor(async () => expect(await delivery(id)).toMatchObject({ error: "HTTP 500" }), within);
    expect(await delivery(id)).toMatchObject({ state: "Pending", attempts: 1, settledAt: null });
    expect((await delivery(id)).dueAt.getTime()).toBeGreaterThan(Date.now() + 5_000);
    await vi.waitFor(async () => expect(await delivery(id)).toMatchObject({ state: "Delivered", error: null }), within);
    expect(late.calls.map(({ headers }) => headers["kituo-delivery"])).toEqual([id, id]);
    expect(late.calls.every(isSigned)).toBe(true);
  });
});
