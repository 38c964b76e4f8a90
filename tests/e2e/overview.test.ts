import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { createStation, type Station } from "../simulator/station";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";

/** What needs an operator, and how the fleet does, over simulated stations and books of some that are gone. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];
const stations: Station[] = [];

const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const tile = (group: string) => page.locator(`[data-group="${group}"]`);
const need = (kind: string, cause: string) => page.locator(`[data-need="${kind}"][data-cause="${cause}"]`);
const attention = () => page.getByRole("region", { name: "Needs attention" });

async function open(): Promise<void> {
  await page.goto(`${kituo.webUrl}/`);
  await page.locator('[data-live="live"]').waitFor();
}

async function simulate(identity: string, siteId: number | null = null): Promise<Station> {
  await db.station.create({ data: { identity, identityKey: identity.toLowerCase(), securityProfile: 0, siteId } });
  const station = createStation({
    identity,
    url: kituo.ocppUrl,
    version: "1.6",
    connectors: 2,
    meterIntervalMs: 500,
    speed: 60,
    reconnect: { minMs: 200, maxMs: 1_000 },
  });
  stations.push(station);
  await station.connect();
  return station;
}

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

describe("a fresh instance", () => {
  test("says what to do first, and shows no figure of a fleet that is not there", async () => {
    await open();
    await page.getByText("No chargers yet").waitFor();
    expect(await page.locator("[data-group]").count()).toBe(0);
    expect(await page.getByTestId("read-at").getAttribute("data-fresh")).toBe("fresh");
    await keepPicture(page, "overview-empty");
    await page.getByRole("link", { name: "Add a charger" }).click();
    await page.waitForURL(/\/chargers\/new$/);
  });

  test("tells somebody who may not add chargers who may", async () => {
    await db.operator.updateMany({ data: { role: "viewer" } });
    await open();
    await page.getByText("your role may look, but not add chargers").waitFor();
    expect(await page.getByRole("link", { name: "Add a charger" }).count()).toBe(0);
    await keepPicture(page, "overview-empty-viewer");
    await db.operator.updateMany({ data: { role: "admin" } });
  });
});

describe("a fleet", () => {
  test("is counted as it changes, and each state leads to its chargers", async () => {
    await open();
    const westlands = await db.site.create({ data: { name: "Westlands Mall" } });
    await simulate("WEST-01", westlands.id);
    await tile("Available").filter({ hasText: "1" }).waitFor({ timeout: 20_000 });
    await attention().getByText("Nothing needs you now.").waitFor();
    await tile("Available").click();
    await page.waitForURL(/\/chargers\?filter=status%3Aavailable$/);
    await page.getByText("WEST-01").first().waitFor();
    await open();
    await tile("Offline").click();
    await page.waitForURL(/filter=status%3Aoffline$/);
    await page.getByText("status:offline").waitFor();
    expect(await page.getByText("WEST-01").count()).toBe(0);
  });

  test("six chargers of one site on one uplink are one item, and it leads to just these", async () => {
    const site = await db.site.create({ data: { name: "Thika Road" } });
    const names = ["THIKA-1", "THIKA-2", "THIKA-3", "THIKA-4", "THIKA-5", "THIKA-6"];
    await db.station.createMany({
      data: names.map((identity, place) => ({
        identity,
        identityKey: identity.toLowerCase(),
        siteId: site.id,
        connectedAt: ago(9_000),
        disconnectedAt: ago(12 + place / 10),
        disconnectReason: "Silent",
      })),
    });
    await db.gateway.updateMany({ data: { startedAt: ago(10_000) } });
    await open();
    const item = need("Offline", "Site");
    await item.waitFor();
    expect(await attention().getByRole("listitem").count()).toBe(1);
    expect(await item.innerText()).toContain("Thika Road: 6 of 6 chargers went offline together");
    expect(await item.innerText()).toContain("12 min");
    await item.getByRole("link").click();
    await page.waitForURL(/\/chargers\?filter=/);
    await page.getByText("THIKA-6").first().waitFor();
    expect(await page.getByText("WEST-01").count()).toBe(0);
  });

  test("a fault appears by itself, with its code, and goes with it", async () => {
    await open();
    const station = await simulate("CBD-07");
    station.fault(2, "GroundFailure");
    const item = need("Fault", "Station");
    await item.waitFor({ timeout: 20_000 });
    expect(await item.innerText()).toContain("Fault: GroundFailure");
    await tile("Fault").filter({ hasText: "1" }).waitFor();
    station.clearFault(2);
    await item.waitFor({ state: "detached", timeout: 20_000 });
    station.fault(2, "GroundFailure");
    await item.waitFor({ timeout: 20_000 });
  });

  test("power and energy follow a session, whose row goes on by itself", async () => {
    const station = stations.find(({ identity }) => identity === "WEST-01");
    await db.token.create({ data: { uid: "CARD0001", uidKey: "card0001", label: "Amina" } });
    await station?.plugIn(1);
    await station?.startCharging(1, "CARD0001");
    await tile("Charging").filter({ hasText: "1" }).waitFor({ timeout: 20_000 });
    await vi.waitFor(async () => expect(await page.getByTestId("power-now").innerText()).toMatch(/^[1-9][\d.]* kW$/), {
      timeout: 30_000,
      interval: 500,
    });
    await vi.waitFor(async () => expect(await page.getByTestId("today-energy").innerText()).not.toMatch(/^0\.0/), {
      timeout: 40_000,
      interval: 500,
    });
    const power = page.getByRole("region", { name: "Power now" });
    await power.getByRole("button", { name: "As table" }).click();
    expect(await power.getByRole("row").nth(1).innerText()).toMatch(/\d\d:\d\d\s+[1-9][\d.]*$/);
    expect(await page.getByTestId("today-sessions").innerText()).toBe("1");
    expect(await page.getByRole("region", { name: "Running sessions" }).innerText()).toContain("WEST-01");
    expect(await page.getByTestId("uptime").innerText()).toMatch(/^\d+(\.\d)?%$/);
  });
});

describe("what cannot be read", () => {
  test("is said in its place, with a number; the rest stands, and it comes back when asked again", async () => {
    await db.$executeRaw`ALTER TABLE meter_value RENAME TO meter_value_away`;
    await db.$executeRaw`ALTER TABLE connector RENAME COLUMN error_code TO error_code_away`;
    await open();
    await attention().getByText("This part could not be read.").waitFor();
    expect(
      await attention()
        .getByText(/^Error [0-9a-f]{8}$/)
        .count(),
    ).toBe(1);
    expect(await tile("Offline").innerText()).toContain("6");
    await page.getByRole("region", { name: "Today" }).getByText("This part could not be read.").waitFor();
    await keepPicture(page, "overview-partial");
    await db.$executeRaw`ALTER TABLE meter_value_away RENAME TO meter_value`;
    await db.$executeRaw`ALTER TABLE connector RENAME COLUMN error_code_away TO error_code`;
    await attention().getByRole("button", { name: "Try again" }).click();
    await need("Offline", "Site").waitFor({ timeout: 10_000 });
    await page.getByTestId("today-energy").waitFor();
  });

  test("the age of what is shown stands out when nothing has been read for long", async () => {
    const { page: shown, context } = await openFace(browser, page, ["light", 1280]);
    await shown.clock.install();
    await shown.goto(`${kituo.webUrl}/`);
    await shown.locator('[data-live="live"]').waitFor();
    const age = shown.getByTestId("read-at").first();
    expect(await age.getAttribute("data-fresh")).toBe("fresh");
    await shown.getByRole("button", { name: "Pause live updates" }).click();
    await shown.locator('[data-live="paused"]').waitFor();
    await shown.clock.fastForward(120_000);
    await shown.locator('[data-testid="read-at"][data-fresh="old"]').first().waitFor();
    await keepPicture(shown, "overview-old");
    await context.close();
  });
});

describe("light and dark, wide and narrow", () => {
  beforeAll(async () => {
    await db.handshakeRefusal.create({
      data: { identity: "NEW-CHARGER-1", reason: "UnknownIdentity", firstAt: ago(3), lastAt: ago(1) },
    });
    await db.station.create({
      data: { identity: "NGONG-3", identityKey: "ngong-3", connectedAt: ago(9_000), disconnectedAt: ago(4_000) },
    });
  });

  for (const face of FACES) {
    test(`has no accessibility violation and no sideways scrolling: ${face.join(", ")} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, face);
      await shown.goto(`${kituo.webUrl}/`);
      await shown.locator('[data-live="live"]').waitFor();
      await shown.getByTestId("uptime").filter({ hasText: "%" }).waitFor();
      const faults = await faultsOf(shown, "/", `overview-${face.join("-")}`);
      await context.close();
      expect(faults).toEqual([]);
    });
  }

  test("the browser had nothing to complain of", () => {
    expect(problems).toEqual([]);
  });
});
