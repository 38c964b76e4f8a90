import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { withdrawCampaign } from "@/lib/services/campaigns/withdraw-campaign";
import { updateRelease } from "@/lib/services/releases/update-release";
import { aVerifiedRelease } from "../support/firmware";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, openBrowser, openPage } from "./support/browser";
import { aFleet, aSubmitted, contextOf } from "./support/campaign-books";
import { FACES, faultsOf, openFace } from "./support/faces";

/** What becomes of a release after its upload: its words are changed, it is retired, or it is deleted. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];
const ids = { used: "", unused: "", campaign: "" };
beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  ids.used = (await aFleet(db)).releaseId;
  const { release } = await aVerifiedRelease(db, { vendor: "ACME", models: ["Wall22"], version: "2.3.9" });
  ids.unused = release.id;
  ids.campaign = (await aSubmitted(db, ids.used, "ACME, spring")).id;
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const open = async (name: "used" | "unused", shown: Page = page): Promise<void> => {
  await shown.goto(`${kituo.webUrl}/firmware/releases/${ids[name]}`);
  await shown.locator("[data-verdict]").waitFor();
  await shown.locator('[data-live="live"]').first().waitFor();
};
const release = (name: "used" | "unused") => db.firmwareRelease.findUniqueOrThrow({ where: { id: ids[name] } });
const button = (name: string, within: Page | Locator = page): Locator =>
  within.getByRole("button", { name, exact: true });
const asked = async (name: string, shown: Page = page): Promise<Locator> => {
  await button(name, shown).click();
  const dialog = shown.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
};
const audited = async (id: string): Promise<readonly string[]> =>
  (await db.auditEntry.findMany({ where: { subject: `release:${id}` }, orderBy: { id: "asc" } })).map(
    ({ action, actor }) => `${action} by ${actor}`,
  );

/** In every theme and width, each on a page of its own. */
async function faultsInAllFaces(of: "used" | "unused", name: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const face of FACES) {
    const { page: shown, context } = await openFace(browser, page, face);
    await open(of, shown);
    await asked(name, shown);
    found.push(...(await faultsOf(shown, name, `release-${of}-${name}-${face.join("-")}`)));
    await context.close();
  }
  return found;
}

describe("a release that no campaign takes", () => {
  test("has its words changed, and what cannot be is refused beside its field", async () => {
    await open("unused");
    const dialog = await asked("Edit");
    expect(await dialog.getByLabel("Models").inputValue()).toBe("Wall22");
    await dialog.getByLabel("For colleagues").fill("The way back.");
    await dialog.getByLabel("Models").fill("Wall22, Wall11");
    await dialog.getByLabel("It is a pattern").check();
    await dialog.getByLabel("Pattern of the version").fill("2\\.3\\.9(");
    await button("Save", dialog).click();
    await dialog.getByText("This is not a regular expression.").waitFor();
    expect(await release("unused")).toMatchObject({ models: ["Wall22"], notes: null, rev: 0 });
    await dialog.getByLabel("Pattern of the version").fill("2\\.3\\.9(\\+.*)?");
    await dialog.getByLabel("Try what a charger tells").fill("2.3.9+b4");
    await dialog.locator('[data-version-match="true"]').waitFor();
    await button("Save", dialog).click();
    await dialog.waitFor({ state: "detached" });
    await page.locator("dl").getByText("2\\.3\\.9(\\+.*)?", { exact: true }).waitFor();
    await page.getByText("The way back.").waitFor();
    expect(await release("unused")).toMatchObject({
      models: ["Wall22", "Wall11"],
      expectedVersion: "2\\.3\\.9(\\+.*)?",
      versionIsPattern: true,
      notes: "The way back.",
      status: "Verified",
      rev: 1,
    });
  });

  test("keeps what somebody else has said of it while the form was open", async () => {
    const dialog = await asked("Edit");
    await dialog.getByLabel("For colleagues").fill("Typed too late.");
    await updateRelease(contextOf(db, "engineer", "Njeri"), ids.unused, { notes: "Said first." });
    await page.getByText("Said first.").waitFor();
    await button("Save", dialog).click();
    await dialog.getByText("Somebody else has changed this release meanwhile").waitFor();
    expect((await release("unused")).notes).toBe("Said first.");
    await button("Cancel", dialog).click();
    await dialog.waitFor({ state: "detached" });
  });

  test("asks in a way that is fit for everybody", async () => {
    expect(await faultsInAllFaces("unused", "Edit")).toEqual([]);
    expect(await faultsInAllFaces("unused", "Delete")).toEqual([]);
  });

  test("is deleted with its file, and nobody is left on the page of what is gone", async () => {
    const dialog = await asked("Delete");
    expect(await dialog.innerText()).toMatch(/Delete ACME 2\.3\.9\?[\s\S]*This cannot be undone/);
    expect((await release("unused")).status).toBe("Verified");
    await button("Delete", dialog).click();
    await page.waitForURL((url) => url.pathname === "/firmware/releases");
    await page.getByText("ACME 2.3.9 is deleted.").waitFor();
    await page.locator('[data-release="2.4.1"]:visible').waitFor();
    expect(await page.locator('[data-release="2.3.9"]').count()).toBe(0);
    expect(await db.firmwareRelease.findUnique({ where: { id: ids.unused } })).toBeNull();
    expect(await audited(ids.unused)).toEqual([
      "UpdateRelease by Asha",
      "UpdateRelease by Njeri",
      "DeleteRelease by Asha",
    ]);
  });
});

describe("a release that a campaign takes", () => {
  test("has its notes changed and nothing else, and is neither retired nor deleted", async () => {
    await open("used");
    expect(await button("Delete").count()).toBe(0);
    const retiring = await asked("Retire");
    expect(await retiring.innerText()).toContain("The campaign ACME, spring takes it");
    expect(await button("Retire", retiring).isDisabled()).toBe(true);
    await button("Cancel", retiring).click();
    await retiring.waitFor({ state: "detached" });
    const dialog = await asked("Edit");
    expect(await dialog.innerText()).toContain("The campaign ACME, spring takes it");
    expect(await dialog.getByRole("textbox").count()).toBe(1);
    await dialog.getByLabel("For colleagues").fill("Watch the meter.");
    await button("Save", dialog).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Watch the meter.").waitFor();
    expect(await release("used")).toMatchObject({ notes: "Watch the meter.", status: "Verified" });
  });

  test("asks in a way that is fit for everybody", async () => {
    expect(await faultsInAllFaces("used", "Edit")).toEqual([]);
    expect(await faultsInAllFaces("used", "Retire")).toEqual([]);
  });

  test("is retired once the campaign is withdrawn: nothing of it changes any more", async () => {
    const { rev } = await db.campaign.findUniqueOrThrow({ where: { id: ids.campaign } });
    await withdrawCampaign(contextOf(db, "engineer", "Njeri"), ids.campaign, { expectedRev: rev });
    await open("used");
    const dialog = await asked("Retire");
    expect(await dialog.innerText()).toContain("no charger gets its file any more");
    await button("Retire", dialog).click();
    await page.locator('[data-verdict="Retired"]').waitFor();
    expect(await release("used")).toMatchObject({ status: "Retired" });
    await button("Edit").waitFor({ state: "detached" });
    expect(await button("Retire").count()).toBe(0);
    expect(await button("Delete").count()).toBe(0);
    expect(await audited(ids.used)).toEqual(["UpdateRelease by Asha", "RetireRelease by Asha"]);
  });
});

test("nothing went wrong in the browser", () => {
  expect(problems).toEqual([]);
});
