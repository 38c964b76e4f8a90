import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { dialAndBoot, type RawStation } from "../gateway/support/raw-station";
import { start16 } from "../gateway/support/session-frames";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";
import { aStationWithAPast, hoursAgo } from "./support/past";

/** The page of one session: what its connector did, its curves, what happened meanwhile, and its receipt. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let station: RawStation;
let problems: readonly string[];
let past: number;

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  const site = await db.site.create({
    data: { name: "Westlands Mall", timeZone: "Africa/Nairobi", address: "Ring Road Parklands\nNairobi" },
  });
  const stationId = await aStationWithAPast(
    db,
    {
      identity: "CP-0117",
      name: "Westlands Mall P1",
      meterSerialNumber: "M-88412",
      site: { connect: { id: site.id } },
    },
    {
      lines: [
        [30, 3.6],
        [3.4, 0.01],
      ],
      connectors: {
        1: [
          { ago: 29, status: "Available" },
          { ago: 4.1, status: "Occupied", occupancy: "Preparing" },
          { ago: 4, status: "Occupied", occupancy: "Charging" },
          { ago: 2.6, status: "Occupied", occupancy: "SuspendedEV" },
          { ago: 2.4, status: "Occupied", occupancy: "Finishing" },
          { ago: 2.3, status: "Available" },
        ],
      },
    },
  );
  past = await aSession(stationId);
  station = await dialAndBoot(kituo.ocppUrl, "CP-0117", "1.6");
  await db.station.update({ where: { id: stationId }, data: { meterSerialNumber: "M-88412" } });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
});
afterAll(async () => {
  await station.leave();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

const SAMPLES = 90;

/** One that charged from 4 h to 2.4 h ago, with a reading a minute but for when the line was down. */
async function aSession(stationId: number): Promise<number> {
  const at = hoursAgo(2.4);
  const { id } = await db.chargingSession.create({
    data: {
      stationId,
      evse: 1,
      connector: 1,
      startKey: "past",
      phase: "Ended",
      tokenUid: "04A224B2C1",
      startedAt: hoursAgo(4),
      startReceivedAt: hoursAgo(4),
      endedAt: at,
      endReceivedAt: at,
      endReason: "EVDisconnected",
      meterStartWh: 112_000,
      meterStopWh: 145_350,
      energyWh: 33_350,
      socPercent: 100,
    },
  });
  const instants = Array.from({ length: SAMPLES }, (_one, place) => hoursAgo(4 - (place * 1.6) / SAMPLES));
  await db.meterValue.createMany({
    data: instants
      .filter((sampledAt) => sampledAt < hoursAgo(3.6) || sampledAt > hoursAgo(3.4))
      .map((sampledAt, place) => ({
        stationId,
        evse: 1,
        connector: 1,
        sessionId: id,
        receivedAt: sampledAt,
        sampledAt,
        energyWh: 112_000 + place * 410,
        powerW: place > 65 ? 0 : 42_000 - place * 400,
        socPercent: Math.min(100, 31 + place),
      })),
  });
  const message = {
    stationId,
    epoch: 1,
    direction: "In",
    request: JSON.stringify({ transactionId: id }),
    response: "{}",
  };
  await db.messageLog.createMany({
    data: [
      { ...message, at: hoursAgo(3.9), messageId: "m-1", action: "MeterValues", result: "Ok" },
      { ...message, at: hoursAgo(3), messageId: "m-2", action: "MeterValues", result: "FormationViolation" },
      { ...message, at, messageId: "m-3", action: "StopTransaction", result: "Ok" },
    ],
  });
  await db.sessionEvent.createMany({
    data: [
      {
        sessionId: id,
        key: "start",
        kind: "Started",
        at: hoursAgo(4),
        receivedAt: hoursAgo(4),
        details: { meterStartWh: 112_000 },
      },
      {
        sessionId: id,
        key: "stop",
        kind: "Ended",
        at,
        receivedAt: at,
        details: { meterStopWh: 145_350, reason: "EVDisconnected" },
      },
    ],
  });
  return id;
}

const open = async (path: string, shown = page): Promise<void> => {
  await shown.goto(`${kituo.webUrl}${path}`);
  await shown.locator('[data-live="live"]').first().waitFor();
};
const bandWords = async (): Promise<readonly (string | null)[]> =>
  page
    .locator('[data-testid="session-band"] svg[data-lane] [data-word]')
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute("data-word")));

