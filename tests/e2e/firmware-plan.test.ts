import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";

/** From a vendor's file to a campaign that waits for approval, as an engineer does it in the browser. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const open = async (path: string): Promise<void> => {
  await page.goto(`${kituo.webUrl}${path}`);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
};
const stepOf = (name: string): Locator => page.locator(`[aria-current="step"]`).getByText(name);
const saved = (): Promise<void> => page.locator('[data-saved="true"]').waitFor();
const goOn = async (to: string): Promise<void> => {
  await page.getByRole("button", { name: "Continue" }).click();
  await stepOf(to).waitFor();
};
/** A file in the browser's hands, different for each text. */
const image = (name: string, text: string, times: number) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(text.repeat(times)),
});

/** Chargers of one make at two sites: 14 behind, 2 up to date, one of another model. */
async function addFleet(): Promise<void> {
  const nairobi = await db.site.create({ data: { name: "Westlands Mall", timeZone: "Africa/Nairobi" } });
  const berlin = await db.site.create({ data: { name: "Berlin Depot", timeZone: "Europe/Berlin" } });
  const station = (identity: string, version: string, siteId: number, model = "Wall22") => ({
    identity,
    identityKey: identity.toLowerCase(),
    securityProfile: 0,
    vendor: "ACME",
    model,
    firmwareVersion: version,
    bootedAt: new Date(),
    siteId,
    ocppVersion: siteId === nairobi.id ? "ocpp1.6" : "ocpp2.0.1",
  });
  const names = Array.from({ length: 14 }, (_, place) => `CP-${String(place + 1).padStart(3, "0")}`);
  await db.station.createMany({
    data: [
      ...names.map((name, place) => station(name, place < 11 ? "2.3.9" : "2.2.0", place < 9 ? nairobi.id : berlin.id)),
      station("CP-101", "2.4.1", nairobi.id),
      station("CP-102", "2.4.1", berlin.id),
      station("PED-1", "5.0", nairobi.id, "Pedestal"),
    ],
  });
}

describe("before there is anything", () => {
  test("every page says what would be here and what to do", async () => {
    await open("/firmware");
    await page.getByText("No campaigns yet").waitFor();
    await page.getByText("First upload the firmware").waitFor();
    await keepPicture(page, "firmware-none");
    await page.getByRole("link", { name: "Compliance" }).click();
    await page.getByText("No charger has told its model yet").waitFor();
    await page.getByRole("link", { name: "Releases" }).click();
    await page.getByText("No firmware yet").waitFor();
    await open("/firmware/campaigns/new");
    await page.getByText("No release is ready").waitFor();
    expect(await page.getByRole("button", { name: "Continue" }).isDisabled()).toBe(true);
  });
});

