import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";

/** Everything by its name, and by keys alone. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  const station = (identity: string) => ({ identity, identityKey: identity.toLowerCase(), securityProfile: 0 });
  await db.station.createMany({ data: [station("CP-0117"), station("CP-0118"), station("GATE-CP-01")] });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const field = () => page.getByRole("combobox", { name: "Search or run a command" });
const choices = () => page.getByRole("option");

test("a charger is found and opened without the mouse, and remembered", async () => {
  await page.keyboard.press("Control+k");
  await field().waitFor();
  await page.keyboard.type("cp-01");
  await choices().filter({ hasText: "GATE-CP-01" }).waitFor();
  expect(await page.getByRole("group", { name: "Chargers" }).getByRole("option").allInnerTexts()).toEqual([
    "CP-0117",
    "CP-0118",
    "GATE-CP-01",
  ]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/chargers\/CP-0118$/);
  await page.keyboard.press("Control+k");
  await page.getByRole("group", { name: "Recent" }).getByText("CP-0118").waitFor();
  await keepPicture(page, "palette");
});

test("what acts on the charger in sight only opens the question", async () => {
  await field().fill("availability");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\?ask=availability$/);
  // Never connected: the button says so, and nothing is asked that could not be done. The palette takes a moment to go.
  await page.getByRole("dialog", { name: "Search or run a command" }).waitFor({ state: "detached" });
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("keys go to pages, to the search field, and tell what they are", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.waitForURL(/\/chargers$/);
  await page.getByRole("heading", { level: 1, name: "Chargers" }).waitFor();
  await page.keyboard.press("/");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("search");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keys" });
  await help.waitFor();
  await help.getByRole("checkbox").click();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await field().waitFor();
  expect(await help.count()).toBe(0);
  await page.keyboard.press("Escape");
});

test("what is called like nothing is said so", async () => {
  await page.keyboard.press("Control+k");
  await field().fill("zzzz");
  await page.getByText("Nothing is called like this.").waitFor();
  expect(await page.getByRole("option").count()).toBe(0);
  await page.keyboard.press("Escape");
});

for (const face of FACES) {
  const [theme, width] = face;
  test(`the palette passes axe: ${theme}, ${width} px`, async () => {
    const other = await openFace(browser, page, face);
    await other.page.goto(`${kituo.webUrl}/chargers`);
    await other.page.getByRole("button", { name: "Search or run a command" }).click();
    await other.page.getByRole("combobox").fill("cp");
    await other.page.getByRole("option", { name: "CP-0117" }).waitFor();
    expect(await faultsOf(other.page, "palette", `palette-${theme}-${width}`)).toEqual([]);
    await other.context.close();
  });
}

test("the tab says that its page is not live", async () => {
  await page.goto(`${kituo.webUrl}/chargers`);
  await page.getByText("Live", { exact: false }).first().waitFor();
  await kituo.gateway.kill("SIGKILL");
  await page.waitForFunction(() => document.title.startsWith("⚠"));
  await kituo.gateway.restart();
  await page.waitForFunction(() => !document.title.startsWith("⚠"));
  expect(problems.filter((problem) => !/socket|WebSocket|ERR_CONNECTION|Failed to load/i.test(problem))).toEqual([]);
});
