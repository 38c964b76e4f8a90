import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { createStation, type Station } from "../simulator/station";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";

/** Sites as a list, as pages and on the map, with a charger that really charges at one of them. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let context: BrowserContext;
let problems: readonly string[];
let station: Station;

/** What pages asked for outside of this instance. */
const strangers: string[] = [];
const scripts = new Set<string>();

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  await db.token.create({ data: { uid: "SITECARD", uidKey: "sitecard", label: "Amina", concurrentMax: 2 } });
  browser = await openBrowser();
  ({ page, context, problems } = await openPage(browser));
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== new URL(kituo.webUrl).hostname) strangers.push(request.url());
    if (request.resourceType() === "script") scripts.add(request.url());
  });
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await station?.close();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const WITHOUT_WEBGL = `
  const original = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.startsWith("webgl") ? null : original.call(this, kind, ...rest);
  };`;

const dialog = () => page.getByRole("dialog");
const row = (name: string) => page.locator(`[data-site="${name}"]:visible`);
const isLive = (shown: Page) => shown.locator('[data-live="live"]').first().waitFor();
const field = (name: string) => dialog().getByLabel(name, { exact: true });

test("a site is added with its place; what is wrong is said at its field and nothing is kept", async () => {
  await page.goto(`${kituo.webUrl}/sites`);
  await page.getByRole("button", { name: "Add a site" }).click();
  await field("Name").fill("Westlands");
  await field("Time zone").fill("Africa/Nairobi");
  await field("Address").fill("Ring Road 1");
  await field("Latitude").fill("91");
  await field("Longitude").fill("36.8108");
  await dialog().getByRole("button", { name: "Add a site" }).click();
  await dialog().getByText("From -90 (south) to 90 (north).").waitFor();
  expect(await field("Latitude").getAttribute("aria-invalid")).toBe("true");
  await field("Latitude").fill("here");
  await dialog().getByRole("button", { name: "Add a site" }).click();
  await dialog().getByText("Degrees, like -1.2921.").waitFor();
  await keepPicture(page, "site-form-wrong");
  expect(await db.site.count()).toBe(0);
  await field("Latitude").fill("-1,2676");
  await field("Capacity, kW").fill("250");
  await field("Telephone").fill("+254 20 123456");
  await dialog().getByRole("button", { name: "Add a site" }).click();
  await row("Westlands").waitFor();
  const kept = { latitude: -1.2676, longitude: 36.8108, capacityKw: 250, contactPhone: "+254 20 123456" };
  expect(await db.site.findUnique({ where: { name: "Westlands" } })).toMatchObject(kept);
});

test("the list is found by its former address, and tells at once when a charger there begins to charge", async () => {
  const site = await db.site.findUniqueOrThrow({ where: { name: "Westlands" } });
  await db.site.create({ data: { name: "Karen", address: "Ngong Road 4" } });
  await db.station.create({
    data: { identity: "SITE-1", identityKey: "site-1", securityProfile: 0, siteId: site.id, name: "Bay 1" },
  });
  await page.goto(`${kituo.webUrl}/settings/sites`);
  await page.waitForURL("**/sites");
  await isLive(page);
  await row("Westlands").locator('[data-status="NeverConnected"]').waitFor();
  station = createStation({
    identity: "SITE-1",
    url: kituo.ocppUrl,
    version: "1.6",
    connectors: 2,
    meterIntervalMs: 500,
    speed: 60,
    reconnect: { minMs: 200, maxMs: 1_000 },
  });
  await station.connect();
  await row("Westlands").locator('[data-status="Available"]').waitFor();
  await station.plugIn(1);
  await station.startCharging(1, "SITECARD");
  await row("Westlands").locator('[data-status="Charging"]').waitFor();
  await vi.waitUntil(
    async () => Number(await row("Westlands").locator("[data-power]").getAttribute("data-power")) > 0,
    {
      timeout: 40_000,
      interval: 250,
    },
  );
  await keepPicture(page, "sites");
  await page.getByRole("searchbox", { name: "Name or address" }).fill("ngong");
  await row("Karen").waitFor();
  await row("Westlands").waitFor({ state: "detached" });
  expect(new URL(page.url()).search).toBe("?q=ngong");
});

