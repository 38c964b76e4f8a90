import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";
import { type ForeignClient, foreignClient } from "./support/foreign-client";

/** Cards as an operator uses them, with a station on somebody else's OCPP client. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];
let station: ForeignClient;

/** What the station holds, as the norm has it. */
const held = { version: 0, list: new Map<string, string>() };

function takeList(params: Record<string, unknown>): object {
  const {
    listVersion,
    updateType,
    localAuthorizationList = [],
  } = params as {
    listVersion: number;
    updateType: string;
    localAuthorizationList?: readonly { readonly idTag: string; readonly idTagInfo?: { readonly status: string } }[];
  };
  if (updateType === "Full") held.list.clear();
  for (const { idTag, idTagInfo } of localAuthorizationList) {
    if (idTagInfo === undefined) held.list.delete(idTag);
    else held.list.set(idTag, idTagInfo.status);
  }
  held.version = listVersion;
  return { status: "Accepted" };
}

const authorize = async (idTag: string): Promise<unknown> => {
  const { idTagInfo } = (await station.call("Authorize", { idTag })) as { idTagInfo: unknown };
  return idTagInfo;
};

beforeAll(async () => {
  kituo = await startKituo({ web: true, ownDatabase: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
  await db.station.create({ data: { identity: "CARDS-1", identityKey: "cards-1", securityProfile: 0 } });
  station = foreignClient({ endpoint: kituo.ocppUrl, identity: "CARDS-1", protocol: "ocpp1.6" });
  station.handle("GetLocalListVersion", () => ({ listVersion: held.version }));
  station.handle("SendLocalList", ({ params }) => takeList(params));
  station.handle("ClearCache", () => ({ status: "Accepted" }));
  await station.connect();
  await station.call("BootNotification", { chargePointVendor: "Else", chargePointModel: "E1" });
});
afterAll(async () => {
  await station.close();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const dialog = () => page.getByRole("dialog");
const row = (kind: string, uid: string) => page.locator(`[data-${kind}="${uid}"]`);

test("a card is added with a group and limits, and the charger is told its group", async () => {
  await page.goto(`${kituo.webUrl}/tokens`);
  await page.getByRole("button", { name: "Add a card" }).first().click();
  await dialog().getByLabel("Number").fill("04AABB01");
  await dialog().getByLabel("Label").fill("Amina");
  await dialog().getByLabel("Group").fill("FLEET");
  await dialog().getByLabel("Sessions at once").selectOption("2");
  await dialog().getByLabel("Sessions per day").fill("6");
  await dialog().getByLabel("kWh per session").fill("20.5");
  await keepPicture(page, "card-form");
  await dialog().getByRole("button", { name: "Add a card" }).click();
  await row("token", "04AABB01").getByText("2 at once · 20.5 kWh per session · 6 sessions a day").waitFor();
  expect(await authorize("04aabb01")).toEqual({ status: "Accepted", parentIdTag: "FLEET" });

  await page.getByRole("link", { name: "Groups" }).click();
  await page.getByRole("button", { name: "Block FLEET" }).click();
  await row("group", "FLEET").getByText("Blocked").waitFor();
  expect(await authorize("04AABB01")).toEqual({ status: "Blocked", parentIdTag: "FLEET" });
  await page.goto(`${kituo.webUrl}/tokens`);
  await row("token", "04AABB01").getByText("Group blocked").waitFor();
  await page.goto(`${kituo.webUrl}/tokens/groups`);
  await page.getByRole("button", { name: "Unblock FLEET" }).click();
  await row("group", "FLEET").getByText("May charge").waitFor();

  await page.goto(`${kituo.webUrl}/tokens`);
  await page.getByRole("button", { name: "Edit 04AABB01" }).click();
  expect(await dialog().getByLabel("kWh per session").inputValue()).toBe("20.5");
  await dialog().getByLabel("kWh per session").fill("");
  await dialog().getByLabel("Sessions at once").selectOption("Any number");
  await dialog().getByRole("button", { name: "Save" }).click();
  await row("token", "04AABB01").getByText("any number at once · 6 sessions a day").waitFor();
});

test("a card that nobody knows is listed where it was presented, and added with one click", async () => {
  expect(await authorize("STRANGER1")).toEqual({ status: "Invalid" });
  await page.goto(`${kituo.webUrl}/tokens`);
  await page.getByRole("link", { name: "Unknown cards 1" }).click();
  await row("unknown", "STRANGER1").getByRole("link", { name: "CARDS-1" }).waitFor();
  await keepPicture(page, "cards-unknown");
  await page.getByRole("button", { name: "Add STRANGER1 as a card" }).click();
  await page.getByText("No unknown cards").waitFor();
  expect(await authorize("STRANGER1")).toEqual({ status: "Accepted" });
});

test("a site's answer to unknown cards is chosen on the page", async () => {
  await page.goto(`${kituo.webUrl}/sites`);
  await page.getByRole("button", { name: "Add a site" }).first().click();
  await dialog().getByLabel("Name").fill("Depot");
  await dialog().getByLabel("Time zone").fill("Africa/Nairobi");
  await dialog().getByLabel("Let charge and add").check();
  await keepPicture(page, "site-form");
  await dialog().getByRole("button", { name: "Add a site" }).click();
  await page.getByRole("link", { name: "Depot" }).click();
  await page.getByText("Unknown cards may charge and are added").waitFor();
  const site = await db.site.findUniqueOrThrow({ where: { name: "Depot" } });
  await db.station.update({ where: { identity: "CARDS-1" }, data: { siteId: site.id } });
  expect(await authorize("STRANGER2")).toMatchObject({ status: "Accepted" });
  await page.goto(`${kituo.webUrl}/tokens?q=STRANGER2`);
  await row("token", "STRANGER2").getByText("seen at CARDS-1").waitFor();
});

test("a list is pasted, looked at, mended, and taken over", async () => {
  await page.goto(`${kituo.webUrl}/tokens`);
  await page.getByRole("link", { name: "Import", exact: true }).click();
  const paste = page.getByLabel("Or paste from a spreadsheet");
  await paste.fill("uid,label,group\nIMP-1,Van 1,FLEET\nIMP-2,Van 2,FLEET\nimp-1,Again,FLEET");
  await page.getByRole("button", { name: "See what would change" }).click();
  await page.getByText("The number stands further up already.").waitFor();
  await keepPicture(page, "cards-import-preview");
  // Not before one says what becomes of the row with the error.
  await page.getByRole("button", { name: "Take 2 cards over" }).press("Enter");
  expect(await db.token.count({ where: { uidKey: { startsWith: "imp-" } } })).toBe(0);
  await page.getByRole("button", { name: "Another list" }).click();
  const csv = "uid,label,group\nIMP-1,Van 1,FLEET\nIMP-2,Van 2,FLEET\n";
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "cards.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await page.getByRole("button", { name: "Take 2 cards over" }).click();
  await page.getByText("2 new cards, none changed.").waitFor();
  await page.getByRole("link", { name: "To the cards" }).click();
  await row("token", "IMP-2").getByText("Van 2").waitFor();
  expect(await authorize("IMP-2")).toEqual({ status: "Accepted", parentIdTag: "FLEET" });
  await db.token.deleteMany({ where: { uidKey: { startsWith: "imp-" } } });
});

test("the charger's own list is sent, falls behind when a card is blocked, and is sent again", async () => {
  const state = (word: string) => page.locator(`[data-list-state="${word}"]`);
  await page.goto(`${kituo.webUrl}/chargers/CARDS-1`);
  await page.getByRole("link", { name: "Card list" }).click();
  await state("Unknown").waitFor();
  await page.locator('[data-live="live"]').waitFor();
  await page.getByRole("button", { name: "Send now" }).click();
  await state("InSync").waitFor();
  expect(Object.fromEntries(held.list)).toEqual({
    "04AABB01": "Accepted",
    STRANGER1: "Accepted",
    STRANGER2: "Accepted",
  });
  await page.goto(`${kituo.webUrl}/tokens`);
  await page.getByRole("button", { name: "Block STRANGER1" }).click();
  await row("token", "STRANGER1").getByText("Blocked").waitFor();
  await page.goto(`${kituo.webUrl}/chargers/CARDS-1/card-list`);
  await state("Behind").waitFor();
  await page.getByText("1 card has changed since the list was sent.").waitFor();
  await page.locator('[data-live="live"]').waitFor();
  await keepPicture(page, "card-list-behind");
  await page.getByRole("button", { name: "Send now" }).click();
  await state("InSync").waitFor();
  expect(held.list.get("STRANGER1")).toBe("Blocked");
  expect(held.version).toBe(2);
  await page.getByRole("button", { name: "Clear the card cache" }).click();
  await page.locator('[data-command="ClearCache"][data-state="Done"]').waitFor();
  await page.getByText("Never from here").waitFor({ state: "detached" });
  await keepPicture(page, "card-list-sent");
  expect(problems).toEqual([]);
});

for (const [theme, width] of FACES) {
  test(`every page about cards has no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
    await db.unknownToken.upsert({
      where: { uidKey: "seen-often" },
      create: {
        uidKey: "seen-often",
        uid: "SEEN-OFTEN",
        type: "ISO14443",
        count: 12,
        isAccepted: false,
        ...seenToday(),
      },
      update: {},
    });
    await db.token.update({ where: { uidKey: "stranger2" }, data: { status: "Blocked" } });
    const { page: shown, context } = await openFace(browser, page, [theme, width]);
    const found: string[] = [];
    const look = async (name: string): Promise<void> => {
      found.push(...(await faultsOf(shown, name, `${name}-${theme}-${width}`)));
    };
    for (const path of [
      "/tokens",
      "/tokens/groups",
      "/tokens/unknown",
      "/tokens/import",
      "/sites",
      "/chargers/CARDS-1/card-list",
    ]) {
      await shown.goto(`${kituo.webUrl}${path}`);
      await shown.getByRole("heading", { level: 1 }).first().waitFor();
      await shown.locator('[data-live="live"]').first().waitFor();
      await look(path.slice(1).replaceAll("/", "-"));
    }
    await shown.goto(`${kituo.webUrl}/tokens/import`);
    await shown.getByLabel("Or paste from a spreadsheet").fill("uid,expires\nA1,2027-12-31\nA2,soon");
    await shown.getByRole("button", { name: "See what would change" }).click();
    await shown.getByRole("button", { name: "Another list" }).waitFor();
    await look("cards-import");
    await shown.goto(`${kituo.webUrl}/tokens`);
    await shown.getByRole("button", { name: "Edit 04AABB01" }).click();
    await shown.getByRole("dialog").getByLabel("Sessions per day").waitFor();
    await look("card-edit");
    await shown.goto(`${kituo.webUrl}/sites`);
    await shown.getByRole("link", { name: "Depot" }).click();
    await shown.getByRole("button", { name: "Edit Depot" }).click();
    await shown.getByRole("dialog").getByLabel("Time zone").waitFor();
    await look("site-edit");
    await context.close();
    expect(found).toEqual([]);
  });
}

const seenToday = () => ({ firstAt: new Date(Date.now() - 4 * 3_600_000), lastAt: new Date(Date.now() - 240_000) });
