import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { createBulkJob } from "@/lib/services/bulk/create-bulk-job";
import { createStation, type Station } from "../simulator/station";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { aDraft, aFleet, anApproved, aSubmitted, contextOf, inFullSwing } from "./support/campaign-books";
import { operatorPages, routesOfApp, type ShownIds } from "./support/every-page";
import { FACES, faultsOf } from "./support/faces";

/** Every page, over a fleet in which it has something to show: each language, theme and width. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let signedIn: Page;
let station: Station;
let ids: ShownIds;

const LANGUAGES = ["en", "sw"] as const;
const SIGNED_OUT = ["/first-run", "/login"] as const;

beforeAll(async () => {
  kituo = await startKituo({ web: true, env: { KITUO_PSEUDO_LANGUAGE: "on" } });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
});
afterAll(async () => {
  await station.close();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

/** A page in that language from the first, with what the browser found wrong with it. */
async function openIn(language: string, storageState?: Awaited<ReturnType<typeof stateOf>>) {
  const opened = await openPage(browser, storageState === undefined ? {} : { storageState });
  await opened.context.addCookies([{ name: "kituo-language", value: language, url: kituo.webUrl }]);
  return opened;
}
const stateOf = (page: Page) => page.context().storageState();

/** A page loaded once is turned into each face, as a person does who turns the phone or lets evening come. */
async function faultsInEachFace(page: Page, path: string, picture: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [theme, width] of FACES) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 860 });
    await page.locator(`html[data-theme="${theme}"]`).waitFor();
    faults.push(...(await faultsOf(page, `${path} ${theme} ${width}`, `${picture}-${theme}-${width}`)));
  }
  return faults;
}

describe.each(LANGUAGES)("before anybody has signed in, in %s", (language) => {
  test("the first page of all has no accessibility violation and does not scroll sideways", async () => {
    const { page, context, problems } = await openIn(language);
    await page.goto(`${kituo.webUrl}/first-run`);
    await page.locator(`html[lang="${language}"] form`).waitFor();
    const faults = await faultsInEachFace(page, "/first-run", `${language}-first-run`);
    await context.close();
    expect([...faults, ...problems]).toEqual([]);
  });
});

test("the books are filled so that each page has something to show", async () => {
  const opened = await openPage(browser);
  signedIn = opened.page;
  await createAdministrator(signedIn, kituo.webUrl, kituo.firstRunCode ?? "");
  ids = await filled();
  expect(opened.problems).toEqual([]);
});

test("no page of the app is left out", () => {
  const shown = [...new Set([...operatorPages(ids).map(({ route }) => route), ...SIGNED_OUT])];
  expect(shown.toSorted()).toEqual(routesOfApp());
});

describe.each(LANGUAGES)("in %s", (language) => {
  test("the sign-in page has no accessibility violation and does not scroll sideways", async () => {
    const { page, context, problems } = await openIn(language);
    await page.goto(`${kituo.webUrl}/login`);
    await page.locator(`html[lang="${language}"] form`).waitFor();
    const faults = await faultsInEachFace(page, "/login", `${language}-login`);
    await context.close();
    expect([...faults, ...problems]).toEqual([]);
  });

  test("no page has an accessibility violation or scrolls sideways", async () => {
    const { page, context, problems } = await openIn(language, await stateOf(signedIn));
    const faults: string[] = [];
    for (const { path, picture } of operatorPages(ids)) {
      await open(page, path, language);
      faults.push(...(await faultsInEachFace(page, path, `${language}-${picture}`)));
    }
    await context.close();
    expect([...faults, ...problems]).toEqual([]);
  }, 600_000);
});

test("every page has room for words that are a third longer", async () => {
  const { page, context, problems } = await openIn("en-XA", await stateOf(signedIn));
  const tooWide: string[] = [];
  for (const { path, picture } of operatorPages(ids)) {
    await open(page, path, "en-XA");
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 860 });
      await keepPicture(page, `en-XA-${picture}-${width}`);
      if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
        tooWide.push(`${path} ${width}`);
    }
  }
  await context.close();
  expect([...tooWide, ...problems]).toEqual([]);
}, 300_000);

async function open(page: Page, path: string, language: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto(`${kituo.webUrl}${path}`);
  await page.locator(`html[lang="${language}"] h1`).first().waitFor();
  // A receipt is paper: nothing on it is live.
  if (!path.endsWith("/receipt")) await page.locator('[data-live="live"]').first().waitFor();
}

async function filled(): Promise<ShownIds> {
  const { releaseId } = await aFleet(db);
  const running = (await anApproved(db, releaseId, "ACME Wall22 2.4.1")).id;
  const pending = (await aSubmitted(db, releaseId, "ACME, Berlin")).id;
  const draft = (await aDraft(db, releaseId, "ACME, the rest")).id;
  await inFullSwing(db, running);
  const place = { latitude: -1.2676, longitude: 36.8108, capacityKw: 250, contactPhone: "+254 20 123456" };
  const { id: site } = await db.site.update({ where: { name: "Westlands Mall" }, data: place });
  await db.station.create({
    data: { identity: "SHOW-1", identityKey: "show-1", securityProfile: 0, name: "Westlands Mall, bay 1" },
  });
  await db.token.create({ data: { uid: "SHOWCARD", uidKey: "showcard", label: "Amina" } });
  station = createStation({
    identity: "SHOW-1",
    url: kituo.ocppUrl,
    version: "1.6",
    connectors: 2,
    meterIntervalMs: 500,
    speed: 60,
    reconnect: { minMs: 200, maxMs: 1_000 },
  });
  await station.connect();
  await station.plugIn(1);
  await station.startCharging(1, "SHOWCARD");
  await vi.waitUntil(async () => (await db.meterValue.count()) > 3, 10_000);
  const { id: session } = await db.chargingSession.findFirstOrThrow();
  return { running, pending, draft, release: releaseId, site, session, alert: await anAlert(), job: await aBulkJob() };
}

async function anAlert(): Promise<number> {
  const { id } = await db.alert.create({
    data: {
      kind: "Fault",
      severity: "Critical",
      causeType: "Station",
      cause: "station:SHOW-1:fault",
      causeName: "SHOW-1",
      state: "Acknowledged",
      acknowledgedAt: new Date(),
      acknowledgedBy: "Asha",
      openedAt: new Date(Date.now() - 3_600_000),
      lastAt: new Date(),
      count: 3,
      present: 1,
    },
  });
  return id;
}

async function aBulkJob(): Promise<string> {
  const stations = await db.station.findMany({ take: 3, orderBy: { id: "asc" } });
  const { id } = await createBulkJob(contextOf(db, "admin", "Asha"), {
    command: { type: "Reset", when: "WhenIdle" },
    selection: { type: "Rows", ids: stations.map(({ id: stationId }) => stationId) },
  });
  return id;
}
