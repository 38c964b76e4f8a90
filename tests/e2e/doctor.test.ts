import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { hashPassword } from "@/lib/services/stations/password-hash";
import { dial, dialAndBoot, type RawStation, refusalOf, SAID } from "../gateway/support/raw-station";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";

/** Chargers that are kept out, and what an operator does about it; chargers that deviate, and where it is told. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;

const OLD_PASSWORD = "the-old-password-16";

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

async function addStation(identity: string, password: string | null = null): Promise<void> {
  const passwordHash = password === null ? null : await hashPassword(password);
  await db.station.create({
    data: { identity, identityKey: identity.toLowerCase(), securityProfile: password === null ? 0 : 1, passwordHash },
  });
}

const urlOf = (identity: string): string => `${kituo.ocppUrl}/${encodeURIComponent(identity)}`;
const patient = (identity: string): Locator => page.locator(`[data-patient="${identity}"]`);
const dialog = (): Locator => page.getByRole("dialog");

async function openDoctor(): Promise<void> {
  await page.goto(`${kituo.webUrl}/chargers/doctor`);
  await page.getByRole("heading", { name: "Connection doctor" }).waitFor();
}

describe("the connection doctor", () => {
  test("shows a charger with a wrong password as it knocks; with the new one typed in it comes in and is solved", async () => {
    await addStation("CP-0117", OLD_PASSWORD);
    await openDoctor();
    await page.getByText("Nobody is kept out").waitFor();
    for (let tries = 0; tries < 3; tries += 1) {
      const wrong = { identity: "CP-0117", password: "something-else-entirely" };
      expect((await refusalOf(urlOf("CP-0117"), wrong)).status).toBe(401);
    }
    await patient("CP-0117").getByText("3 tries since").waitFor({ timeout: 15_000 });
    expect(await patient("CP-0117").innerText()).toContain("Wrong password.");
    await keepPicture(page, "doctor-wrong-password");

    await page.getByRole("button", { name: "Reset the password of CP-0117" }).click();
    await dialog().getByRole("button", { name: "Reset", exact: true }).click();
    const password = await page.getByTestId("new-password").innerText();
    await keepPicture(page, "doctor-new-password");
    await dialog().getByRole("button", { name: "Done" }).click();
    const station = await dial(kituo.ocppUrl, "CP-0117", "1.6", { password });
    await patient("CP-0117").waitFor({ state: "detached", timeout: 15_000 });
    await page.getByRole("link", { name: "Came in since" }).click();
    await patient("CP-0117").getByText("came in").waitFor();
    await station.leave();
  });

  test("asks of an unknown identity whether a known one was meant; it can be blocked and let in again", async () => {
    await openDoctor();
    expect((await refusalOf(urlOf("cp-117"))).status).toBe(404);
    await patient("cp-117").getByText("Did you mean CP-0117?").waitFor({ timeout: 15_000 });
    await page.getByRole("button", { name: "Block cp-117" }).click();
    await dialog().getByRole("button", { name: "Block" }).click();
    await patient("cp-117").waitFor({ state: "detached" });
    expect((await refusalOf(urlOf("cp-117"))).status).toBe(403);
    await page.goto(`${kituo.webUrl}/chargers/inbox`);
    await page.getByText("Nobody has knocked").waitFor();
    await page.goto(`${kituo.webUrl}/chargers/doctor?state=Blocked`);
    await page.getByRole("button", { name: "Unblock cp-117" }).click();
    await patient("cp-117").waitFor({ state: "detached" });
    expect((await refusalOf(urlOf("cp-117"))).status).toBe(404);
  });

  test("adopts an unknown one with the password to type in, and dismisses what is of no matter", async () => {
    await refusalOf(urlOf("GARAGE-7"));
    await refusalOf(kituo.ocppUrl.replace("/ocpp", "/steve/websocket/CP-1"));
    await openDoctor();
    await patient("127.0.0.1").getByText("/steve/websocket/CP-1").waitFor({ timeout: 15_000 });
    await page.getByRole("button", { name: "Dismiss 127.0.0.1" }).click();
    await patient("127.0.0.1").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Adopt GARAGE-7" }).click();
    await dialog().getByRole("button", { name: "Adopt" }).click();
    const password = await page.getByTestId("ocpp-password").innerText();
    const station = await dial(kituo.ocppUrl, "GARAGE-7", "1.6", { password });
    await station.leave();
    expect(await db.connection.count({ where: { station: { identity: "GARAGE-7" } } })).toBe(1);
  });
});

describe("the health page", () => {
  let station: RawStation;

  test("tells how the charger deviates as soon as it does, with an example to look at", async () => {
    await addStation("ODD-1");
    station = await dialAndBoot(kituo.ocppUrl, "ODD-1", "1.6");
    await page.goto(`${kituo.webUrl}/chargers/ODD-1`);
    await page.getByRole("link", { name: "Health" }).click();
    await page.getByText("It keeps to the norm").waitFor();
    const timestamp = new Date(Date.now() + 300_000).toISOString();
    const odd = { ...SAID["1.6"].status(1, "Available"), timestamp, info: null, vendorId: null };
    expect((await station.ask("StatusNotification", odd, "odd-one"))[0]).toBe(3);
    const deviation = page.locator('[data-repair="NullDropped"]');
    await deviation.waitFor({ timeout: 15_000 });
    expect(await deviation.innerText()).toContain("It sends fields that are null");
    await page.locator('[data-testid="clock"][data-off="true"]').waitFor({ timeout: 15_000 });
    await deviation.getByRole("link").click();
    const example = page.locator("[data-message]");
    await example.filter({ hasText: "StatusNotification" }).waitFor();
    expect(await example.count()).toBe(1);
  });

  test("calls a charger unstable that comes and goes, there, on its page and in the list", async () => {
    const open = { station: { identity: "ODD-1" }, closedAt: null };
    for (let times = 0; times < 3; times += 1) {
      station.ws.terminate();
      // Back before that is seen, it would have superseded itself.
      await vi.waitUntil(async () => (await db.connection.count({ where: open })) === 0, 10_000);
      station = await dial(kituo.ocppUrl, "ODD-1", "1.6");
    }
    await vi.waitUntil(async () => (await db.connection.count({ where: open })) === 1, 10_000);
    for (const path of ["/chargers/ODD-1/health", "/chargers/ODD-1", "/chargers"]) {
      await page.goto(`${kituo.webUrl}${path}`);
      await page.locator('[data-unstable="true"]:visible').first().waitFor();
    }
    await page.goto(`${kituo.webUrl}/chargers/ODD-1/health`);
    const cut = page.locator('[data-closing="ConnectionCut"]:visible');
    expect(await cut.first().innerText()).toBe("Cut off without a goodbye by the network, code 1006");
  });

  test("a new password is told to the charger and watched until it signs in with it", async () => {
    await addStation("ROTATE", OLD_PASSWORD);
    const told = await dialAndBoot(kituo.ocppUrl, "ROTATE", "1.6", { password: OLD_PASSWORD });
    await page.goto(`${kituo.webUrl}/chargers/ROTATE/health`);
    await page.locator('[data-live="live"]').waitFor();
    await page.getByRole("button", { name: "Tell it a new password" }).click();
    await dialog().getByRole("button", { name: "Tell it" }).click();
    const [, id, , payload] = await told.next((frame) => frame[2] === "ChangeConfiguration");
    told.say([3, id, { status: "Accepted" }]);
    await page.locator('[data-command="ChangePassword"]').first().waitFor();
    const { value } = payload as { readonly value: string };
    expect(value).toMatch(/^[0-9A-Fa-f]{40}$/);
    await told.leave();
    const back = await dialAndBoot(kituo.ocppUrl, "ROTATE", "1.6", { password: Buffer.from(value, "hex") });
    await page.locator('[data-command="ChangePassword"][data-state="Done"]').first().waitFor({ timeout: 20_000 });
    await page.getByText("taken over by the charger").waitFor({ timeout: 15_000 });
    await back.leave();
  });

  test("lowers what a replaced charger may begin with, only when that is confirmed", async () => {
    await addStation("REPLACED", OLD_PASSWORD);
    await db.station.update({ where: { identity: "REPLACED" }, data: { securityProfile: 2, minSecurityProfile: 2 } });
    await page.goto(`${kituo.webUrl}/chargers/REPLACED/health`);
    await page.getByRole("button", { name: "Change" }).click();
    await dialog().getByLabel("Required profile").selectOption("1");
    await dialog()
      .getByLabel(/Let it begin again from profile 1/)
      .check();
    await dialog().getByRole("button", { name: "Change" }).click();
    await page.getByText("The access of REPLACED is changed.").waitFor();
    expect(await db.station.findUnique({ where: { identity: "REPLACED" } })).toMatchObject({
      securityProfile: 1,
      minSecurityProfile: 1,
    });
    expect(await db.auditEntry.count({ where: { subject: "station:REPLACED", action: "UpdateStation" } })).toBe(1);
  });
});

describe("doctor and health, light and dark, wide and narrow", () => {
  beforeAll(async () => {
    await addStation("CP-0300", OLD_PASSWORD);
    const { id: stationId } = await db.station.findUniqueOrThrow({ where: { identity: "ODD-1" } });
    const at = new Date();
    await db.securityEvent.create({
      data: { stationId, key: "a", event: "TamperDetectionActivated", info: "Door", at, receivedAt: at },
    });
    await db.stationReport.create({ data: { stationId, kind: "Firmware", status: "Installed", receivedAt: at } });
    await db.certificateRequest.create({
      data: {
        stationId,
        key: "c",
        use: "ChargingStation",
        csr: "-----BEGIN CERTIFICATE REQUEST-----",
        requestedAt: at,
      },
    });
    await refusalOf(urlOf("CP-0300"), { identity: "CP-0300", password: "still-the-wrong-one" });
    await refusalOf(urlOf("CP-0300"), { identity: "CP-300", password: OLD_PASSWORD });
    await refusalOf(urlOf("ODD-1"), { protocols: ["ocpp1.5"] });
    await refusalOf(urlOf("LOADING-BAY-3"));
    await refusalOf(`${kituo.ocppUrl}/`);
    await vi.waitUntil(async () => (await db.handshakeRefusal.count()) >= 7, 10_000);
  });

  for (const [theme, width] of FACES) {
    test(`has no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const found: string[] = [];
      for (const path of ["/chargers/doctor", "/chargers/ODD-1/health", "/chargers/ROTATE/health", "/chargers"]) {
        await shown.goto(`${kituo.webUrl}${path}`);
        await shown.locator('[data-live="live"]').waitFor();
        found.push(...(await faultsOf(shown, path, `doctor${path.replaceAll("/", "-")}-${theme}-${width}`)));
      }
      await context.close();
      expect(found).toEqual([]);
    });
  }
});