describe("a release", () => {
  beforeAll(addFleet);

  test("is uploaded with what it is for, checked, and shown with what the checks found", async () => {
    await open("/firmware/releases/new");
    await page.getByRole("button", { name: "Upload and check" }).click();
    await page.getByLabel("Vendor").fill("ACME");
    await page.getByRole("button", { name: /^Wall22/ }).click();
    expect(await page.getByLabel("Models").inputValue()).toBe("Wall22");
    await page.getByRole("textbox", { name: "Version", exact: true }).fill("2.4.1");
    await page.getByRole("button", { name: "Upload and check" }).click();
    await page.getByText("Choose the file first.").waitFor();
    await page.getByLabel("File", { exact: true }).setInputFiles(image("acme_wall22_2.4.1.bin", "firmware", 1_500_000));

    await page.getByLabel("It is a pattern").check();
    await page.getByLabel("Pattern of the version").fill("2\\.4\\.1(\\+.*)?");
    await page.getByLabel("Try what a charger tells").fill("2.4.1+b77");
    await page.locator('[data-version-match="true"]').waitFor();
    await page.getByLabel("Try what a charger tells").fill("2.4.10");
    await page.locator('[data-version-match="false"]').getByText("would not count as updated").waitFor();
    await page.getByLabel("For colleagues").fill("Fixes the meter after a power cut.");
    await keepPicture(page, "firmware-upload");
    await page.getByRole("button", { name: "Upload and check" }).click();

    await page.locator('[data-verdict="Verified"]').waitFor();
    await page.locator('[data-check="Hash"][data-check-result="Passed"]').waitFor();
    await page.locator('[data-check="Signature"][data-check-result="Skipped"]').waitFor();
    const release = await db.firmwareRelease.findFirstOrThrow();
    expect(release).toMatchObject({
      vendor: "ACME",
      models: ["Wall22"],
      version: "2.4.1",
      expectedVersion: "2\\.4\\.1(\\+.*)?",
      versionIsPattern: true,
      fileName: "acme_wall22_2.4.1.bin",
      bytes: 12_000_000n,
      status: "Verified",
    });
    expect(
      await page
        .locator("dl")
        .getByText(release.sha256 ?? "no hash", { exact: true })
        .count(),
    ).toBe(1);
  });

  test("whose signature does not hold is rejected, and says why", async () => {
    await open("/firmware/releases/new");
    await page.getByLabel("Vendor").fill("ACME");
    await page.getByLabel("Models").fill("Wall22");
    await page.getByRole("textbox", { name: "Version", exact: true }).fill("2.4.2");
    await page.getByLabel("File", { exact: true }).setInputFiles(image("acme_2.4.2.bin", "another", 50_000));
    await page
      .getByRole("textbox", { name: "Signature of the file" })
      .fill(Buffer.from("no signature").toString("base64"));
    await page
      .getByRole("textbox", { name: "Signing certificate" })
      .fill("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
    await page.getByRole("button", { name: "Upload and check" }).click();
    const verdict = page.locator('[data-verdict="Rejected"]');
    await verdict.getByText("No charger will get this image.").waitFor();
    await page.locator('[data-check-result="Failed"]').first().waitFor();
    await keepPicture(page, "firmware-rejected");
    await open("/firmware/releases");
    await page.locator('[data-release="2.4.2"] [data-release-state="Rejected"]:visible').waitFor();
    await page.locator('[data-release="2.4.1"] [data-release-state="Verified"]:visible').waitFor();
    expect(await db.firmwareRelease.findFirst({ where: { version: "2.4.2" } })).toMatchObject({ status: "Rejected" });
  });
});

describe("a campaign", () => {
  test("is planned from the chargers that are behind, saves itself, and is handed in", async () => {
    await open("/firmware/compliance");
    const behind = page.getByRole("link", { name: "Plan the update of 14 chargers of model Wall22 to 2.4.1" });
    await keepPicture(page, "firmware-compliance");
    await behind.first().click();
    await stepOf("Firmware").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("ACME Wall22 → 2.4.1");
    await goOn("Targets");

    const counted = (count: number) => page.locator(`[data-targets="${count}"]`).waitFor();
    await counted(14);
    await page.locator('[data-excluded="AlreadyOnTarget"]').getByText("already on this version").waitFor();
    await page.getByLabel("Westlands Mall").check();
    await counted(9);
    await page.getByLabel("Westlands Mall").uncheck();
    await counted(14);
    await goOn("Rollout");

    await page.getByText("With 10 chargers without a failure, up to 26% may still fail (95% certainty).").waitFor();
    const canary = page.locator('[data-wave="0"]');
    await canary.getByLabel("Chargers", { exact: true }).fill("3");
    await page.getByText("With 3 chargers without a failure, up to 63% may still fail (95% certainty).").waitFor();
    await canary.locator('[data-planned="3"]').waitFor();
    await canary.getByLabel("Passes at, %").fill("150");
    await page.getByText("Not saved", { exact: true }).waitFor();
    expect(await canary.getByLabel("Passes at, %").getAttribute("aria-invalid")).toBe("true");
    await canary.getByText("A number from 0 to 100.").waitFor();
    await keepPicture(page, "firmware-plan-wrong");
    await canary.getByLabel("Passes at, %").fill("100");
    await saved();
    await goOn("Safety");

    await page.locator('[data-unsigned="9"]').getByText("9 chargers cannot check the signature").waitFor();
    await page.getByLabel("Start of window 1").fill("23:00");
    await page.getByLabel("End of window 1").fill("04:30");
    await page.getByText("on the next day").waitFor();
    await saved();
    await page.getByRole("button", { name: "Back" }).click();
    await stepOf("Rollout").waitFor();
    expect(await page.locator('[data-wave="0"]').getByLabel("Chargers", { exact: true }).inputValue()).toBe("3");
    await page.getByRole("link", { name: "Review" }).click();
    await stepOf("Review").waitFor();

    await page.locator('[data-review-wave="0"]').getByText("Canary").waitFor();
    expect(await page.locator("[data-first]").count()).toBe(12);
    await page.getByText("every day 23:00–04:30, site time").waitFor();
    await page.getByLabel("For whoever approves").fill("Berlin is told.");
    await keepPicture(page, "firmware-plan-review");
    await page.getByRole("button", { name: "Submit for approval" }).click();
    await page.waitForURL(/\/firmware\/campaigns\/[0-9a-f-]{36}$/);
    const campaign = await db.campaign.findFirstOrThrow({ include: { waves: { orderBy: { index: "asc" } } } });
    expect(campaign).toMatchObject({ name: "ACME Wall22 → 2.4.1", status: "PendingApproval" });
    expect(campaign.waves[0]?.total).toBe(3);
    expect(await db.firmwareJob.count()).toBe(14);
    await open("/firmware");
    const row = page.locator('[data-campaign="ACME Wall22 → 2.4.1"]:visible');
    await row.getByText("Waiting for approval").waitFor();
    await row.getByText("0 / 14").waitFor();
  });

  test("that lacks something says what, and on which step", async () => {
    const release = await db.firmwareRelease.findFirstOrThrow({ where: { status: "Verified" } });
    await open(`/firmware/campaigns/new?release=${release.id}`);
    await page.getByLabel("Name").fill("Only one, that is there already");
    await goOn("Targets");
    await page.getByLabel("Only these chargers").fill("CP-101");
    await page.locator('[data-targets="0"]').waitFor();
    await goOn("Rollout");
    await goOn("Safety");
    await goOn("Review");
    await page.locator('[data-missing="NoTargets"]').getByText("No charger is left to update.").waitFor();
    expect(await page.getByRole("button", { name: "Submit for approval" }).isDisabled()).toBe(true);
    await keepPicture(page, "firmware-plan-missing");
    await page.locator('[data-missing="NoTargets"]').getByRole("link", { name: "Targets" }).click();
    await stepOf("Targets").waitFor();
    await page.getByLabel("Only these chargers").fill("CP-101\nCP-001");
    await page.locator('[data-excluded="OtherCampaign"]').waitFor();
    await page.getByLabel("Wait until the other campaign is done with them").check();
    await page.locator('[data-targets="1"]').waitFor();
  });

  test("that somebody else has changed meanwhile is not overwritten", async () => {
    const { id } = await db.campaign.findFirstOrThrow({ where: { status: "Draft" } });
    await open(`/firmware/campaigns/${id}/edit/firmware`);
    await db.campaign.update({ where: { id }, data: { rev: { increment: 5 }, name: "Changed by a colleague" } });
    await page.getByLabel("Name").fill("Changed by me");
    await page.getByRole("button", { name: "Read again" }).click();
    await page.locator('input[value="Changed by a colleague"]').waitFor();
    expect((await db.campaign.findUniqueOrThrow({ where: { id } })).name).toBe("Changed by a colleague");
  });

  test("sends nothing while all rollouts are stopped, and every list says so", async () => {
    await open("/firmware");
    await page.getByRole("button", { name: "Stop all" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("The vendor has called back 2.4.1");
    await page.getByRole("dialog").getByRole("button", { name: "Stop all rollouts" }).click();
    await page.locator('[data-rollouts="stopped"]').getByText("The vendor has called back 2.4.1").waitFor();
    expect(await db.rolloutEngine.findFirst()).toMatchObject({ stopReason: "The vendor has called back 2.4.1" });
    await keepPicture(page, "firmware-stopped");
    await page.getByRole("button", { name: "Let rollouts go on" }).click();
    await page.locator('[data-rollouts="stopped"]').waitFor({ state: "detached" });
  });

  test("and nothing of all this was an error in the browser", () => {
    expect(problems).toEqual([]);
  });
});

describe("the pages of firmware, light and dark, wide and narrow", () => {
  beforeAll(async () => {
    // A campaign half-way, as the books have one that runs.
    const plan = await db.campaign.findFirstOrThrow({ where: { status: "PendingApproval" } });
    const running = { ...plan, spec: plan.spec ?? {}, pauseEvidence: {}, createdAt: new Date(Date.now() - 86_400_000) };
    const copies = [
      ["ACME Wall22 → 2.4.0, all of Nairobi and everything that stands west of the river", "Paused", "ErrorBudget"],
      ["Pedestal meter fix", "Running", null],
    ] as const;
    for (const [place, [name, status, pauseCause]] of copies.entries()) {
      const copy = crypto.randomUUID();
      await db.campaign.create({
        data: { ...running, id: copy, name, status, pauseCause, deadlineAt: new Date(Date.now() + 20 * 86_400_000) },
      });
      const wave = { campaignId: copy, gate: "Auto", rule: {} };
      await db.campaignWave.createMany({
        data: [
          { ...wave, index: 0, name: "Canary", status: "Passed", total: 12, succeeded: 12 },
          { ...wave, index: 1, name: "Wave 1", status: "Passed", total: 120, succeeded: 118, failed: 2 },
          { ...wave, index: 2, name: "Wave 2", status: "Running", total: 301, succeeded: 182, active: 18, failed: 1 },
          { ...wave, index: 3, name: "Rest", status: "Pending", total: 771 * (place + 1) },
        ],
      });
    }
  });

  for (const [theme, width] of FACES) {
    test(`have no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const release = await db.firmwareRelease.findFirstOrThrow({ where: { status: "Verified" } });
      const rejected = await db.firmwareRelease.findFirstOrThrow({ where: { status: "Rejected" } });
      const draft = await db.campaign.findFirstOrThrow({ where: { status: "Draft" } });
      const pages = [
        ["list", "/firmware"],
        ["list-empty", "/firmware?status=Aborted"],
        ["releases", "/firmware/releases"],
        ["release", `/firmware/releases/${release.id}`],
        ["release-rejected", `/firmware/releases/${rejected.id}`],
        ["release-new", "/firmware/releases/new"],
        ["trust", "/firmware/releases/trust"],
        ["compliance", "/firmware/compliance"],
        ["plan-new", `/firmware/campaigns/new?release=${release.id}`],
        ...(["firmware", "targets", "rollout", "safety", "review"] as const).map(
          (step) => [`plan-${step}`, `/firmware/campaigns/${draft.id}/edit/${step}`] as const,
        ),
      ] as const;
      const found: string[] = [];
      for (const [name, path] of pages) {
        await shown.goto(`${kituo.webUrl}${path}`);
        await shown.getByRole("heading", { level: 1 }).first().waitFor();
        await shown.locator('[data-live="live"]').first().waitFor();
        // What is folded is looked at too.
        for (const fold of await shown.locator("main details > summary").all()) await fold.click();
        await shown.evaluate(() => window.scrollTo(0, 0));
        found.push(...(await faultsOf(shown, name, `firmware-${name}-${theme}-${width}`)));
      }
      await context.close();
      expect(found).toEqual([]);
    });
  }
});
