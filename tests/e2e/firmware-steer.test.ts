import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { ROLLOUT_LOCK } from "@/lib/services/rollout/lead";
import { aVerifiedRelease } from "../support/firmware";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, openBrowser, openPage } from "./support/browser";
import { aFleet, allDone, anApproved, inFullSwing, STATIONS } from "./support/campaign-books";
import { FACES, faultsOf, openFace } from "./support/faces";

/** What people do about a campaign that goes wrong. The engine is held still, so that the books stay as they are. */
let kituo: Kituo;
let db: Database;
let lock: pg.Client;
let browser: Browser;
let page: Page;
let problems: readonly string[];
const ids = { aborted: "", running: "", done: "", killed: "" };
beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  await holdEngineStill();
  const { releaseId } = await aFleet(db);
  const models = ["Wall22", "Wall11"];
  await aVerifiedRelease(db, { vendor: "ACME", models, version: "2.3.9", allowDowngrade: true });
  ids.aborted = (await anApproved(db, releaseId, "ACME, given up")).id;
  ids.running = (await anApproved(db, releaseId, "ACME, goes on")).id;
  ids.done = (await anApproved(db, releaseId, "ACME, spring")).id;
  ids.killed = (await anApproved(db, releaseId, "ACME, stopped")).id;
  await allDone(db, ids.done);
  for (const id of [ids.aborted, ids.running, ids.killed]) {
    await inFullSwing(db, id);
    // A station has one open attempt, over all campaigns.
    await db.firmwareAttempt.deleteMany({ where: { job: { campaignId: id } } });
  }
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
const campaign = (name: keyof typeof ids) => db.campaign.findUniqueOrThrow({ where: { id: ids[name] } });

/** In every theme and width, each on a page of its own that shows what `reach` leads to. */
async function faultsInAllFaces(name: string, reach: (shown: Page) => Promise<void>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const face of FACES) {
    const { page: shown, context } = await openFace(browser, page, face);
    await reach(shown);
    found.push(...(await faultsOf(shown, name, `steer-${name}-${face.join("-")}`)));
    await context.close();
  }
  return found;
}

describe("giving up", () => {
  const ask = async (shown: Page): Promise<void> => {
    await open(pathOf("aborted"), shown);
    await shown.getByRole("button", { name: "Abort…" }).click();
    await shown.getByRole("dialog").getByRole("radio").first().waitFor();
  };

  test("says what becomes of chargers in each way, and takes a reason and the campaign's name", async () => {
    await ask(page);
    const dialog = page.getByRole("dialog");
    const said = await dialog.innerText();
    expect(said).toContain("This cannot be undone");
    expect(said).toContain("What installs is never interrupted");
    expect(said).toMatch(/Cut their downloads\s+The address stops working/);
    expect(said).toMatch(/Let them finish\s+They download, install and are recorded/);
    expect(said).toMatch(/Ask them to cancel\s+Chargers that know a way .* the others lose their download/);
    expect(await dialog.getByRole("radio", { name: "Cut their downloads" }).isChecked()).toBe(true);
    const submit = dialog.getByRole("button", { name: "Abort the campaign" });
    expect(await submit.isDisabled()).toBe(true);
    await dialog.getByLabel("Why").fill("Two chargers burnt");
    expect(await submit.isDisabled()).toBe(true);
    await dialog.getByLabel("Type the campaign’s name to confirm").fill("ACME, given");
    expect(await submit.isDisabled()).toBe(true);
    await dialog.getByLabel("Type the campaign’s name to confirm").fill("ACME, given up");
    expect(await submit.isEnabled()).toBe(true);
    expect((await campaign("aborted")).status).toBe("Running");
  });

  test("does it in the way that was chosen, and shows it", async () => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Let them finish" }).check();
    await dialog.getByRole("button", { name: "Abort the campaign" }).click();
    await page.locator('[data-campaign-state="Aborting"]').first().waitFor();
    expect(await campaign("aborted")).toMatchObject({ status: "Aborting", abortPolicy: "LetFinish" });
    const where = { campaignId: ids.aborted, status: { in: ["Pending", "Ready", "Backoff"] } };
    expect(await db.firmwareJob.count({ where })).toBe(0);
    expect(await db.auditEntry.findFirst({ where: { action: "AbortCampaign" } })).toMatchObject({ actor: "Asha" });
  });
});

