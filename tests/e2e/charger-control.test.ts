import { randomUUID } from "node:crypto";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";
import { type ForeignClient, foreignClient } from "./support/foreign-client";

/** Settings, charging profiles and reservations from the charger's pages, at a station of somebody else's making. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];
let station: Foreign;

const IDENTITY = "CTRL-1";

type Foreign = { readonly client: ForeignClient; readonly boot: () => Promise<void> };

/** A 1.6 station with a few settings, one of which counts after a restart, and with smart charging and reservations. */
async function aForeignStation(): Promise<Foreign> {
  const client = foreignClient({ endpoint: kituo.ocppUrl, identity: IDENTITY, protocol: "ocpp1.6" });
  const settings = new Map([
    ["HeartbeatInterval", "300"],
    ["LocalPreAuthorize", "false"],
    ["MeterValuesSampledData", "Energy.Active.Import.Register,Power.Active.Import,Current.Import,SoC"],
    ["NumberOfConnectors", "2"],
    ["VendorMode", "eco"],
    ["WebSocketPingInterval", "60"],
  ]);
  const afterRestart = new Map<string, string>();
  const limits: { startPeriod: number; limit: number }[] = [];
  const status = (connectorId: number, word: string): Promise<unknown> =>
    client.call("StatusNotification", { connectorId, errorCode: "NoError", status: word });
  const boot = async (): Promise<void> => {
    for (const [key, value] of afterRestart) settings.set(key, value);
    afterRestart.clear();
    await client.call("BootNotification", { chargePointVendor: "ACME", chargePointModel: "Twin22" });
    for (const connectorId of [0, 1, 2]) await status(connectorId, "Available");
  };
  client.handle("GetConfiguration", ({ params }) => {
    const asked = Array.isArray(params["key"]) ? params["key"].map(String) : [...settings.keys()];
    const unknownKey = asked.filter((key) => !settings.has(key));
    const configurationKey = asked
      .filter((key) => settings.has(key))
      .map((key) => ({ key, readonly: key === "NumberOfConnectors", value: settings.get(key) ?? "" }));
    return { configurationKey, ...(unknownKey.length === 0 ? {} : { unknownKey }) };
  });
  client.handle("ChangeConfiguration", ({ params }) => {
    const [key, value] = [String(params["key"]), String(params["value"])];
    if (key === "VendorMode") return { status: "Accepted" };
    if (key === "WebSocketPingInterval") {
      afterRestart.set(key, value);
      return { status: "RebootRequired" };
    }
    settings.set(key, value);
    return { status: "Accepted" };
  });
  client.handle("Reset", () => {
    setTimeout(() => void restart(), 50);
    return { status: "Accepted" };
  });
  const restart = async (): Promise<void> => {
    await client.close();
    await client.connect();
    await boot();
  };
  client.handle("SetChargingProfile", ({ params }) => {
    const profile = params["csChargingProfiles"] as {
      chargingSchedule: { chargingSchedulePeriod: { startPeriod: number; limit: number }[] };
    };
    limits.splice(0, limits.length, ...profile.chargingSchedule.chargingSchedulePeriod);
    return { status: "Accepted" };
  });
  client.handle("ClearChargingProfile", () => {
    limits.splice(0);
    return { status: "Accepted" };
  });
  client.handle("GetCompositeSchedule", ({ params }) => ({
    status: "Accepted",
    connectorId: params["connectorId"],
    scheduleStart: new Date().toISOString(),
    chargingSchedule: {
      duration: params["duration"],
      chargingRateUnit: params["chargingRateUnit"] ?? "A",
      chargingSchedulePeriod: limits.length === 0 ? [{ startPeriod: 0, limit: 32 }] : limits,
    },
  }));
  client.handle("ReserveNow", ({ params }) => {
    setTimeout(() => void status(Number(params["connectorId"]), "Reserved"), 50);
    return { status: "Accepted" };
  });
  client.handle("CancelReservation", () => {
    setTimeout(() => void status(1, "Available"), 50);
    return { status: "Accepted" };
  });
  await client.connect();
  await boot();
  return { client, boot };
}

