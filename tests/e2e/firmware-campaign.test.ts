import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { createOperator } from "@/lib/services/auth/create-operator";
import { createCampaign } from "@/lib/services/campaigns/create-campaign";
import type { SpecInput } from "@/lib/services/campaigns/spec-fields";
import type { FirmwareFault } from "../simulator/firmware-faults";
import { createStation, type Station } from "../simulator/station";
import { aVerifiedRelease } from "../support/firmware";
import { type Kituo, startKituo } from "../support/instance";
import { ADMINISTRATOR, createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { contextOf } from "./support/campaign-books";

/** A campaign as two people live it: planned by one, approved by the other, held by a failure, and let pass. */
const STATIONS = ["FW-1", "FW-2", "FW-3", "FW-4", "FW-5"] as const;
const APPROVER = { name: "Otieno", email: "otieno@example.org", password: "another long password" } as const;

let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let second: Page;
let problems: readonly string[];
let stations: readonly Station[];
let campaignId: string;
beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
  await createOperator(contextOf(db, "admin", "Set-up"), { ...APPROVER, role: "approver" });
  ({ page: second } = await openPage(browser));
  await signIn(second);
  stations = STATIONS.map((identity) => aStation(identity, identity === "FW-3" ? "InstallFails" : null));
  for (const identity of STATIONS) {
    await db.station.create({ data: { identity, identityKey: identity.toLowerCase(), securityProfile: 0 } });
  }
  await Promise.all(stations.map((station) => station.connect()));
});
afterAll(async () => {
  await Promise.allSettled(stations.map((station) => station.close()));
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const aStation = (identity: string, fault: FirmwareFault | null): Station =>
  createStation({
    identity,
    url: kituo.ocppUrl,
    version: identity === "FW-2" ? "2.0.1" : "1.6",
    firmwareVersion: "1.0.0",
    firmware: { fault, installMs: 200, rebootMs: 500 },
  });

async function signIn(stranger: Page): Promise<void> {
  await stranger.goto(`${kituo.webUrl}/login`);
  await stranger.getByLabel("E-mail").fill(APPROVER.email);
  await stranger.getByLabel("Password").fill(APPROVER.password);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await stranger.getByRole("heading", { name: "Overview" }).waitFor();
}

/** Quick, and by name, so that it is known who comes when; each wave wants every one of its chargers. */
const SPEC: SpecInput = {
  windows: [],
  windowLeftSecondsMin: 0,
  usablePerSiteMin: 0,
  inFlightMax: 5,
  inFlightPerSiteMax: 5,
  startsPerMinute: 600,
  startsPerMinuteMax: 600,
  healthSeconds: 1,
  attemptsMax: 1,
  waves: [
    { name: "Canary", size: { type: "Stations", identities: ["FW-1"] } },
    { name: "Wave 1", size: { type: "Stations", identities: ["FW-2", "FW-3", "FW-4"] } },
    { name: "Rest", size: { type: "Rest" } },
  ].map((wave) => ({
    ...(wave as { name: string; size: { type: "Rest" } }),
    rule: { success: 1, failuresMax: 3, failureRateMax: null, soakSeconds: 1, comparesSoak: false },
  })),
};

const path = (): string => `${kituo.webUrl}/firmware/campaigns/${campaignId}`;
const wave = (index: number): Locator => second.locator(`[data-wave="${index}"]`);
/** Through the dialog that says what is about to happen. */
async function confirm(shown: Page, open: string, submit: string, comment?: string): Promise<void> {
  await shown.getByRole("button", { name: open }).first().click();
  const dialog = shown.getByRole("dialog");
  if (comment !== undefined) await dialog.getByRole("textbox").fill(comment);
  await dialog.getByRole("button", { name: submit }).click();
  await dialog.waitFor({ state: "detached" });
}

test("whoever planned a campaign submits it and cannot approve it", async () => {
  const { release } = await aVerifiedRelease(db, {
    vendor: "Kituo",
    models: ["Simulated"],
    version: "2.0.0",
    fileName: "simulated-2.0.0.bin",
    data: Buffer.concat([Buffer.from("KITUO-FIRMWARE 2.0.0\n"), Buffer.alloc(300_000, 7)]),
  });
  await vi.waitFor(async () => expect(await db.station.count({ where: { firmwareVersion: "1.0.0" } })).toBe(5), {
    timeout: 30_000,
  });
  const asha = await db.operator.findFirstOrThrow({ where: { email: ADMINISTRATOR.email } });
  const actor = { kind: "operator", id: asha.id, name: asha.name, role: "admin" } as const;
  const plan = { name: "Simulated to 2.0.0", releaseId: release.id, spec: SPEC };
  ({ id: campaignId } = await createCampaign({ db, now: () => new Date(), actor }, plan));
  await page.goto(path());
  await confirm(page, "Submit…", "Submit for approval");
  await page.getByTestId("why-not").waitFor();
  expect(await page.getByTestId("why-not").innerText()).toContain("Somebody else");
  expect(await page.getByRole("button", { name: "Approve…" }).count()).toBe(0);
});

test("a second person approves it in the browser, and starts it", async () => {
  await second.goto(path());
  await second.getByText("This campaign waits for approval").waitFor();
  await confirm(second, "Approve…", "Approve", "Looked at with Asha");
  await second.locator('[data-campaign-state="Scheduled"]').waitFor();
  await confirm(second, "Start…", "Start");
  // The first person's page moves by itself.
  await page.locator('[data-campaign-state="Running"]').waitFor();
  expect(await page.getByText("approved by Otieno").count()).toBe(1);
});

test("the canary passes, and the next wave is held by a failure: the page says why", async () => {
  await second.locator('[data-wave="0"][data-wave-status="Passed"]').waitFor({ timeout: 120_000 });
  const panel = second.locator('[data-pause-cause="WaveHeld"]');
  await panel.waitFor({ timeout: 120_000 });
  expect(await panel.innerText()).toContain("The wave missed its rule");
  expect(await panel.getByTestId("evidence").innerText()).toMatch(/Wave 1[\s\S]*66\.7%/);
  expect(await wave(1).innerText()).toContain("held: 66.7%, needs 100%");
  expect(await second.getByRole("region", { name: "Failures by reason" }).innerText()).toContain("the install");
  await keepPicture(second, "campaign-held-in-life");
  // Nobody past it has been touched.
  expect(stations[4]?.firmwareVersion).toBe("1.0.0");
}, 240_000);

test("whoever planned it cannot let the held wave pass either", async () => {
  const panel = page.locator('[data-pause-cause="WaveHeld"]');
  await panel.waitFor();
  expect(await panel.getByRole("button", { name: "Let it pass…" }).isDisabled()).toBe(true);
  expect(await panel.innerText()).toContain("Needs an approver who had no part in the plan");
});

test("with a comment the approver lets it pass, and the campaign completes in part", async () => {
  await confirm(second, "Let it pass…", "Let it pass", "FW-3 has a known bad flash");
  await second.locator('[data-campaign-state="Completed"]').waitFor({ timeout: 120_000 });
  expect(await second.getByTestId("figure-updated").innerText()).toMatch(/^4/);
  expect(await wave(1).innerText()).toContain("let pass by decision");
  expect(stations.map((station) => station.firmwareVersion)).toEqual(["2.0.0", "2.0.0", "1.0.0", "2.0.0", "2.0.0"]);
  await keepPicture(second, "campaign-completed-in-life");
});

test("the journal tells it all, and its chain is unbroken", async () => {
  await second.goto(`${path()}/events`);
  await second.locator('[data-journal="unbroken"]').waitFor();
  await second.getByText("FW-3 has a known bad flash").first().waitFor();
  await keepPicture(second, "campaign-events-in-life");
  await second.goto(`${path()}/report`);
  await second.getByText("Approved by Otieno").waitFor();
  expect(problems).toEqual([]);
});
