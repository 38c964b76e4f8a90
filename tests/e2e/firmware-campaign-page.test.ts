import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { pauseCampaign } from "@/lib/services/campaigns/pause-campaign";
import { ROLLOUT_LOCK } from "@/lib/services/rollout/lead";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, openBrowser, openPage } from "./support/browser";
import { aDraft, aFleet, allDone, anApproved, aSubmitted, heldWave, inFullSwing } from "./support/campaign-books";
import { FACES, faultsOf, openFace } from "./support/faces";

/** What the page of a campaign shows in every state. The engine is held still, so that the books stay as they are. */
let kituo: Kituo;
let db: Database;
let lock: pg.Client;
let browser: Browser;
let page: Page;
let problems: readonly string[];
const ids = { draft: "", pending: "", running: "", held: "", done: "" };
beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  await holdEngineStill();
  const { releaseId } = await aFleet(db);
  ids.draft = (await aDraft(db, releaseId, "ACME Wall22 to 2.4.1, Berlin first")).id;
  ids.running = (await anApproved(db, releaseId, "ACME Wall22 to 2.4.1")).id;
  ids.held = (await anApproved(db, releaseId, "ACME, second try")).id;
  ids.done = (await anApproved(db, releaseId, "ACME, spring")).id;
  ids.pending = (await aSubmitted(db, releaseId, "ACME, waits")).id;
  await heldWave(db, ids.held);
  await allDone(db, ids.done);
  await inFullSwing(db, ids.running);
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await browser.close();
  await lock.end();
  await db.$disconnect();
  await kituo.stop();
});

/** Takes the engine's lock while the gateway is down: it never leads, and what it would do is not done. */
async function holdEngineStill(): Promise<void> {
  await kituo.gateway.kill("SIGTERM");
  lock = new pg.Client({ connectionString: kituo.databaseUrl });
  await lock.connect();
  await lock.query("SELECT pg_advisory_lock($1)", [ROLLOUT_LOCK]);
  const beatAt = new Date(Date.now() + 3_600_000);
  await db.rolloutEngine.update({ where: { id: 1 }, data: { holder: "test", beatAt } });
  await kituo.gateway.restart();
}

const pathOf = (name: keyof typeof ids): string => `/firmware/campaigns/${ids[name]}`;
const open = async (path: string, shown: Page = page): Promise<void> => {
  await shown.goto(`${kituo.webUrl}${path}`);
  await shown.getByRole("heading", { level: 1 }).first().waitFor();
  await shown.locator('[data-live="live"]').first().waitFor();
};
const textOf = (testId: string): Promise<string> => page.getByTestId(testId).innerText();

test("a running campaign tells how far it is, and why each charger waits", async () => {
  await open(pathOf("running"));
  expect(await textOf("figure-active")).toContain("4");
  expect(await textOf("figure-failed")).toContain("2");
  const row = (status: string) => page.locator(`tr[data-station] [data-job-status="${status}"]`);
  expect(await row("InProgress").first().innerText()).toMatch(/Downloading\s+61% · 7\.6 MB of 12\.4 MB/);
  expect(await row("Ready").first().innerText()).toContain("Waiting: the car is charging");
  expect(await row("Backoff").first().innerText()).toContain("Will try again: the download failed, next try");
  await page.getByRole("link", { name: "offline 2" }).click();
  await page.waitForURL(/blocked=Offline/);
  await page.locator("tr[data-station]").nth(2).waitFor({ state: "detached" });
  expect(await page.locator("tr[data-station]").count()).toBe(2);
});

test("one failure among many is seen in the bar of its wave", async () => {
  await open(pathOf("done"));
  const failed = page.locator('[data-wave="1"] [data-segment="failed"]');
  const box = await failed.boundingBox();
  expect(box?.width).toBeGreaterThanOrEqual(4);
  expect(await page.locator('[data-wave="1"]').innerText()).toContain("needs 95%");
  await page.getByRole("button", { name: "As table" }).click();
  await page.getByRole("columnheader", { name: "On own word" }).waitFor();
});