beforeAll(async () => {
  kituo = await startKituo({ web: true, ownDatabase: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
  await db.station.create({ data: { identity: IDENTITY, identityKey: IDENTITY.toLowerCase(), securityProfile: 0 } });
  await db.token.create({ data: { uid: "04A1B2C3", uidKey: "04a1b2c3", label: "Amina" } });
  station = await aForeignStation();
});
afterAll(async () => {
  await station.client.close();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const settled = (command: string, state: string): Promise<void> =>
  page.locator(`[data-command="${command}"][data-state="${state}"]`).first().waitFor({ timeout: 20_000 });

const open = async (tab: string): Promise<void> => {
  await page.goto(`${kituo.webUrl}/chargers/${IDENTITY}${tab}`);
  await page.locator('[data-live="live"]').first().waitFor({ timeout: 20_000 });
};

const dialog = (): Locator => page.getByRole("dialog");
const setting = (key: string): Locator => page.locator(`[data-setting="${key}"]`);

describe("settings", () => {
  const told = (key: string) => db.stationSetting.findFirst({ where: { key } });
  const valueOf = (key: string): Locator => setting(key).getByTestId("setting-value");

  test("are read from the charger, all at once, each with its age", async () => {
    await open("/settings");
    await page.getByText("No settings have been read yet").waitFor();
    await page.getByRole("button", { name: "Read all" }).click();
    await valueOf("HeartbeatInterval").filter({ hasText: "300" }).waitFor({ timeout: 15_000 });
    expect(await page.locator("[data-setting]").count()).toBe(6);
    expect(await setting("NumberOfConnectors").getByRole("button", { name: "Change" }).count()).toBe(0);
    expect(await setting("HeartbeatInterval").innerText()).toMatch(/Read \d+ s ago/);
  });

  test("are changed and done when they read back as wanted", async () => {
    await page.getByRole("button", { name: "Change HeartbeatInterval" }).click();
    await dialog().getByLabel("New value in s").fill("120");
    await dialog().getByRole("button", { name: "Change" }).click();
    await setting("HeartbeatInterval").locator('[data-state="Done"]').waitFor({ timeout: 15_000 });
    await valueOf("HeartbeatInterval").filter({ hasText: "120" }).waitFor({ timeout: 10_000 });
    expect(await told("HeartbeatInterval")).toMatchObject({ value: "120", needsRestart: false });
  });

  test("that read back otherwise say so", async () => {
    await page.getByRole("button", { name: "Change VendorMode" }).click();
    await dialog().getByLabel("New value").fill("boost");
    await dialog().getByRole("button", { name: "Change" }).click();
    await setting("VendorMode").locator('[data-state="NoEffect"]').waitFor({ timeout: 15_000 });
    expect(await setting("VendorMode").getByRole("status").innerText()).toContain("it reads back as “eco”");
    await keepPicture(page, "settings-read-back");
  });

  test("that need a restart wait for it, and are read after it", async () => {
    await page.getByRole("button", { name: "Change WebSocketPingInterval" }).click();
    await dialog().getByLabel("New value in s").fill("30");
    await dialog().getByRole("button", { name: "Change" }).click();
    await setting("WebSocketPingInterval").getByText("needs restart").waitFor({ timeout: 15_000 });
    expect(await valueOf("WebSocketPingInterval").innerText()).toContain("60");
    await page.getByRole("button", { name: "Restart for these settings" }).click();
    await dialog().getByRole("button", { name: "Restart" }).click();
    await setting("WebSocketPingInterval").locator('[data-state="Done"]').waitFor({ timeout: 30_000 });
    await valueOf("WebSocketPingInterval").filter({ hasText: "30" }).waitFor({ timeout: 10_000 });
    expect(await setting("WebSocketPingInterval").getAttribute("data-needs-restart")).toBe("false");
  });

  test("are asked for by a name typed in, and one that the charger lacks is shown as that", async () => {
    await page.getByLabel("Another setting, by its name").fill("NoSuchKey");
    await page.getByRole("button", { name: "Read", exact: true }).click();
    await setting("NoSuchKey").getByText("The charger has no such setting").waitFor({ timeout: 15_000 });
    expect(await told("NoSuchKey")).toMatchObject({ value: null, isKnown: false });
  });

  test("are found by what they do", async () => {
    await page.getByLabel("Search settings").fill("sign of life");
    await vi.waitFor(async () => expect(await page.locator("[data-setting]").count()).toBe(1), 10_000);
    await setting("HeartbeatInterval").waitFor();
  });
});

describe("charging profiles", () => {
  test("a limit from now on is installed, and proven by what the charger will allow", async () => {
    await open("/charging-profiles");
    await page.getByRole("button", { name: "Limit now" }).click();
    await dialog().getByLabel("Where").selectOption({ label: "Connector 1" });
    await dialog().getByLabel("No more than").fill("10");
    await dialog().getByLabel("Until").fill("");
    await dialog().getByRole("button", { name: "Set the limit" }).click();
    await settled("SetChargingProfile", "Done");
    await page.locator('[data-profile="1"] [data-state="Installed"]').waitFor({ timeout: 10_000 });
    await page.locator('[data-schedule="1"]').getByRole("cell", { name: "10 A" }).first().waitFor({ timeout: 10_000 });
    expect(await db.stationProfile.findMany()).toMatchObject([{ profileId: 1, evse: 1, state: "Installed" }]);
  });

  test("one in steps takes the place of the one before", async () => {
    await page.getByRole("button", { name: "New profile" }).click();
    await dialog().getByLabel("Where").selectOption({ label: "Connector 1" });
    await dialog().getByText("Takes the place of profile 1.").waitFor();
    await dialog().getByLabel("Limit 1 in A").fill("16");
    await dialog().getByRole("button", { name: "Add a limit" }).click();
    await dialog().getByLabel("Limit 2 begins after").fill("02:00");
    await dialog().getByLabel("Limit 2 in A").fill("8");
    await keepPicture(page, "profile-form");
    await dialog().getByRole("button", { name: "Install" }).click();
    await page.getByText("16 A, 8 A after 02:00").waitFor({ timeout: 15_000 });
    await vi.waitFor(
      async () =>
        expect(await db.stationProfile.findMany({ orderBy: { requestedAt: "asc" } })).toMatchObject([
          { profileId: 1, state: "Cleared", reason: "Replaced" },
          { profileId: 1, state: "Installed" },
        ]),
      10_000,
    );
  });

  test("the charger is asked what it will allow on another connector", async () => {
    const card = page.getByRole("region", { name: "What the charger will allow" });
    await card.getByLabel("Where").selectOption({ label: "Connector 2" });
    await card.getByRole("button", { name: "Ask the charger" }).click();
    await page.locator('[data-schedule="2"]').getByRole("img").waitFor({ timeout: 15_000 });
    expect(await db.stationSchedule.count({ where: { evse: 2 } })).toBe(1);
    await keepPicture(page, "charging-profiles");
  });

  test("a profile is cleared", async () => {
    await page.getByRole("button", { name: "Clear profile 1" }).click();
    await dialog().getByRole("button", { name: "Clear", exact: true }).click();
    await settled("ClearChargingProfile", "Done");
    await page.getByText("No charging profile is known").waitFor({ timeout: 10_000 });
    expect(await db.stationProfile.count({ where: { state: "Installed" } })).toBe(0);
  });
});

describe("reservations", () => {
  const connector = (): Locator => page.getByRole("region", { name: "Connector 1" });

  test("a connector is reserved for a card, and given back", async () => {
    await open("");
    await connector().getByRole("button", { name: "Reserve" }).click();
    await dialog().getByRole("button", { name: "Reserve", exact: true }).click();
    // By its rows: an open dialog hides the rest of the page from roles.
    const list = page.locator("[data-reservation]");
    await list.getByText("Amina").waitFor({ timeout: 15_000 });
    await connector().locator('[data-status="Reserved"]').waitFor({ timeout: 10_000 });
    await keepPicture(page, "charger-reserved");
    await list.getByRole("button", { name: /^Cancel reservation/ }).click();
    await dialog().getByRole("button", { name: "Cancel the reservation" }).click();
    await list.waitFor({ state: "detached", timeout: 15_000 });
    expect(await db.reservation.findMany()).toMatchObject([{ state: "Cancelled", tokenUid: "04A1B2C3" }]);
  });

  test("one is used by the session that starts with it", async () => {
    await connector().getByRole("button", { name: "Reserve" }).click();
    await dialog().getByRole("button", { name: "Reserve", exact: true }).click();
    await page.locator("[data-reservation]").waitFor({ timeout: 15_000 });
    const { id } = await db.reservation.findFirstOrThrow({ orderBy: { id: "desc" } });
    const started = { connectorId: 1, idTag: "04A1B2C3", meterStart: 0, timestamp: new Date().toISOString() };
    await vi.waitFor(
      async () => expect(await db.reservation.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "Active" }),
      10_000,
    );
    await station.client.call("StartTransaction", { ...started, reservationId: id });
    await page.locator("[data-reservation]").waitFor({ state: "detached", timeout: 15_000 });
    expect(await db.reservation.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "Used" });
  });
});

describe("the pages of control, light and dark, wide and narrow", () => {
  beforeAll(async () => {
    const { id: stationId } = await db.station.findUniqueOrThrow({ where: { identity: IDENTITY } });
    await db.stationSetting.updateMany({ where: { key: "LocalPreAuthorize" }, data: { needsRestart: true } });
    await db.stationProfile.updateMany({
      where: { reason: "Cleared" },
      data: { state: "Installed", reason: null, endedAt: null },
    });
    const expiresAt = new Date(Date.now() + 3_600_000);
    const given = { stationId, evse: 2, tokenUid: "04A1B2C3", expiresAt, state: "Active", requestedBy: "Asha" };
    await db.reservation.create({
      data: { ...given, id: 900, commandId: randomUUID(), requestedAt: new Date(), acceptedAt: new Date() },
    });
  });

  for (const [theme, width] of FACES) {
    test(`have no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const found: string[] = [];
      for (const tab of ["", "/settings", "/charging-profiles"]) {
        await shown.goto(`${kituo.webUrl}/chargers/${IDENTITY}${tab}`);
        await shown.getByRole("heading", { level: 1 }).first().waitFor();
        await shown.locator('[data-live="live"]').first().waitFor();
        found.push(...(await faultsOf(shown, tab, `control${tab.replace("/", "-")}-${theme}-${width}`)));
      }
      await context.close();
      expect(found).toEqual([]);
    });
  }
});

test("the browser's console told of no problem all the while", () => {
  expect(problems).toEqual([]);
});
