import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";
import { type ForeignClient, foreignClient } from "./support/foreign-client";

/** The message log as an operator reads it, over a charger that is built on somebody else's client. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];
let charger: ForeignClient;

const rows = () => page.locator("[data-message]");
const row = (text: string) => rows().filter({ hasText: text });
const status = (connectorId: number, word: string) =>
  charger.call("StatusNotification", { connectorId, errorCode: "NoError", status: word });

async function dial(): Promise<void> {
  charger = foreignClient({ endpoint: kituo.ocppUrl, identity: "LOG-1", protocol: "ocpp1.6" });
  await charger.connect();
  await charger.call("BootNotification", {
    chargePointVendor: "ACME",
    chargePointModel: "Wall22",
    firmwareVersion: "2.3.9",
  });
}

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await charger.close();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

test("before anything was said, the page says what would be here", async () => {
  await page.goto(`${kituo.webUrl}/messages`);
  await page.getByText("Nothing was said in this time").waitFor();
  expect(await rows().count()).toBe(0);
  await keepPicture(page, "messages-empty");
});

describe("the log of a charger that charged", () => {
  beforeAll(async () => {
    const data = { identity: "LOG-1", identityKey: "log-1", securityProfile: 0 };
    const station = await db.station.create({ data });
    await db.token.create({ data: { uid: "04ABCD", uidKey: "04abcd" } });
    await dial();
    await status(1, "Preparing");
    const started = (await charger.call("StartTransaction", {
      connectorId: 1,
      idTag: "04ABCD",
      meterStart: 1_000,
      timestamp: new Date().toISOString(),
    })) as { readonly transactionId: number };
    const { transactionId } = started;
    await status(1, "Charging");
    const sampledValue = [
      { value: "7200", measurand: "Power.Active.Import", unit: "W" },
      { value: "1500", measurand: "Energy.Active.Import.Register", unit: "Wh" },
    ];
    const meterValue = [{ timestamp: new Date().toISOString(), sampledValue }];
    await charger.call("MeterValues", { connectorId: 1, transactionId, meterValue });
    await charger.call("Heartbeat", {});
    await charger.call("StopTransaction", { transactionId, meterStop: 2_000, timestamp: new Date().toISOString() });
    const told = { stationId: station.id, epoch: 1, direction: "Out", at: new Date(), latencyMs: 12 };
    await db.messageLog.createMany({
      data: [
        {
          ...told,
          action: "Reset",
          messageId: "none",
          result: "NoAnswer",
          latencyMs: null,
          request: '{"type":"Soft"}',
        },
        {
          ...told,
          action: "UnlockConnector",
          messageId: "error",
          result: "InternalError",
          request: '{"connectorId":1}',
          response: '{"code":"InternalError","description":"the lock does not move"}',
        },
        {
          ...told,
          direction: "In",
          action: null,
          result: "Invalid",
          latencyMs: null,
          request: '[2,"17","StatusNotification",{"connectorId":1,',
          response: '{"code":"RpcFramework","description":"the frame is not JSON"}',
        },
        {
          ...told,
          action: "GetConfiguration",
          messageId: "long",
          result: "Ok",
          request: "{}",
          response: JSON.stringify({
            configurationKey: Array.from({ length: 1_200 }, (_, index) => ({
              key: `Key${index}`,
              readonly: false,
              value: "x".repeat(60),
            })),
          }),
        },
      ],
    });
  });

  test("shows every call with its answer on one line, and what went wrong in its own words", async () => {
    await page.goto(`${kituo.webUrl}/messages`);
    await row("StopTransaction").waitFor();
    expect(await row("StartTransaction").innerText()).toMatch(
      /LOG-1[\s\S]*c1 04ABCD from 1000 Wh → tx \d+ Accepted[\s\S]*OK/,
    );
    expect(await row("Reset").getAttribute("data-result")).toBe("NoAnswer");
    expect(await row("Reset").innerText()).toContain("No answer");
    expect(await row("UnlockConnector").innerText()).toMatch(/the lock does not move[\s\S]*InternalError/);
    expect(await row("unreadable frame").innerText()).toContain("the frame is not JSON");
    await page
      .getByText(/^Since /)
      .first()
      .waitFor();
    await keepPicture(page, "messages-full");
  });

  test("is filtered by what the address says, and the address says what was chosen", async () => {
    await page.getByRole("combobox", { name: "Result" }).selectOption("Unreadable");
    await vi.waitFor(async () => expect(await rows().count()).toBe(1), 5_000);
    expect(new URL(page.url()).searchParams.get("result")).toBe("Unreadable");
    await page.goto(`${kituo.webUrl}/messages?hide=routine&direction=In`);
    await row("StopTransaction").waitFor();
    expect(
      await rows()
        .filter({ hasText: /Heartbeat|MeterValues|Reset/ })
        .count(),
    ).toBe(0);
    await page.getByRole("searchbox", { name: "Text in the payload" }).first().fill("04abcd");
    await vi.waitFor(async () => expect(await rows().count()).toBe(1), 5_000);
    expect(await rows().innerText()).toContain("StartTransaction");
    await page.goto(`${kituo.webUrl}/messages?slower=5000&action=Authorize`);
    await page.getByText("No message matches").waitFor();
    await keepPicture(page, "messages-no-results");
    await page.getByRole("link", { name: "Action: Authorize" }).click();
    await page.getByRole("link", { name: "Action: Authorize" }).waitFor({ state: "detached" });
    await page.goto(`${kituo.webUrl}/messages?charger=NOBODY`);
    await page.getByText("There is no charger with the identity NOBODY.").waitFor();
  });

  test("opens to request and response, walks through the transaction, and reads what is long when asked", async () => {
    await page.goto(`${kituo.webUrl}/chargers/LOG-1/messages`);
    await row("StartTransaction").locator("summary").click();
    await page.getByRole("region", { name: "Request" }).getByText('"idTag"').waitFor();
    await page.getByRole("button", { name: "One line" }).click();
    await page.getByText('{"connectorId":1,"idTag":"04ABCD"', { exact: false }).waitFor();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator("[data-walked]").filter({ hasText: "MeterValues" }).waitFor();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator("[data-walked]").filter({ hasText: "StopTransaction" }).waitFor();
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.getByText("There is no other within a day.").waitFor();
    await keepPicture(page, "messages-walked");
    await row("unreadable frame").locator("summary").click();
    await page.getByRole("region", { name: "As it came" }).getByText('[2,"17"').waitFor();
    await row("GetConfiguration").locator("summary").click();
    await page.getByText(/^1\d\d KiB, not shown/).waitFor();
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByText('"Key1199"').waitFor();
    expect(await page.getByRole("region", { name: "Response" }).innerText()).toContain('"Key0"');
  });

  test("is exported as the screen filters it, and the audit knows", async () => {
    const csv = await page.request.get(
      `${kituo.webUrl}/messages/export?format=csv&result=NoAnswer&timeZone=Africa%2FNairobi`,
    );
    expect(csv.headers()["content-disposition"]).toMatch(/^attachment; filename="messages-.*\.csv"$/);
    const lines = (await csv.text()).trimEnd().split("\r\n");
    expect(lines[0]).toMatch(/^\uFEFFat,at \(Africa\/Nairobi\),charger/);
    expect(lines.slice(1)).toEqual([expect.stringContaining("LOG-1,Out,Reset,Soft,NoAnswer,,none")]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      (async () => {
        await page.getByRole("button", { name: "Export" }).click();
        await page.getByRole("menuitem", { name: /NDJSON/ }).click();
      })(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.ndjson$/);
    expect(await db.auditEntry.count({ where: { action: "ExportMessages" } })).toBe(2);
    expect((await fetch(`${kituo.webUrl}/messages/export`)).status).toBe(401);
  });
});

describe("following", () => {
  const tail = (state: string) => page.locator(`[data-tail="${state}"]`).waitFor({ timeout: 20_000 });
  const newest = async (): Promise<string> => (await rows().first().innerText()).replaceAll(/\s+/g, " ");

  test("brings new messages to the top, and holds them back while one reads", async () => {
    await page.goto(`${kituo.webUrl}/messages?hide=routine`);
    await page.locator('[data-live="live"]').waitFor();
    await page.getByRole("switch", { name: "Follow" }).click();
    await tail("following");
    const began = performance.now();
    await status(1, "Finishing");
    await row("status c1 Finishing").waitFor();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await newest()).toContain("status c1 Finishing");
    await rows().first().locator("summary").click();
    await charger.call("Heartbeat", {});
    await status(1, "Available");
    await status(2, "Unavailable");
    const waiting = page.getByRole("button", { name: "2 new · show" });
    await waiting.waitFor();
    expect(await row("status c2 Unavailable").count()).toBe(0);
    await keepPicture(page, "messages-following");
    await waiting.click();
    await row("status c2 Unavailable").waitFor();
    expect(await newest()).toContain("status c2 Unavailable");
  });

  test("says so when the connection is lost, and goes on without a gap when it is back", async () => {
    await kituo.gateway.kill("SIGKILL");
    await tail("lost");
    await keepPicture(page, "messages-lost");
    await kituo.gateway.restart();
    await vi.waitFor(async () => dial(), { timeout: 20_000, interval: 500 });
    await status(1, "Faulted");
    await tail("following");
    await row("status c1 Faulted").waitFor();
    expect(await row("status c1 Faulted").count()).toBe(1);
    await page.getByRole("switch", { name: "Follow" }).click();
    await page.locator("[data-tail]").waitFor({ state: "detached" });
  });
});

describe("every face of it, light and dark, wide and narrow", () => {
  for (const [theme, width] of FACES) {
    test(`has no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const found: string[] = [];
      const check = async (name: string): Promise<void> => {
        found.push(...(await faultsOf(shown, name, `messages-${name}-${theme}-${width}`)));
      };
      await shown.goto(`${kituo.webUrl}/messages`);
      await shown.locator('[data-live="live"]').first().waitFor();
      await check("fleet");
      await shown.locator("[data-message]").filter({ hasText: "StopTransaction" }).locator("summary").click();
      await shown.getByRole("region", { name: "Request" }).waitFor();
      await shown.getByRole("switch", { name: "Follow" }).click();
      await shown.locator('[data-tail="following"]').waitFor();
      if (width < 800) await shown.getByRole("button", { name: "Filters", exact: true }).click();
      await shown.getByRole("button", { name: "More filters" }).click();
      await check("open");
      await shown.goto(`${kituo.webUrl}/chargers/LOG-1`);
      await shown.locator("[data-message]").first().waitFor();
      await check("charger");
      await shown.goto(`${kituo.webUrl}/chargers/LOG-1/messages?action=Authorize`);
      await shown.getByText("No message matches").waitFor();
      await check("no-match");
      await context.close();
      expect(found).toEqual([]);
    });
  }

  test("nothing went wrong in the browser", () => expect(problems).toEqual([]));
});
