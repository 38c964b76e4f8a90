import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { dialAndBoot, type RawStation } from "../gateway/support/raw-station";
import { meter16, minutesAgo, start16, stop16 } from "../gateway/support/session-frames";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf } from "./support/faces";

/** Sessions that need a person, in the console, told by a station frame by frame. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let station: RawStation;
let problems: readonly string[];
beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  await db.station.create({ data: { identity: "ODD-1", identityKey: "odd-1", securityProfile: 0 } });
  station = await dialAndBoot(kituo.ocppUrl, "ODD-1", "1.6");
  browser = await openBrowser();
  ({ page, context, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await station.leave();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const newestSession = () => db.chargingSession.findFirstOrThrow({ orderBy: { id: "desc" } });
const open = async (path: string): Promise<void> => {
  await page.goto(`${kituo.webUrl}${path}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.locator('[data-live="live"]').first().waitFor();
};

test("a stop without its start waits for a decision; with the meter set by hand it leaves the list and explains itself", async () => {
  await stop16(station, -1, 7_500, minutesAgo(30));
  const { id } = await newestSession();
  await open("/sessions?problem=review");
  await page.getByText("The end was told without a start").first().waitFor();
  await keepPicture(page, "sessions-review");
  await page.getByRole("link", { name: String(id), exact: true }).click();
  await page.getByRole("button", { name: "Decide" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Meter at the start, kWh").fill("2,5");
  await dialog.getByLabel("Why").fill("Read from the display");
  await dialog.getByText("5.00 kWh", { exact: true }).waitFor();
  await keepPicture(page, "session-decide");
  await dialog.getByRole("button", { name: "Decide" }).click();
  await page.getByText("Asha set the meter by hand.").waitFor();
  expect(await page.getByText("This session waits for a decision").count()).toBe(0);
  const story = page.getByRole("region", { name: "How the energy was determined" });
  expect(await story.locator('[data-step="Result"]').innerText()).toContain("5.00");
  await keepPicture(page, "session-decided");
  await open("/sessions?problem=review");
  await page.getByText("Nothing to decide").waitFor();
});

test("a session that does not end is closed once the charger was asked and refused, and its late end still counts", async () => {
  const { transactionId } = await start16(station, { at: minutesAgo(26 * 60), meterStart: 1_000 });
  await meter16(station, { transactionId }, 4_200, minutesAgo(25 * 60));
  // What was heard a moment ago is a backlog; this one was heard when it began.
  await db.chargingSession.update({
    where: { id: transactionId },
    data: { startReceivedAt: new Date(minutesAgo(26 * 60)) },
  });
  await open("/sessions?problem=never-ends");
  await page.getByRole("link", { name: String(transactionId), exact: true }).click();
  await page.getByText("It has been running for more than a day").waitFor();
  await page.getByRole("button", { name: "Close it" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByRole("button", { name: "Close in the books" }).isDisabled()).toBe(true);
  await dialog.getByRole("button", { name: "Ask the charger" }).click();
  const [, messageId] = await station.next(([type, , action]) => type === 2 && action === "RemoteStopTransaction");
  station.say([3, messageId, { status: "Rejected" }]);
  await dialog.getByLabel("Why").fill("The charger does not know it");
  await keepPicture(page, "session-closing");
  await dialog.getByRole("button", { name: "Close in the books" }).click();
  await page.getByText("An operator closed it at its last reading").waitFor();
  expect(await newestSession()).toMatchObject({ endReason: "ClosedByOperator", energyWh: 3_200 });
  await stop16(station, transactionId, 6_000, minutesAgo(24 * 60));
  await page.getByTestId("session-energy").filter({ hasText: "5.00" }).waitFor();
  expect(await newestSession()).toMatchObject({ endReason: "Local", energyWh: 5_000 });
});

test("the explanation leads to the frame that told a reading", async () => {
  const story = page.getByRole("region", { name: "How the energy was determined" });
  await story.getByRole("link", { name: "Message" }).first().click();
  await page.getByRole("heading", { name: "Messages" }).waitFor();
  const messages = page.getByRole("region", { name: "Messages" });
  await messages.getByText("StartTransaction").first().waitFor();
  expect(await messages.getByText("MeterValues").count()).toBe(0);
});

describe("in every light and width", () => {
  for (const [theme, width] of FACES) {
    test(`the pages pass axe and scroll one way only: ${theme}, ${width} px`, async () => {
      await stop16(station, -1, 9_000 + width, minutesAgo(theme === "dark" ? 20 : 21));
      const { id } = await newestSession();
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width, height: 900 });
      const found: string[] = [];
      for (const path of ["/sessions?problem=review", "/sessions?problem=never-charged", `/sessions/${id}`]) {
        await open(path);
        if (path.endsWith(String(id))) await page.getByRole("button", { name: "Decide" }).waitFor();
        found.push(
          ...(await faultsOf(
            page,
            path,
            `trouble${path.replaceAll(/\W+/g, "-").replace(String(id), "one")}-${theme}-${width}`,
          )),
        );
      }
      expect(found).toEqual([]);
    });
  }

  test("without an error in the console", async () => {
    await context.close();
    expect(problems).toEqual([]);
  });
});
