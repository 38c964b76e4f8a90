import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { webhookSignature } from "@/ocpp-gateway/notify/webhook";
import { type HookReceiver, startReceiver } from "../support/hook-receiver";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";
import { type ForeignClient, foreignClient } from "./support/foreign-client";

/** Alerts as an operator meets them: a charger that goes away, who is told, who sees to it, and that it is over. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];
let receiver: HookReceiver;
let secret = "";

const PATIENCE = { timeout: 30_000 };

beforeAll(async () => {
  receiver = await startReceiver((response) => response.writeHead(204).end());
  kituo = await startKituo({ web: true, env: { KITUO_WEBHOOKS_TO_PRIVATE_NETWORKS: "true" } });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
  await receiver.stop();
});

async function dial(identity: string): Promise<ForeignClient> {
  const charger = foreignClient({ endpoint: kituo.ocppUrl, identity, protocol: "ocpp1.6" });
  await charger.connect();
  await charger.call("BootNotification", { chargePointVendor: "ACME", chargePointModel: "Wall22" });
  return charger;
}

const alertRow = (name: string) => page.locator("tr[data-alert]").filter({ hasText: name });
const sideBarEntry = () => page.getByRole("navigation", { name: "Main" }).first().locator('a[href="/alerts"]');

test("while nothing is wrong, the page says so", async () => {
  await page.goto(`${kituo.webUrl}/alerts`);
  await page.getByText("Nothing needs attention").waitFor();
  expect(await page.locator("[data-alert]").count()).toBe(0);
  await keepPicture(page, "alerts-empty");
});

test("a webhook is added, its secret is shown once, and a test arrives, signed with it", async () => {
  await page.getByRole("link", { name: "Whom to tell" }).click();
  await page.getByText("Nobody is told yet").waitFor();
  await page.getByRole("button", { name: "Add route" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Night shift");
  await dialog.getByLabel("How").selectOption("Webhook");
  await dialog.getByLabel("URL").fill("ftp://example.org");
  await dialog.getByRole("button", { name: "Add route" }).click();
  await dialog.getByText("A URL that begins with https:// or http:// is needed.").waitFor();
  await dialog.getByLabel("URL").fill(receiver.url);
  await dialog.getByRole("button", { name: "Add route" }).click();
  secret = (await dialog.getByTestId("route-secret").textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Send a test to Night shift" }).click();
  await page.locator('[data-delivery="Delivered"]').waitFor(PATIENCE);
  const [call] = receiver.calls;
  expect(call?.headers["kituo-event"]).toBe("Test");
  const given = String(call?.headers["kituo-signature"]);
  const seconds = Number(/^t=(\d+),/.exec(given)?.[1]);
  expect(given).toBe(webhookSignature(secret, call?.body ?? "", new Date(seconds * 1000)));
});

test("a rule is changed: who is away is told at once", async () => {
  await page.getByRole("link", { name: "Rules", exact: true }).click();
  await page.getByRole("button", { name: "Edit Charger offline" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("For at least (seconds)").fill("0");
  await dialog.getByLabel("Over after (seconds)").fill("0");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.locator('[data-rule="Charger offline"]').getByText("away for 0 s").waitFor();
  const rule = await db.alertRule.findFirstOrThrow({ where: { kind: "Offline" } });
  expect(rule.settings).toEqual({ forSeconds: 0, clearSeconds: 0 });
});

describe("a charger that goes away", () => {
  test("appears by itself, is counted beside the bell, and is told", async () => {
    await page.goto(`${kituo.webUrl}/alerts`);
    await db.station.create({ data: { identity: "GONE-1", identityKey: "gone-1", securityProfile: 0 } });
    const charger = await dial("GONE-1");
    await charger.close();
    await alertRow("GONE-1").waitFor(PATIENCE);
    await vi.waitFor(async () => expect(await sideBarEntry().textContent()).toBe("Alerts1"), { timeout: 5_000 });
    await alertRow("GONE-1").getByRole("link").click();
    await page.getByRole("heading", { name: "GONE-1" }).waitFor();
    const evidence = page.locator('[data-member="GONE-1"]');
    expect(await evidence.getByRole("link", { name: "Connection" }).getAttribute("href")).toBe(
      "/chargers/GONE-1/health",
    );
    await page.locator('[data-delivery="Delivered"]').waitFor(PATIENCE);
    expect(receiver.calls.at(-1)?.headers["kituo-event"]).toBe("Opened");
  });

  test("is acknowledged, silenced, and heard of again", async () => {
    const state = page.locator("[data-alert-state]");
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByRole("dialog").getByLabel("Note (optional)").fill("Power is off at the site");
    await page.getByRole("dialog").getByRole("button", { name: "Acknowledge" }).click();
    await page.locator('[data-event="Acknowledged"]').getByText("Power is off at the site").waitFor();
    expect(await state.getAttribute("data-alert-state")).toBe("Acknowledged");
    await vi.waitFor(async () => expect(await sideBarEntry().textContent()).toBe("Alerts"), { timeout: 5_000 });
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await page.getByRole("dialog").getByLabel("For how long").selectOption("4");
    await page.getByRole("dialog").getByRole("button", { name: "Silence" }).click();
    await page.locator('[data-alert-state="Silenced"]').waitFor();
    await page.getByRole("button", { name: "End silence" }).click();
    await page.locator('[data-alert-state="Acknowledged"]').waitFor();
  });

  test("is over by itself once it is back, without a reload", async () => {
    const charger = await dial("GONE-1");
    await page.locator('[data-alert-state="Resolved"]').waitFor(PATIENCE);
    await page.locator('[data-event="Resolved"]').getByText("it is over").waitFor();
    expect(await page.getByRole("button", { name: "Acknowledge" }).count()).toBe(0);
    await vi.waitFor(() => expect(receiver.calls.at(-1)?.headers["kituo-event"]).toBe("Resolved"), PATIENCE);
    await charger.close();
  });
});

test("the chargers of a site that went together are one alert, and one is resolved by hand with a reason", async () => {
  const site = await db.site.create({ data: { name: "Thika Road" } });
  const gone = { connectedAt: new Date(), disconnectedAt: new Date(), disconnectReason: "ConnectionCut" };
  for (const n of [1, 2, 3, 4]) {
    const identity = `THIKA-${n}`;
    await db.station.create({
      data: { ...gone, identity, identityKey: identity.toLowerCase(), securityProfile: 0, siteId: site.id },
    });
  }
  await page.goto(`${kituo.webUrl}/alerts`);
  await alertRow("Thika Road: 4 of 4 chargers").waitFor(PATIENCE);
  await alertRow("GONE-1").getByRole("link").click();
  await page.getByRole("button", { name: "Resolve" }).click();
  await page.getByRole("dialog").getByLabel("Why it is over").fill("Taken down on purpose");
  await page.getByRole("dialog").getByRole("button", { name: "Resolve" }).click();
  await page.locator('[data-alert-state="Resolved"]').waitFor();
  await page.getByText("Taken down on purpose").first().waitFor();
  expect(await db.alert.count({ where: { state: { not: "Resolved" } } })).toBe(1);
});

describe("every face of it, light and dark, wide and narrow", () => {
  for (const [theme, width] of FACES) {
    test(`has no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const found: string[] = [];
      const check = async (name: string): Promise<void> => {
        found.push(...(await faultsOf(shown, name, `alerts-${name}-${theme}-${width}`)));
      };
      await shown.goto(`${kituo.webUrl}/alerts`);
      await shown.locator("[data-alert]:visible").first().waitFor();
      await check("list");
      await shown.locator("[data-alert]:visible").first().getByRole("link").click();
      await shown.locator('[data-member="THIKA-1"]').waitFor();
      await check("detail");
      await shown.getByRole("button", { name: "Silence", exact: true }).click();
      await shown.getByRole("dialog").waitFor();
      await check("silence");
      await shown.goto(`${kituo.webUrl}/alerts/rules`);
      await shown.locator("[data-rule]").first().waitFor();
      await check("rules");
      await shown.getByRole("button", { name: "Edit Few starts succeed" }).click();
      await shown.getByRole("dialog").waitFor();
      await check("rule");
      await shown.goto(`${kituo.webUrl}/alerts/routes`);
      await shown.locator("[data-route]").first().waitFor();
      await check("routes");
      await shown.getByRole("button", { name: "Edit Night shift" }).click();
      await shown.getByRole("dialog").waitFor();
      await check("route");
      await context.close();
      expect(found).toEqual([]);
    });
  }
});

test("the browser had nothing to complain of", () => {
  expect(problems).toEqual([]);
});
