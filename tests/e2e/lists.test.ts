import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { dialAndBoot, type RawStation } from "../gateway/support/raw-station";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";

/** The lists of chargers and sessions: filtered, sorted, kept as views, chosen from and taken away. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];
let station: RawStation;

const CHARGERS = 320;
const SESSIONS = 250;
const nameOf = (n: number): string => `CP-${String(n).padStart(4, "0")}`;

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  await seed();
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
  station = await dialAndBoot(kituo.ocppUrl, nameOf(1), "1.6");
});
afterAll(async () => {
  await station.leave();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

async function seed(): Promise<void> {
  const west = await db.site.create({ data: { name: "Nairobi West", timeZone: "Africa/Nairobi" } });
  const thika = await db.site.create({ data: { name: "Thika Road", timeZone: "Africa/Nairobi" } });
  const now = Date.now();
  await db.station.createMany({
    data: Array.from({ length: CHARGERS }, (_, index) => {
      const n = index + 1;
      return {
        identity: nameOf(n),
        identityKey: nameOf(n).toLowerCase(),
        securityProfile: 0,
        siteId: n % 4 === 0 ? west.id : thika.id,
        tags: n % 5 === 0 ? ["test"] : [],
        vendor: "ACME",
        model: n % 2 === 0 ? "Wall22" : "Duo50",
        firmwareVersion: `2.${n % 12}.0`,
        // Every third was here once.
        disconnectedAt: n % 3 === 0 ? new Date(now - n * 60_000) : null,
        lastSeenAt: n % 3 === 0 ? new Date(now - n * 60_000) : null,
      };
    }),
  });
  const { id: stationId } = await db.station.findUniqueOrThrow({ where: { identity: nameOf(4) } });
  await db.chargingSession.createMany({
    data: Array.from({ length: SESSIONS }, (_, n) => {
      const startedAt = new Date(now - (n + 1) * 3_600_000);
      return {
        stationId,
        evse: 1,
        startKey: `s-${n}`,
        phase: "Ended" as const,
        startedAt,
        startReceivedAt: startedAt,
        endedAt: new Date(startedAt.getTime() + 1_800_000),
        energyWh: n * 100,
        tokenUid: `CARD${n % 7}`,
      };
    }),
  });
}

const rows = () => page.locator("[data-row]:visible");
const shownNames = async (): Promise<readonly string[]> =>
  page.locator('[data-row]:visible [data-column="identity"] a').allInnerTexts();
const total = (): Promise<string | null> => page.locator("[data-total]").getAttribute("data-total");
const field = () => page.getByRole("combobox").first();
const open = async (path: string): Promise<void> => {
  await page.goto(`${kituo.webUrl}${path}`);
  await page.locator('[data-live="live"]').first().waitFor();
};
const totalIs = async (count: number): Promise<void> => {
  await page.locator(`[data-total="${count}"]`).waitFor();
};

describe("chargers", () => {
  test("a filter is typed with what it offers, stands in the address, and is taken apart again", async () => {
    await open("/chargers");
    await totalIs(CHARGERS);
    await field().click();
    await page.keyboard.type("sit");
    await page.getByRole("option", { name: "site:" }).click();
    await page.keyboard.type("nai");
    await page.getByRole("option", { name: "Nairobi West" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await totalIs(CHARGERS / 4);
    await page.keyboard.type("-tag:test");
    await page.keyboard.press("Enter");
    await totalIs(64);
    expect(new URL(page.url()).searchParams.get("filter")).toBe('site:"Nairobi West" -tag:test');
    await keepPicture(page, "lists-filter");
    await page.reload();
    await totalIs(64);
    await page.getByRole("button", { name: "Drop -tag:test" }).click();
    await totalIs(80);
    await page.getByRole("button", { name: 'Drop site:"Nairobi West"' }).click();
    await totalIs(CHARGERS);
  });

  test("what means nothing is said where it stands, and narrows nothing", async () => {
    await field().fill("colour:red seen:newest");
    await page.keyboard.press("Enter");
    await page.locator('[data-term="colour:red"][data-faulty="true"]').waitFor();
    const alert = page.getByRole("main").getByRole("alert");
    expect(await alert.innerText()).toContain("“colour:red” means nothing here");
    expect(await alert.innerText()).toContain("“seen:newest” means nothing here");
    expect(await total()).toBe(String(CHARGERS));
    await page.getByRole("button", { name: "Drop all" }).click();
    await alert.waitFor({ state: "detached" });
  });

  test("states are counted, and one click filters by them", async () => {
    await open("/chargers?filter=tag%3Atest");
    const offline = page.locator('[data-facet="Offline"]');
    expect(await offline.innerText()).toContain("21");
    await offline.click();
    await totalIs(21);
    await page.waitForURL(/filter=tag:test\+status:offline/);
    await page.locator('[data-facet="Offline"][aria-pressed="true"]').waitFor();
  });

  test("older links with a parameter for each field still lead to the same", async () => {
    await open("/chargers?status=Offline&q=CP-003");
    await totalIs(4);
    expect(await page.locator('[data-term="status:Offline"]').getAttribute("data-faulty")).toBe("false");
  });

  test("nothing that matches: it says which part to drop, and what that would show", async () => {
    await open("/chargers?filter=tag%3Atest+site%3ANowhere");
    await page.getByText("No charger matches").waitFor();
    await page.getByRole("button", { name: "Drop site:Nowhere (64)" }).click();
    await totalIs(64);
    expect(new URL(page.url()).searchParams.get("filter")).toBe("tag:test");
  });

  test("a heading sorts, again the other way round", async () => {
    await open("/chargers?columns=identity,fw");
    await page.getByRole("button", { name: "Firmware", exact: true }).click();
    await page.waitForURL(/sort=fw/);
    await page.locator('[data-column="fw"]').filter({ hasText: "2.0.0" }).first().waitFor();
    await page.getByRole("button", { name: "Firmware", exact: true }).click();
    await page.waitForURL(/sort=-fw/);
    // 2.11 comes after 2.9: versions are not words.
    await page.locator('[data-place="0"] [data-column="fw"]').filter({ hasText: "2.11.0" }).waitFor();
    expect(await page.getByRole("columnheader", { name: "Firmware" }).getAttribute("aria-sort")).toBe("descending");
  });

  test("scrolling reads on to the last one, and only draws what is seen", async () => {
    await open("/chargers");
    await totalIs(CHARGERS);
    const last = page.getByRole("link", { name: nameOf(CHARGERS), exact: true });
    await expect
      .poll(
        async () => {
          await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
          return last.isVisible();
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    expect(await rows().count()).toBeLessThan(80);
  });

  test("columns and the height of rows are chosen, and stand in the address", async () => {
    await open("/chargers");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitemcheckbox", { name: "Tags" }).click();
    await page.getByRole("columnheader", { name: "Tags" }).waitFor({ state: "attached" });
    await page.getByRole("menuitemradio", { name: "Compact" }).click();
    await page.waitForURL(/columns=identity,status,connectors,model,site,tags,lastSeen&density=compact/);
    await page.keyboard.press("Escape");
    expect(
      await rows()
        .first()
        .evaluate((row) => row.getBoundingClientRect().height),
    ).toBe(32);
  });

  test("a view is saved, counted, renamed, shared and forgotten", async () => {
    await open("/chargers?filter=tag%3Atest&sort=-lastSeen&columns=identity,tags");
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Save as a view…" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Tests");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    const tab = page.getByRole("navigation", { name: "Views of Chargers" }).getByRole("link", { name: /Tests/ });
    await tab.filter({ hasText: "64" }).waitFor();
    expect(await tab.getAttribute("aria-current")).toBe("page");
    await page
      .getByRole("navigation", { name: "Views of Chargers" })
      .getByRole("link", { name: /^Offline/ })
      .click();
    await totalIs(106);
    await tab.click();
    await page.waitForURL(/sort=-lastSeen&columns=identity,tags&view=/);
    await totalIs(64);
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Rename…" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Trials");
    await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
    const renamed = page.getByRole("navigation", { name: "Views of Chargers" }).getByRole("link", { name: /Trials/ });
    await renamed.waitFor();
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Share with everybody" }).click();
    await renamed.getByRole("img", { name: "shared" }).waitFor();
    expect(await db.savedView.findMany()).toMatchObject([{ name: "Trials", isShared: true, filter: "tag:test" }]);
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Forget…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await renamed.waitFor({ state: "detached" });
    expect(await db.savedView.count()).toBe(0);
  });

  test("rows are chosen one by one, as a range, by keys, and all that match", async () => {
    await open("/chargers?filter=site%3A%22Nairobi+West%22");
    const bar = page.getByRole("region", { name: "Chosen rows" });
    await page.getByRole("checkbox", { name: `Choose ${nameOf(4)}` }).click();
    await page.getByRole("checkbox", { name: `Choose ${nameOf(20)}` }).click({ modifiers: ["Shift"] });
    await bar.getByText("5 chosen").waitFor();
    await page.getByRole("link", { name: nameOf(20), exact: true }).focus();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await bar.getByText("6 chosen").waitFor();
    await page.keyboard.press("k");
    await page.keyboard.press("x");
    await bar.getByText("5 chosen").waitFor();
    await keepPicture(page, "lists-selection");
    await open("/chargers");
    await page.getByRole("checkbox", { name: "Choose all rows that are here" }).click();
    await bar.getByText("100 chosen").waitFor();
    await bar.getByRole("button", { name: `Choose all ${CHARGERS} of the filter` }).click();
    await bar.getByText(`All ${CHARGERS} of`).waitFor();
    await bar.getByRole("button", { name: "Choose none" }).click();
    await bar.waitFor({ state: "detached" });
    expect(await page.locator('[data-selected="true"]').count()).toBe(0);
  });

  test("a row goes on being live, and does not jump while it is worked on", async () => {
    await open("/chargers?filter=charger%3ACP-000*&sort=status");
    await totalIs(9);
    const before = await shownNames();
    await page.getByRole("checkbox", { name: `Choose ${nameOf(3)}` }).click();
    const second = await dialAndBoot(kituo.ocppUrl, nameOf(2), "1.6");
    const { id } = await db.station.findUniqueOrThrow({ where: { identity: nameOf(2) } });
    await page.locator(`[data-row="${id}"]:visible [data-status="Available"]`).waitFor();
    await page.getByText(/rows? ha(s|ve) changed since these were sorted/).waitFor({ timeout: 30_000 });
    expect(await shownNames()).toEqual(before);
    await page.getByRole("button", { name: "Sort again" }).click();
    await page.getByRole("button", { name: "Sort again" }).waitFor({ state: "detached" });
    expect(await shownNames()).toEqual([...before.filter((name) => name !== nameOf(2)), nameOf(2)]);
    await second.leave();
  });

  test("the rows of the filter are taken away as a file, and the chosen ones", async () => {
    await open("/chargers?filter=tag%3Atest+status%3Aoffline&columns=identity,site");
    await totalIs(21);
    await page.getByRole("button", { name: "Export CSV" }).click();
    const [whole] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "The columns shown" }).click(),
    ]);
    expect(whole.suggestedFilename()).toMatch(/^chargers-.*\.csv$/);
    const lines = (await readFile(await whole.path(), "utf8")).trimEnd().split("\r\n");
    expect(lines.slice(0, 2)).toEqual(["\uFEFFidentity,site", "CP-0015,Thika Road"]);
    expect(lines).toHaveLength(22);
    await page.getByRole("checkbox", { name: `Choose ${nameOf(30)}` }).click();
    const [some] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("region", { name: "Chosen rows" }).getByRole("button", { name: "Export CSV" }).click(),
    ]);
    const chosen = (await readFile(await some.path(), "utf8")).trimEnd().split("\r\n");
    expect(chosen.map((line) => line.split(",")[0])).toEqual(["\uFEFFidentity", nameOf(30)]);
  });
});

describe("sessions", () => {
  test("the list begins with the live ones; ended ones are filtered and sorted by what they took", async () => {
    await open("/sessions");
    await page.getByText("Nobody is charging").waitFor();
    await page
      .getByRole("navigation", { name: "Views of Sessions" })
      .getByRole("link", { name: /^Ended/ })
      .click();
    await totalIs(SESSIONS);
    await field().fill("energy:>20");
    await page.keyboard.press("Enter");
    await totalIs(49);
    await page.getByRole("button", { name: "kWh", exact: true }).click();
    await page.waitForURL(/sort=-energy/);
    await page.locator('[data-place="0"] [data-column="energy"]').filter({ hasText: "24.90" }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page
        .getByRole("button", { name: "Export CSV" })
        .click()
        .then(() => page.getByRole("menuitem", { name: "All columns" }).click()),
    ]);
    const lines = (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(50);
    expect(lines[1]).toContain("CP-0004,1,Nairobi West,Ended,,24900,1800,CARD4");
  });

  test("links of other pages lead to what they led to", async () => {
    await open("/sessions?phase=ended&token=CARD1");
    await totalIs(36);
    await open("/sessions?problem=review");
    await page.getByText("Nothing to decide").waitFor();
    expect(await page.locator('[data-term="problem:review"]').count()).toBe(1);
  });
});

describe("many at once", () => {
  test("chargers are asked for their state: a preview, a job with each one's result, and those that failed again", async () => {
    const second = await dialAndBoot(kituo.ocppUrl, nameOf(2), "1.6");
    const answer = async (of: RawStation, status: string): Promise<void> => {
      const [, messageId] = await of.next(([type, , action]) => type === 2 && action === "TriggerMessage");
      of.say([3, messageId, { status }]);
    };
    await open("/chargers?filter=charger%3ACP-000*");
    await totalIs(9);
    for (const n of [1, 2, 3]) await page.getByRole("checkbox", { name: `Choose ${nameOf(n)}` }).click();
    await page.getByRole("button", { name: "Ask for the state…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("3 chargers chosen").waitFor();
    await dialog.getByText(`1 is not connected and left out: ${nameOf(3)}`).waitFor();
    await dialog.getByLabel("Pace").selectOption("1 a second");
    await keepPicture(page, "lists-bulk-dialog");
    await dialog.getByRole("button", { name: "Ask 2 chargers" }).click();
    await page.waitForURL(/\/chargers\/bulk\//);
    await answer(station, "Accepted");
    await station.ask("StatusNotification", { connectorId: 0, errorCode: "NoError", status: "Available" });
    await answer(second, "Rejected");
    const row = (n: number) => page.locator(`[data-bulk-row="${nameOf(n)}"]`);
    await row(1).and(page.locator('[data-outcome="Done"]')).waitFor();
    await row(2)
      .and(page.locator('[data-outcome="Failed"]'))
      .getByText("Refused: Rejected")
      .locator("visible=true")
      .waitFor();
    await row(3)
      .and(page.locator('[data-outcome="LeftOut"]'))
      .getByText("Not connected")
      .locator("visible=true")
      .waitFor();
    await keepPicture(page, "lists-bulk-job");
    await page.getByRole("button", { name: "Try 1 again" }).click();
    await answer(second, "Accepted");
    await second.ask("StatusNotification", { connectorId: 0, errorCode: "NoError", status: "Available" });
    await row(2).and(page.locator('[data-outcome="Done"]')).waitFor();
    await page.locator('[data-job-over="true"]').waitFor();
    expect(await db.command.count({ where: { name: "TriggerMessage", requestedBy: "Asha" } })).toBe(3);
    await second.leave();
  });

  test("chosen rows are restarted as they were counted, and the jobs are listed", async () => {
    const second = await dialAndBoot(kituo.ocppUrl, nameOf(2), "1.6");
    await open("/chargers?filter=charger%3ACP-000*");
    await page.getByRole("checkbox", { name: "Choose all rows that are here" }).click();
    await page.getByRole("button", { name: "Restart…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("9 chargers chosen").waitFor();
    await dialog.getByLabel("Pace").selectOption("1 a second");
    await dialog.getByRole("button", { name: "Restart 2 chargers" }).click();
    await page.waitForURL(/\/chargers\/bulk\//);
    await page.locator('[data-outcome-count="LeftOut"]').filter({ hasText: "7" }).waitFor();
    await page.goto(`${kituo.webUrl}/chargers/bulk`);
    await page.getByRole("link", { name: "Restart when idle" }).waitFor();
    expect(await page.getByRole("link", { name: "Ask for StatusNotification" }).count()).toBe(1);
    await second.leave();
  });
});

for (const face of FACES) {
  const [theme, width] = face;
  test(`the lists pass axe and scroll one way only: ${theme}, ${width} px`, async () => {
    const other = await openFace(browser, page, face);
    const found: string[] = [];
    const look = async (name: string): Promise<void> => {
      found.push(...(await faultsOf(other.page, name, `lists-${name}-${theme}-${width}`)));
    };
    for (const [name, path] of [
      ["chargers", "/chargers?filter=tag%3Atest+colour%3Ared"],
      ["nothing", "/chargers?filter=site%3ANowhere"],
      ["sessions", "/sessions?filter=state%3Aended"],
    ] as const) {
      await other.page.goto(`${kituo.webUrl}${path}`);
      await other.page.locator('[data-live="live"]').first().waitFor();
      await look(name);
    }
    await other.page.goto(`${kituo.webUrl}/chargers`);
    await other.page.locator('[data-live="live"]').first().waitFor();
    await other.page.getByRole("checkbox", { name: `Choose ${nameOf(3)}` }).click();
    await other.page.getByRole("combobox").first().fill("status:");
    await other.page.getByRole("option").first().waitFor();
    await look("choosing");
    await other.page.getByRole("combobox").first().fill("");
    await other.page.keyboard.press("Escape");
    await other.page.getByRole("button", { name: "Restart…" }).click();
    await other.page.locator("[data-preview]").waitFor();
    await look("bulk-dialog");
    await other.page.goto(`${kituo.webUrl}/chargers/bulk`);
    await other.page.getByRole("link", { name: "Ask for StatusNotification" }).waitFor();
    await look("bulk-jobs");
    await other.page.getByRole("link", { name: "Ask for StatusNotification" }).click();
    await other.page.locator("[data-bulk-row]").first().waitFor();
    await look("bulk-job");
    await other.context.close();
    expect(found).toEqual([]);
  });
}

test("without an error in the console", () => expect(problems).toEqual([]));