describe("a session that is over", () => {
  test("shows over its curves what the connector did, where the line was down, and each message", async () => {
    await open(`/sessions/${past}`);
    await page.locator(".u-over").nth(2).waitFor();
    const words = await bandWords();
    expect(words.filter((word, place) => word !== words[place - 1])).toEqual([
      "Charging",
      "Offline",
      "Charging",
      "PausedByCar",
    ]);
    const frames = page.locator("[data-frame]");
    expect(await frames.count()).toBe(3);
    expect(await page.locator("[data-frame].stroke-fault").count()).toBe(1);
    await page.getByText("3 messages about this session").waitFor();
  });

  test("draws all of it on one time axis", async () => {
    const lane = await page.locator('[data-testid="session-band"] svg[data-lane]').boundingBox();
    const plots = await Promise.all([0, 1, 2].map((place) => page.locator(".u-over").nth(place).boundingBox()));
    for (const plot of plots) {
      expect(Math.abs((plot?.x ?? 0) - (lane?.x ?? 1e9))).toBeLessThan(2);
      expect(Math.abs((plot?.width ?? 0) - (lane?.width ?? 1e9))).toBeLessThan(3);
    }
  });

  test("tells what happened to the charger meanwhile, and nothing else", async () => {
    const meanwhile = page.getByRole("region", { name: "What happened to the charger meanwhile" });
    await meanwhile.getByText("Cut off without a goodbye").waitFor();
    const events = await meanwhile
      .locator("[data-event]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-event")));
    expect(events).toEqual(["StateChanged", "StateChanged", "Opened", "Closed", "StateChanged"]);
  });

  test("has a receipt in the time of its site, without the card's number, that prints alone", async () => {
    await page.getByRole("link", { name: "Receipt" }).click();
    await page.getByRole("heading", { name: `Receipt of session ${past}` }).waitFor();
    const receipt = page.locator('[data-receipt="Final"]');
    const text = await receipt.innerText();
    for (const told of [
      "Westlands Mall",
      "Nairobi",
      "33.35 kWh",
      "112.00 kWh",
      "145.35 kWh",
      "B2C1",
      "GMT+3",
      "M-88412",
    ]) {
      expect(text).toContain(told);
    }
    expect(text).not.toContain("04A224B2C1");
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "Print" }).isVisible()).toBe(false);
    expect(await page.getByRole("navigation").filter({ visible: true }).count()).toBe(0);
    await keepPicture(page, "receipt-printed");
    await page.emulateMedia({ media: null });
  });
});

test("a receipt is marked as such while the session runs, waits for a decision, or is not billed", async () => {
  const { transactionId } = await start16(station, { at: new Date().toISOString() });
  const told = async (): Promise<string> => {
    await open(`/sessions/${transactionId}/receipt`);
    return page.getByRole("note").innerText();
  };
  expect(await told()).toContain("The session is still running");
  const data = { phase: "Ended" as const, endedAt: new Date(), anomalies: ["LostStop"] };
  await db.chargingSession.update({ where: { id: transactionId }, data });
  expect(await told()).toContain("waits for a decision");
  await db.chargingSession.update({ where: { id: transactionId }, data: { resolution: "NotBillable" } });
  expect(await told()).toBe("This session is not billed.");
});

test("a session that runs goes on with its connector, without anybody reloading", async () => {
  const { transactionId } = await start16(station, { idTag: "LIVE", at: new Date().toISOString() });
  const status = { connectorId: 1, errorCode: "NoError" };
  await station.ask("StatusNotification", { ...status, status: "Charging" });
  await open(`/sessions/${transactionId}`);
  await expect.poll(async () => (await bandWords()).at(-1), { timeout: 20_000 }).toBe("Charging");
  await station.ask("StatusNotification", { ...status, status: "SuspendedEV" });
  await expect.poll(bandWords, { timeout: 30_000 }).toContain("PausedByCar");
  expect(problems).toEqual([]);
});

describe("session and receipt, light and dark, wide and narrow", () => {
  for (const [theme, width] of FACES) {
    test(`have no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      await open(`/sessions/${past}`, shown);
      await shown.locator(".u-over").nth(2).waitFor();
      const found = [...(await faultsOf(shown, "session", `session-page-${theme}-${width}`))];
      await open(`/sessions/${past}/receipt`, shown);
      found.push(...(await faultsOf(shown, "receipt", `receipt-${theme}-${width}`)));
      await context.close();
      expect(found).toEqual([]);
    });
  }
});
