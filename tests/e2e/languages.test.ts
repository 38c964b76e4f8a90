import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { ADMINISTRATOR, createAdministrator, openBrowser, openPage } from "./support/browser";

/** The console in another language than English: who chooses it, and where it then holds. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let context: BrowserContext;
let problems: readonly string[];

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, context, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
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