test("a site's page shows its chargers and what began there today, and follows both", async () => {
  await page.goto(`${kituo.webUrl}/sites`);
  await page.getByRole("link", { name: "Westlands" }).click();
  await page.getByRole("heading", { level: 1, name: "Westlands" }).waitFor();
  await isLive(page);
  const chargers = page.getByRole("region", { name: "Chargers", exact: true });
  const sessions = page.getByRole("region", { name: "Sessions today" });
  await chargers.getByRole("link", { name: "SITE-1" }).waitFor();
  await sessions.getByRole("link", { name: "SITE-1 · 1" }).waitFor();
  await page.getByText("of 250 kW").waitFor();
  await page.getByText("-1.2676, 36.8108").waitFor();
  expect(await page.getByRole("link", { name: "+254 20 123456" }).getAttribute("href")).toBe("tel:+25420123456");
  await page.getByText("No campaign has chargers to update here.").waitFor();
  await station.plugIn(2);
  await station.startCharging(2, "SITECARD");
  await keepPicture(page, "site");
  await station.stopCharging(1);
  await sessions.locator('[data-status="Ended"]').first().waitFor();
});

test("a change of the site is kept and written down, and another window shows it by itself", async () => {
  const second = await context.newPage();
  await second.goto(page.url());
  await isLive(second);
  await page.getByRole("button", { name: "Edit Westlands" }).click();
  await field("Who to ask").fill("Wanjiru");
  await dialog().getByRole("button", { name: "Save" }).click();
  await second.getByText("Wanjiru").waitFor();
  await second.close();
  const { id } = await db.site.findUniqueOrThrow({ where: { name: "Westlands" } });
  const audited = await db.auditEntry.findMany({ where: { subject: `site:${id}` }, orderBy: { id: "asc" } });
  expect(audited.map(({ action }) => action)).toEqual(["CreateSite", "UpdateSite"]);
});

test("a site that is not there has a page that says so", async () => {
  for (const id of ["999", "west", "99999999999"]) {
    await page.goto(`${kituo.webUrl}/sites/${id}`);
    await page.getByRole("heading", { level: 1, name: "There is no such thing" }).waitFor();
    expect(await page.getByRole("link", { name: "On the map" }).count()).toBe(0);
  }
});

