import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { createStation, type Station } from "../simulator/station";
import { type Kituo, startKituo } from "../support/instance";
import { ADMINISTRATOR, createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { aFleet, anApproved, aSubmitted, inFullSwing } from "./support/campaign-books";
import { FACES, faultsOf, openFace } from "./support/faces";

/** The console in another language than English, over a fleet in which every page has something to show. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let context: BrowserContext;
let problems: readonly string[];
let station: Station;
const ids = { running: "", pending: "", site: "" };

beforeAll(async () => {
  kituo = await startKituo({ web: true, env: { KITUO_PSEUDO_LANGUAGE: "on" } });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  const { releaseId } = await aFleet(db);
  ids.running = (await anApproved(db, releaseId, "ACME Wall22 2.4.1")).id;
  ids.pending = (await aSubmitted(db, releaseId, "ACME, Berlin")).id;
  await inFullSwing(db, ids.running);
  const place = { latitude: -1.2676, longitude: 36.8108, capacityKw: 250, contactPhone: "+254 20 123456" };
  ids.site = String((await db.site.update({ where: { name: "Westlands Mall" }, data: place })).id);
  await db.station.create({
    data: { identity: "SHOW-1", identityKey: "show-1", securityProfile: 0, name: "Westlands Mall, bay 1" },
  });
  await db.token.create({ data: { uid: "SHOWCARD", uidKey: "showcard", label: "Amina" } });
  browser = await openBrowser();
  ({ page, context, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
  station = createStation({
    identity: "SHOW-1",
    url: kituo.ocppUrl,
    version: "1.6",
    connectors: 2,
    meterIntervalMs: 500,
    speed: 60,
    reconnect: { minMs: 200, maxMs: 1_000 },
  });
  await station.connect();
  await station.plugIn(1);
  await station.startCharging(1, "SHOWCARD");
  await vi.waitUntil(async () => (await db.meterValue.count()) > 3, 10_000);
});
afterAll(async () => {
  await station.close();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const languageOf = (shown: Page) => shown.locator("html").getAttribute("lang");
const heading = (shown: Page, name: string) => shown.getByRole("heading", { level: 1, name }).waitFor();

test("an operator switches to Swahili, and it stays after a reload, in a second tab and in one that was open", async () => {
  const open = await context.newPage();
  await open.goto(`${kituo.webUrl}/tokens`);
  await heading(open, "Cards");
  await page.bringToFront();
  await page.goto(`${kituo.webUrl}/chargers`);
  await page.getByRole("button", { name: `Account of ${ADMINISTRATOR.name}` }).click();
  await page.getByRole("menuitemradio", { name: "Kiswahili" }).click();
  await heading(page, "Chaja");
  await page.locator('html[lang="sw"]').waitFor();
  await page.reload();
  await heading(page, "Chaja");
  expect(await languageOf(page)).toBe("sw");
  const second = await context.newPage();
  await second.goto(kituo.webUrl);
  await heading(second, "Muhtasari");
  expect(await languageOf(second)).toBe("sw");
  await open.bringToFront();
  // A headless page is never told that it is looked at again.
  await open.evaluate(() => window.dispatchEvent(new Event("focus")));
  await heading(open, "Kadi");
  expect(await languageOf(open)).toBe("sw");
  await Promise.all([open.close(), second.close()]);
  expect(await db.operator.findFirst({ select: { language: true } })).toEqual({ language: "sw" });
});

test("an operator who signs in at another computer reads the language he or she has chosen", async () => {
  const other = await openPage(browser);
  await other.page.goto(kituo.webUrl);
  await heading(other.page, "Sign in");
  await other.page.getByRole("button", { name: "Kiswahili" }).click();
  await heading(other.page, "Ingia");
  await other.page.getByRole("button", { name: "English" }).click();
  await heading(other.page, "Sign in");
  await other.page.getByLabel("E-mail").fill(ADMINISTRATOR.email);
  await other.page.getByLabel("Password").fill(ADMINISTRATOR.password);
  await other.page.getByRole("button", { name: "Sign in" }).click();
  await heading(other.page, "Muhtasari");
  await other.context.close();
  expect(other.problems).toEqual([]);
});

test("nothing was reported as an error by the browser", () => {
  expect(problems).toEqual([]);
});