test("a held wave leads with why, in figures, and what can be decided", async () => {
  await open(pathOf("held"));
  const panel = page.locator('[data-pause-cause="WaveHeld"]');
  expect(await panel.innerText()).toContain("The wave missed its rule");
  expect(await panel.getByTestId("evidence").innerText()).toMatch(/80\.8%[\s\S]*95%/);
  await panel.getByRole("button", { name: "Let it pass" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByRole("button", { name: "Let it pass" }).isDisabled()).toBe(true);
  await dialog.getByLabel("Why").fill("Five old boxes, known");
  expect(await dialog.getByRole("button", { name: "Let it pass" }).isEnabled()).toBe(true);
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("a charger is locked against updates and unlocked in its row", async () => {
  await open(`${pathOf("running")}?status=Ready`);
  const row = page.locator("tr[data-station]").first();
  await row.getByRole("button", { name: /^Lock CP-/ }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("Being repaired");
  await page.getByRole("dialog").getByRole("button", { name: "Lock" }).click();
  await row.getByLabel("locked against updates").waitFor();
  await row.getByRole("button", { name: /^Let CP-.* be updated again/ }).click();
  await row.getByRole("button", { name: /^Lock CP-/ }).waitFor();
  expect(await db.stationUpdateLock.count()).toBe(0);
});

test("the page of a charger says that it is being updated, by which campaign, and how far", async () => {
  const job = await db.firmwareJob.findFirstOrThrow({
    where: { campaignId: ids.running, phase: "Downloading" },
    include: { station: true },
  });
  await open(`/chargers/${job.station.identity}`);
  const card = page.getByRole("region", { name: "Firmware" });
  expect(await card.innerText()).toContain("2.4.1: Downloading");
  expect(await card.innerText()).toContain("2.4.1 is available");
});

test("the report has every charger, also as a file", async () => {
  await open(`${pathOf("done")}/report`);
  await page.getByRole("cell", { name: /Updated, on the charger’s own word/ }).waitFor();
  const answer = await page.request.get(`${kituo.webUrl}${pathOf("done")}/report.csv`);
  expect(answer.status()).toBe(200);
  expect((await answer.text()).trim().split("\r\n")).toHaveLength(65);
});

test("what another person does is shown without a reload", async () => {
  await open(pathOf("running"));
  const { rev } = await db.campaign.findUniqueOrThrow({ where: { id: ids.running } });
  const ctx = { db, now: () => new Date() };
  const actor = { kind: "operator", id: "other", name: "Baraka", role: "operator" } as const;
  await pauseCampaign({ ...ctx, actor }, ids.running, { expectedRev: rev, comment: "Storm" });
  await page.locator('[data-pause-cause="Operator"]').waitFor();
  expect(await page.locator("[data-campaign-state]").innerText()).toBe("Paused: by an operator");
});

describe("in every light and width", () => {
  for (const face of FACES) {
    test(`the pages pass axe and scroll one way only: ${face.join(", ")} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, face);
      const found: string[] = [];
      const looks = [
        ...(["draft", "pending", "running", "held", "done"] as const).map((name) => [name, pathOf(name)] as const),
        ["events", `${pathOf("held")}/events`],
        ["plan", `${pathOf("running")}/plan`],
        ["approvals", `${pathOf("running")}/approvals`],
        ["report", `${pathOf("done")}/report`],
      ] as const;
      for (const [name, path] of looks) {
        await open(path, shown);
        found.push(...(await faultsOf(shown, name, `campaign-${name}-${face.join("-")}`)));
      }
      await context.close();
      expect(found).toEqual([]);
    });
  }
});

test("a gateway that is stopped is said so, and nothing passes for live", async () => {
  await open(pathOf("held"));
  await db.rolloutEngine.update({ where: { id: 1 }, data: { holder: null } });
  await kituo.gateway.kill("SIGKILL");
  await page.locator('main[data-trusted="false"]').waitFor({ timeout: 60_000 });
  expect(await page.getByTestId("read-at").innerText()).toMatch(/ ago$/);
  for (const face of FACES) {
    await page.emulateMedia({ colorScheme: face[0] });
    await page.setViewportSize({ width: face[1], height: 860 });
    expect(await faultsOf(page, "stopped", `campaign-gateway-stopped-${face.join("-")}`)).toEqual([]);
  }
  expect(problems).toEqual([]);
});