describe("the map", () => {
  const map = (shown = page) => shown.locator('[data-map="ready"]');
  const dot = (name: string) => page.locator(`[data-dot][aria-label^="${name}"]`);
  const centre = async (name: string) => {
    const box = await dot(name).boundingBox();
    const frame = await map().boundingBox();
    if (box === null || frame === null) return null;
    return [box.x + box.width / 2 - frame.x - frame.width / 2, box.y + box.height / 2 - frame.y - frame.height / 2];
  };
  const isInTheMiddle = async (name: string) => ((await centre(name)) ?? [999]).every((off) => Math.abs(off) < 3);

  test("is code that no other page loads", async () => {
    scripts.clear();
    await page.goto(`${kituo.webUrl}/sites`);
    await isLive(page);
    const before = new Set(scripts);
    await page.getByRole("link", { name: "Map" }).click();
    await map().waitFor();
    const own = [...scripts].filter((url) => !before.has(url));
    const bodies = await Promise.all(own.map(async (url) => (await context.request.get(url)).text()));
    expect(bodies.some((body) => body.includes("maplibregl-canvas"))).toBe(true);
    const earlier = await Promise.all([...before].map(async (url) => (await context.request.get(url)).text()));
    expect(earlier.some((body) => body.includes("maplibregl-canvas"))).toBe(false);
  });

  test("shows each site by the state that needs somebody most, follows it, and says who is not on it", async () => {
    await dot("Westlands: Charging").waitFor();
    await page.getByText("1 site has no coordinates and is not here.").waitFor();
    station.fault(2, "GroundFailure");
    await dot("Westlands: Fault").waitFor();
    await keepPicture(page, "map");
    expect(await page.locator("[data-map] canvas").first().getAttribute("aria-label")).toBe("Map");
  });

  test("draws sites that are near each other as one, with the worst state, and opens them by a click", async () => {
    const near = [
      ["Parklands", -1.2601, 36.8152],
      ["Mombasa", -4.0435, 39.6682],
    ] as const;
    for (const [name, latitude, longitude] of near) await db.site.create({ data: { name, latitude, longitude } });
    await page.reload();
    await map().waitFor();
    const both = page.locator('[data-dot="Fault"][data-count="2"]');
    expect(await both.getAttribute("aria-label")).toBe("2 sites, worst: Fault");
    await dot("Mombasa: No chargers").waitFor();
    await keepPicture(page, "map-cluster");
    await both.click();
    await dot("Westlands: Fault").waitFor();
    await dot("Parklands: No chargers").waitFor();
    await dot("Westlands: Fault").click();
    await page.getByRole("link", { name: "Open Westlands" }).waitFor();
  });

  test("is used by the keyboard from the list beside it: arrows go from site to site and take the map along", async () => {
    await page.goto(`${kituo.webUrl}/map`);
    await map().waitFor();
    await page.locator('[data-map-site][tabindex="0"]').focus();
    await page.keyboard.press("End");
    await page.getByRole("link", { name: "Open Westlands" }).waitFor();
    await vi.waitUntil(async () => isInTheMiddle("Westlands"), { timeout: 10_000, interval: 100 });
    await page.keyboard.press("Home");
    await page.getByRole("link", { name: "Open Mombasa" }).waitFor();
    await vi.waitUntil(async () => isInTheMiddle("Mombasa"), { timeout: 10_000, interval: 100 });
    await page.keyboard.press("ArrowDown");
    await page.getByRole("link", { name: "Open Parklands" }).waitFor();
    expect(await page.locator(":focus").innerText()).toContain("Parklands");
    expect(await page.locator("[data-map-site][tabindex='0']").count()).toBe(1);
  });

  test("comes from a site's page with that site chosen", async () => {
    await page.goto(`${kituo.webUrl}/sites`);
    await page.getByRole("link", { name: "Westlands" }).click();
    await page.getByRole("link", { name: "On the map" }).click();
    await map().waitFor();
    expect(await page.locator('[data-map-site][aria-current="true"]').innerText()).toContain("Westlands");
    await vi.waitUntil(async () => isInTheMiddle("Westlands"), { timeout: 10_000, interval: 100 });
  });

  test("draws the sites on a plain sheet where the browser has no WebGL", async () => {
    const other = await openPage(browser, { storageState: await context.storageState() });
    await other.page.addInitScript({ content: WITHOUT_WEBGL });
    await other.page.goto(`${kituo.webUrl}/map`);
    await other.page.locator('[data-map="plain"]').getByRole("button", { name: "Westlands: Fault" }).click();
    await other.page.getByRole("link", { name: "Open Westlands" }).waitFor();
    await keepPicture(other.page, "map-plain");
    expect(await other.page.locator("canvas.maplibregl-canvas").count()).toBe(0);
    await other.context.close();
  });
});

for (const [theme, width] of FACES) {
  test(`sites have no accessibility violation and do not scroll sideways: ${theme}, ${width} px`, async () => {
    const face = await openFace(browser, page, [theme, width]);
    const { id } = await db.site.findUniqueOrThrow({ where: { name: "Westlands" } });
    const found: string[] = [];
    const look = async (name: string): Promise<void> => {
      found.push(...(await faultsOf(face.page, name, `${name}-${theme}-${width}`)));
    };
    for (const [name, path] of [
      ["sites", "/sites"],
      ["site", `/sites/${id}`],
      ["map", `/map?site=${id}`],
    ] as const) {
      await face.page.goto(`${kituo.webUrl}${path}`);
      await face.page.getByRole("heading", { level: 1 }).first().waitFor();
      await isLive(face.page);
      if (name === "map") await face.page.locator('[data-map="ready"] [data-dot]').first().waitFor();
      await look(name);
    }
    await face.page.goto(`${kituo.webUrl}/sites/${id}`);
    await face.page.getByRole("button", { name: "Edit Westlands" }).click();
    await face.page.getByRole("dialog").getByLabel("Latitude").waitFor();
    await look("site-edit");
    await face.context.close();
    expect([...found, ...face.problems]).toEqual([]);
  });
}

test("nobody outside was asked for anything, and the policy of the pages was never broken", () => {
  expect(strangers).toEqual([]);
  expect(problems).toEqual([]);
});