test("a lost charger that came back is credited, with a reason", async () => {
  await open(`${pathOf("running")}?status=Failed`);
  const lostBefore = (await db.campaignWave.findMany({ where: { campaignId: ids.running } })).map(({ lost }) => lost);
  expect(lostBefore).toEqual([0, 1, 0]);
  await page.getByRole("button", { name: "Credit", exact: true }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.innerText()).toContain("Credited, it no longer counts against the limit of lost chargers");
  const submit = dialog.getByRole("button", { name: "Credit", exact: true });
  expect(await submit.isDisabled()).toBe(true);
  await dialog.getByLabel("Why").fill("Its SIM was out");
  await submit.click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Credit", exact: true }).waitFor({ state: "detached" });
  const job = await db.firmwareJob.findFirstOrThrow({ where: { campaignId: ids.running, lateOutcome: "Recovered" } });
  expect(job.status).toBe("Failed");
  const waves = await db.campaignWave.findMany({ where: { campaignId: ids.running }, orderBy: { index: "asc" } });
  expect(waves.map(({ lost }) => lost)).toEqual([0, 0, 0]);
});

test("the way back is another campaign, which is drafted and sends nothing", async () => {
  await open(pathOf("done"));
  await page.getByRole("button", { name: "More", exact: false }).last().click();
  await page.getByRole("menuitem", { name: "Roll back…" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.innerText()).toContain("It needs an approval of its own");
  await dialog.getByRole("button", { name: "Draft the way back" }).click();
  await page.waitForURL((url) => /campaigns\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.includes(ids.done));
  await page.locator('[data-campaign-state="Draft"]').first().waitFor();
  const back = await db.campaign.findFirstOrThrow({
    where: { rollbackOfId: ids.done },
    include: { release: true, jobs: true },
  });
  expect(back).toMatchObject({ kind: "Rollback", status: "Draft", release: { version: "2.3.9" }, jobs: [] });
  expect(await page.getByRole("heading", { level: 1 }).first().innerText()).toContain("ACME, spring (roll back)");
  expect((await campaign("done")).status).toBe("Completed");
});

test("the report on paper has every charger, nothing is cut off, and what is only for the screen is away", async () => {
  const { page: shown, context } = await openFace(browser, page, ["light", 1280]);
  await open(`${pathOf("done")}/report`, shown);
  await shown.emulateMedia({ media: "print" });
  // A4 with margins of a centimetre.
  await shown.setViewportSize({ width: 718, height: 1_046 });
  expect(await shown.getByRole("navigation").filter({ visible: true }).count()).toBe(0);
  expect(await shown.getByRole("banner").filter({ visible: true }).count()).toBe(0);
  expect(await shown.getByRole("button").filter({ visible: true }).count()).toBe(0);
  expect(
    await shown
      .locator("article tbody tr")
      .filter({ hasText: /CP-\d{4}/ })
      .count(),
  ).toBe(STATIONS);
  expect(await cutOff(shown)).toEqual([]);
  expect(await faultsOf(shown, "print", "steer-report-print")).toEqual([]);
  const pdf = await shown.pdf({ format: "A4" });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  await context.close();
});

/** Texts of the report that reach beyond the paper, or beyond what clips them. */
const cutOff = (shown: Page): Promise<readonly string[]> =>
  shown.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("article td, article th, article dd, article dt, article p, article h1")]
      .filter((told) => told.offsetParent !== null)
      .filter((told) => {
        const right = told.getBoundingClientRect().right;
        if (right > window.innerWidth + 1 || told.scrollWidth > told.clientWidth + 1) return true;
        for (let around = told.parentElement; around !== null; around = around.parentElement) {
          const clips = getComputedStyle(around).overflowX !== "visible" && around !== document.documentElement;
          if (clips && right > around.getBoundingClientRect().right + 1) return true;
        }
        return false;
      })
      .map((told) => told.textContent ?? ""),
  );

