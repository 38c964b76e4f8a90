import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { createStation, type Station } from "../simulator/station";
import { type Kituo, startKituo } from "../support/instance";
import { ADMINISTRATOR, createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";

/** The console as an operator uses it, over simulated stations. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
const stations: Station[] = [];

const simulate = (identity: string, options: Partial<Parameters<typeof createStation>[0]> = {}): Station => {
  const station = createStation({
    identity,
    url: kituo.ocppUrl,
    version: "1.6",
    connectors: 2,
    meterIntervalMs: 500,
    speed: 60,
    reconnect: { minMs: 200, maxMs: 1_000 },
    ...options,
  });
  stations.push(station);
  return station;
};

const settled = (command: string, state: string) =>
  page.locator(`[data-command="${command}"][data-state="${state}"]`).first().waitFor({ timeout: 15_000 });

beforeAll(async () => {
  kituo = await startKituo({ web: true, ownDatabase: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

describe("the inbox", () => {
  test("shows an unknown charger that knocked; adopted with its password typed in, it comes in by itself", async () => {
    await page.goto(`${kituo.webUrl}/chargers/inbox`);
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    await keepPicture(page, "inbox-empty");
    void simulate("KNOCK-1", { password: "a-password-of-16" }).connect();
    await page.getByText("KNOCK-1").first().waitFor({ timeout: 10_000 });
    await page.getByRole("button", { name: "Adopt KNOCK-1" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Adopt" }).click();
    const password = await page.getByTestId("ocpp-password").innerText();
    await stations[0]?.close();
    const station = simulate("KNOCK-1", { password });
    await station.connect();
    await page.locator('[data-step="statuses"][data-step-state="done"]').waitFor({ timeout: 10_000 });
    await keepPicture(page, "inbox-adopted");
    expect(await db.station.findUnique({ where: { identity: "KNOCK-1" } })).toMatchObject({
      registeredStatus: "Accepted",
    });
  });

  test("a refused one leaves the inbox and stays outside", async () => {
    await page.goto(`${kituo.webUrl}/chargers/inbox`);
    const stranger = simulate("STRANGER-1");
    void stranger.connect();
    await page.getByRole("button", { name: "Refuse STRANGER-1" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Refuse" }).click();
    await page.getByText("STRANGER-1 stays outside").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Inbox" }).waitFor();
    expect(await page.getByText("STRANGER-1").count()).toBe(0);
    expect(stranger.isConnected).toBe(false);
    await stranger.close();
  });
});

describe("commands from the charger page", () => {
  const connector = (): ReturnType<Page["getByRole"]> => page.getByRole("region", { name: "Connector 1" });

  test("Unlock, Availability and Restart each end with their proof", async () => {
    await page.goto(`${kituo.webUrl}/chargers/KNOCK-1`);
    await page.locator('[data-live="live"]').waitFor();
    await connector().getByRole("button", { name: "Unlock" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Unlock" }).click();
    await settled("Unlock", "Done");
    await connector().getByRole("button", { name: "Availability" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Change" }).click();
    await settled("ChangeAvailability", "Done");
    await connector().locator('[data-status="OutOfService"]').waitFor();
    await page.getByRole("button", { name: "Restart" }).first().click();
    await page.getByRole("dialog").getByLabel("Hard").check();
    await page.getByRole("dialog").getByRole("button", { name: "Restart" }).click();
    await settled("Reset", "Done");
    expect((await db.command.findMany({ orderBy: { number: "asc" } })).map((row) => [row.name, row.state])).toEqual([
      ["Unlock", "Done"],
      ["ChangeAvailability", "Done"],
      ["Reset", "Done"],
    ]);
    await keepPicture(page, "commands-done");
  });

  test("a refusal of the charger's is told as one, with what to try", async () => {
    const station = stations.find((known) => known.identity === "KNOCK-1" && known.isOnline);
    station?.answer("UnlockConnector", () => ({ type: "Answer", answer: { status: "UnlockFailed" } }));
    await connector().getByRole("button", { name: "Unlock" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Unlock" }).click();
    await settled("Unlock", "Rejected");
    expect(await connector().getByRole("status").first().innerText()).toContain("Charger refused: UnlockFailed");
    await keepPicture(page, "command-rejected");
  });

  test("an offline charger keeps its last state as past, and its live figures become unknown", async () => {
    const station = stations.find((known) => known.identity === "KNOCK-1" && known.isOnline);
    await station?.close();
    await page.getByTestId("connectivity").filter({ hasText: "Offline" }).waitFor({ timeout: 10_000 });
    expect(await connector().locator("[data-status]").first().getAttribute("data-past")).toBe("true");
    await keepPicture(page, "charger-offline");
  });
});

describe("people and programs", () => {
  test("an API key made on the page opens the REST API, and closes it when revoked", async () => {
    await page.goto(`${kituo.webUrl}/settings/api-keys`);
    await page.getByRole("button", { name: "Create a key" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Billing");
    await dialog.getByRole("button", { name: "Create" }).click();
    const key = await page.getByTestId("api-key").innerText();
    await dialog.getByRole("button", { name: "Done" }).click();
    const list = (): Promise<Response> =>
      fetch(`${kituo.webUrl}/api/v1/stations`, { headers: { authorization: `Bearer ${key}` } });
    expect((await list()).status).toBe(200);
    await page.getByRole("button", { name: "Revoke Billing" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await vi.waitFor(async () => expect((await list()).status).toBe(401), 5_000);
  });

  test("signing out ends the sign-in; a wrong password is refused, and too many tries are held off", async () => {
    await page.getByRole("button", { name: `Account of ${ADMINISTRATOR.name}` }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await db.signIn.count()).toBe(0);
    const tryPassword = async (password: string): Promise<void> => {
      await page.getByLabel("E-mail").fill(ADMINISTRATOR.email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
    };
    await tryPassword("not the password");
    await page.getByText("is wrong").first().waitFor();
    for (let tries = 0; tries < 25 && (await page.getByText("Too many tries").count()) === 0; tries += 1) {
      await tryPassword(`wrong ${tries}`);
      await page.getByRole("button", { name: "Sign in", disabled: false }).waitFor();
    }
    await page.getByText("Too many tries").waitFor();
    expect(await db.signIn.count()).toBe(0);
    await db.rateLimit.deleteMany();
    await page.goto(`${kituo.webUrl}/login`);
    await tryPassword(ADMINISTRATOR.password);
    await page.getByRole("heading", { name: "Overview" }).waitFor();
  });

  test("nothing is served to somebody who is not signed in", async () => {
    const { page: stranger, context } = await openPage(browser);
    for (const path of ["/", "/chargers", "/chargers/KNOCK-1", "/sessions", "/tokens", "/settings/api-keys"]) {
      await stranger.goto(`${kituo.webUrl}${path}`);
      expect(new URL(stranger.url()).pathname).toBe("/login");
    }
    expect((await fetch(`${kituo.webUrl}/api/live-ticket`, { method: "POST" })).status).toBe(401);
    await context.close();
  });
});

describe("every page, light and dark, wide and narrow", () => {
  const PAGES = [
    "/",
    "/chargers",
    "/chargers/new",
    "/chargers/inbox",
    "/chargers/KNOCK-1",
    "/chargers/KNOCK-1/messages",
    "/sessions",
    "/sessions/1",
    "/tokens",
    "/settings/api-keys",
  ];

  beforeAll(async () => {
    await page.goto(`${kituo.webUrl}/`);
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    const station = simulate("SHOW-1", { version: "2.0.1" });
    await db.station.create({
      data: { identity: "SHOW-1", identityKey: "show-1", securityProfile: 0, name: "Westlands Mall, bay 1" },
    });
    await db.token.create({ data: { uid: "SHOWCARD", uidKey: "showcard", label: "Amina" } });
    await station.connect();
    await station.plugIn(1);
    await station.startCharging(1, "SHOWCARD");
    await vi.waitUntil(async () => (await db.meterValue.count()) > 3, 10_000);
  });

  for (const [theme, width] of FACES) {
    test(`has no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const found: string[] = [];
      for (const path of PAGES) {
        await shown.goto(`${kituo.webUrl}${path}`);
        await shown.getByRole("heading", { level: 1 }).first().waitFor();
        await shown.locator('[data-live="live"]').first().waitFor();
        const name = path === "/" ? "overview" : path.slice(1).replaceAll("/", "-");
        found.push(...(await faultsOf(shown, path, `${name}-${theme}-${width}`)));
      }
      await context.close();
      expect(found).toEqual([]);
    });
  }
});