describe("the kill switch", () => {
  const banner = (shown: Page = page) => shown.locator('[data-rollouts="stopped"]');

  test("stops all campaigns, and says who did and why until an administrator lets go", async () => {
    await open("/firmware");
    expect(await banner().count()).toBe(0);
    await page.getByRole("button", { name: "Stop all" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("Smoke at Westlands");
    await page.getByRole("dialog").getByRole("button", { name: "Stop all rollouts" }).click();
    await banner().waitFor();
    expect(await banner().innerText()).toMatch(/All rollouts are stopped[\s\S]*Asha[\s\S]*“Smoke at Westlands”/);
    await vi.waitFor(async () => expect((await campaign("killed")).pauseCause).toBe("KillSwitch"), 20_000);
    const reach = async (shown: Page): Promise<void> => {
      await open("/firmware", shown);
      await banner(shown).waitFor();
    };
    expect(await faultsInAllFaces("killed", reach)).toEqual([]);
    await open(pathOf("killed"));
    await page.locator('[data-pause-cause="KillSwitch"]').waitFor();
  });

  test("is let go from the banner; the campaigns stay paused until somebody resumes them", async () => {
    await open("/firmware");
    await banner().getByRole("button", { name: "Let rollouts go on" }).click();
    await banner().waitFor({ state: "detached" });
    expect((await db.rolloutEngine.findUniqueOrThrow({ where: { id: 1 } })).stoppedAt).toBeNull();
    expect(await campaign("killed")).toMatchObject({ status: "Paused", pauseCause: "KillSwitch" });
  });
});

test("a campaign that was not what had been approved says so, and what was found", async () => {
  const data = { status: "Paused", pauseCause: "NotAsApproved", pauseEvidence: { found: "ImageChanged" } };
  await db.campaign.update({ where: { id: ids.killed }, data });
  const reach = async (shown: Page): Promise<void> => {
    await open(pathOf("killed"), shown);
    await shown.locator('[data-pause-cause="NotAsApproved"]').waitFor();
  };
  await reach(page);
  const said = await page.locator('[data-pause-cause="NotAsApproved"]').innerText();
  expect(said).toContain("It is not what was approved");
  expect(said).toContain("the stored image is another one");
  expect(await faultsInAllFaces("not-as-approved", reach)).toEqual([]);
});

test("the question before giving up is fit for everybody", async () => {
  const reach = async (shown: Page): Promise<void> => {
    await open(pathOf("running"), shown);
    const pausing = shown.getByRole("button", { name: "Abort…" }).first();
    await pausing.click();
    await shown.getByRole("dialog").waitFor();
  };
  expect(await faultsInAllFaces("abort", reach)).toEqual([]);
});

test("a list that is open for long does not say that nobody leads while somebody does, and says it once nobody does", async () => {
  const unled = page.locator('[data-rollouts="unled"]');
  await lock.query("SELECT pg_advisory_unlock_all()");
  await vi.waitFor(async () => {
    const { holder } = await db.rolloutEngine.findUniqueOrThrow({ where: { id: 1 } });
    expect(holder).not.toBe("test");
  }, 20_000);
  await open("/firmware");
  expect(await unled.count()).toBe(0);
  // Longer than a beat counts.
  await expect(unled.waitFor({ timeout: 35_000 })).rejects.toThrow("Timeout");
  await kituo.gateway.kill("SIGKILL");
  await unled.waitFor({ timeout: 60_000 });
  expect(await unled.innerText()).toMatch(/Campaigns stand still[\s\S]*Last sign of life/);
  await page.locator('main[data-trusted="false"]').waitFor({ timeout: 60_000 });
  for (const [theme, width] of FACES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 860 });
    expect(await faultsOf(page, "unled", `steer-unled-${theme}-${width}`)).toEqual([]);
  }
  expect(problems).toEqual([]);
});
