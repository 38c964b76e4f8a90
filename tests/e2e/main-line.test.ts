import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { type ForeignClient, foreignClient } from "./support/foreign-client";

let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let problems: readonly string[];

beforeAll(async () => {
  kituo = await startKituo({ web: true, ownDatabase: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  browser = await openBrowser();
  ({ page, problems } = await openPage(browser));
});
afterAll(async () => {
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

test("the one-time code makes the administrator, once", async () => {
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
  await page.goto(`${kituo.webUrl}/first-run`);
  await page.waitForURL((url) => !url.pathname.startsWith("/first-run"));
  expect(await db.operator.findMany({ select: { role: true } })).toEqual([{ role: "admin" }]);
});

test("a card is added that may charge", async () => {
  for (const uid of ["CARD-16", "CARD-201"]) {
    await page.goto(`${kituo.webUrl}/tokens`);
    await addCard(page, uid);
  }
  expect(await db.token.count()).toBe(2);
});

type Line = {
  readonly identity: string;
  readonly version: "ocpp1.6" | "ocpp2.0.1";
  readonly card: string;
  readonly boot: object;
  readonly statusOf: (status: string) => readonly [string, object];
};

const now = (): string => new Date().toISOString();

const LINES: readonly Line[] = [
  {
    identity: "CP-1",
    version: "ocpp1.6",
    card: "CARD-16",
    boot: { chargePointVendor: "ACME", chargePointModel: "Wall22", firmwareVersion: "2.3.9" },
    statusOf: (status) => ["StatusNotification", { connectorId: 1, errorCode: "NoError", status, timestamp: now() }],
  },
  {
    identity: "CP-2",
    version: "ocpp2.0.1",
    card: "CARD-201",
    boot: { reason: "PowerUp", chargingStation: { vendorName: "ACME", model: "Post44", firmwareVersion: "5.0.1" } },
    statusOf: (status) => [
      "StatusNotification",
      { evseId: 1, connectorId: 1, connectorStatus: status === "Available" ? status : "Occupied", timestamp: now() },
    ],
  },
];

for (const line of LINES) {
  describe(`a client that is not ours, speaking ${line.version}`, () => {
    let client: ForeignClient;
    let startAsked: Promise<Record<string, unknown>>;
    let stopAsked: Promise<Record<string, unknown>>;
    let transactionId: string | number;
    let seqNo = 0;

    /** 2.x: one numbered event of the running transaction. */
    const transactionEvent = (eventType: string, rest: object): Promise<unknown> =>
      client.call("TransactionEvent", {
        eventType,
        timestamp: now(),
        seqNo: seqNo++,
        transactionInfo: { transactionId },
        evse: { id: 1, connectorId: 1 },
        ...rest,
      });
    const reading = (wh: number, watt: number): object => ({
      timestamp: now(),
      sampledValue:
        line.version === "ocpp1.6"
          ? [
              { value: String(wh), measurand: "Energy.Active.Import.Register", unit: "Wh" },
              { value: String(watt), measurand: "Power.Active.Import", unit: "W" },
            ]
          : [
              { value: wh, measurand: "Energy.Active.Import.Register" },
              { value: watt, measurand: "Power.Active.Import" },
            ],
    });
    const tellReading = async (wh: number, watt: number): Promise<void> => {
      const meterValue = [reading(wh, watt)];
      if (line.version === "ocpp1.6") await client.call("MeterValues", { connectorId: 1, transactionId, meterValue });
      else await transactionEvent("Updated", { triggerReason: "MeterValuePeriodic", meterValue });
    };

    afterAll(() => client.close());

    test("is added on the onboarding page, connects with the address and password shown there, and appears without a reload", async () => {
      await page.goto(`${kituo.webUrl}/chargers/new`);
      await page.getByLabel("Identity").fill(line.identity);
      await page.getByRole("button", { name: "Add and show how it connects" }).click();
      await page.waitForURL((shown) => shown.searchParams.get("identity") === line.identity);
      const url = await page.getByTestId("ocpp-url").innerText();
      const password = await page.getByTestId("ocpp-password").innerText();
      expect(url.endsWith(`/ocpp/${line.identity}`)).toBe(true);
      await neverReloads(page);

      const endpoint = url.slice(0, url.lastIndexOf("/"));
      client = foreignClient({ endpoint, identity: line.identity, password, protocol: line.version });
      startAsked = asked(client, line.version === "ocpp1.6" ? "RemoteStartTransaction" : "RequestStartTransaction");
      stopAsked = asked(client, line.version === "ocpp1.6" ? "RemoteStopTransaction" : "RequestStopTransaction");
      await client.connect();
      expect(await client.call("BootNotification", line.boot)).toMatchObject({ status: "Accepted" });
      await client.call(...line.statusOf("Available"));
      await page.locator('[data-step="statuses"][data-step-state="done"]').waitFor({ timeout: 5_000 });
      expect(await hasReloaded(page)).toBe(false);
      await keepPicture(page, `onboarding-${line.version}`);
    });

    test("a status change is on the screen within a second", async () => {
      await page.getByRole("link", { name: "Open the charger" }).click();
      await page.getByRole("heading", { name: line.identity }).first().waitFor();
      await page.locator('[data-live="live"]').waitFor();
      const chip = page.getByRole("region", { name: "Connector 1" }).locator("[data-status]");
      expect(await chip.first().getAttribute("data-status")).toBe("Available");
      const told = performance.now();
      await client.call(...line.statusOf("Preparing"));
      await page
        .getByRole("region", { name: "Connector 1" })
        .locator(`[data-status="${line.version === "ocpp1.6" ? "Preparing" : "Occupied"}"]`)
        .waitFor({ timeout: 1_000 });
      expect(performance.now() - told).toBeLessThan(1_500);
      expect(await hasReloaded(page)).toBe(false);
    });

    test("Start reaches the charger with the chosen card and connector, and is done only when the session is there", async () => {
      const card = page.getByRole("region", { name: "Connector 1" });
      await card.getByRole("button", { name: "Start" }).click();
      await page.getByLabel("Card", { exact: true }).selectOption(line.card);
      await page.getByRole("dialog").getByRole("button", { name: "Start charging" }).click();
      const request = await startAsked;
      const stepper = page.locator('[data-command="RemoteStart"]').first();
      if (line.version === "ocpp1.6") expect(request).toEqual({ connectorId: 1, idTag: line.card });
      else expect(request).toMatchObject({ evseId: 1, idToken: { idToken: line.card } });

      await page.locator('[data-command="RemoteStart"][data-state="WaitingForEffect"]').waitFor({ timeout: 5_000 });
      await sleep(1_500);
      expect(await stepper.getAttribute("data-state")).toBe("WaitingForEffect");

      transactionId = await startSession(request);
      await page.locator('[data-command="RemoteStart"][data-state="Done"]').waitFor({ timeout: 5_000 });
      await page.getByTestId("session-energy").first().waitFor();
    });

    test("its energy moves with each reading", async () => {
      for (const [wh, shown] of [
        [1_500, "0.5"],
        [3_250, "2.25"],
      ] as const) {
        await tellReading(wh, 11_040);
        await page.getByTestId("session-energy").first().filter({ hasText: shown }).waitFor({ timeout: 3_000 });
      }
      await page.getByTestId("session-power").first().filter({ hasText: "11.0" }).waitFor({ timeout: 3_000 });
      expect(await hasReloaded(page)).toBe(false);
      await keepPicture(page, `charging-${line.version}`);
    });

    test("Stop ends the session with the right energy", async () => {
      await page.getByRole("region", { name: "Connector 1" }).getByRole("button", { name: "Stop" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Stop charging" }).click();
      const request = await stopAsked;
      expect(request).toEqual({ transactionId });
      await stopSession();
      await page.locator('[data-command="RemoteStop"][data-state="Done"]').waitFor({ timeout: 5_000 });
      const session = await db.chargingSession.findFirstOrThrow({ where: { station: { identity: line.identity } } });
      expect(session).toMatchObject({ phase: "Ended", energyWh: 4_200, tokenUid: line.card, anomalies: [] });
      await page.goto(`${kituo.webUrl}/sessions/${session.id}`);
      await page.getByText("4.20").first().waitFor();
      await keepPicture(page, `session-${line.version}`);
    });

    async function startSession(request: Record<string, unknown>): Promise<string | number> {
      if (line.version === "ocpp1.6") {
        const start = { connectorId: 1, idTag: line.card, meterStart: 1_000, timestamp: now() };
        const answer = (await client.call("StartTransaction", start)) as { transactionId: number; idTagInfo: object };
        expect(answer.idTagInfo).toMatchObject({ status: "Accepted" });
        await client.call(...line.statusOf("Charging"));
        return answer.transactionId;
      }
      transactionId = "tx-201-1";
      await transactionEvent("Started", {
        triggerReason: "RemoteStart",
        transactionInfo: { transactionId, remoteStartId: request["remoteStartId"], chargingState: "Charging" },
        idToken: request["idToken"],
        meterValue: [reading(1_000, 0)],
      });
      return transactionId;
    }

    async function stopSession(): Promise<void> {
      if (line.version === "ocpp1.6") {
        const stop = { transactionId, meterStop: 5_200, timestamp: now(), reason: "Remote" };
        await client.call("StopTransaction", stop);
        await client.call(...line.statusOf("Available"));
        return;
      }
      await transactionEvent("Ended", {
        triggerReason: "RemoteStop",
        transactionInfo: { transactionId, stoppedReason: "Remote" },
        meterValue: [reading(5_200, 0)],
      });
      await client.call(...line.statusOf("Available"));
    }
  });
}

describe("what the screen says when something is away", () => {
  test("the web app is stopped and started: stations do not notice", async () => {
    const client = foreignClient({ endpoint: kituo.ocppUrl, identity: "CP-3", protocol: "ocpp1.6" });
    await db.station.create({ data: { identity: "CP-3", identityKey: "cp-3", securityProfile: 0 } });
    let closes = 0;
    client.on("close", () => closes++);
    await client.connect();
    await client.call("BootNotification", { chargePointVendor: "ACME", chargePointModel: "Wall22" });
    await kituo.web.kill("SIGKILL");
    expect(await client.call("Heartbeat", {})).toHaveProperty("currentTime");
    await kituo.web.restart();
    expect(await client.call("Heartbeat", {})).toHaveProperty("currentTime");
    expect(closes).toBe(0);
    await client.close();
  });

  test("the gateway is killed: the screen says that it is not live, and becomes live again by itself", async () => {
    const client = foreignClient({ endpoint: kituo.ocppUrl, identity: "CP-3", protocol: "ocpp1.6" });
    await client.connect();
    await page.goto(`${kituo.webUrl}/chargers/CP-3`);
    await page.getByRole("heading", { name: "CP-3" }).first().waitFor();
    await page.locator('[data-live="live"]').waitFor();
    await page.locator('[data-connectivity="Connected"]').waitFor();
    await neverReloads(page);
    await kituo.gateway.kill("SIGKILL");
    await page.locator('[data-live="reconnecting"], [data-live="offline"]').waitFor({ timeout: 5_000 });
    await keepPicture(page, "gateway-gone");
    await kituo.gateway.restart();
    await page.locator('[data-live="live"]').waitFor({ timeout: 30_000 });
    expect(await hasReloaded(page)).toBe(false);
  });

  test("a charger that was connected to the killed gateway is shown as offline, never as connected", async () => {
    const connectivity = page.getByTestId("connectivity");
    await connectivity.filter({ hasText: "Offline" }).waitFor({ timeout: 20_000 });
    expect(await connectivity.getAttribute("data-connectivity")).toBe("Disconnected");
  });
});

test("no page complained", () => {
  expect(problems).toEqual([]);
});

/** Marks the page, so that a reload is seen. */
async function neverReloads(opened: Page): Promise<void> {
  await opened.evaluate(() => Object.assign(globalThis, { kituoMark: true }));
}
async function hasReloaded(opened: Page): Promise<boolean> {
  return opened.evaluate(() => !("kituoMark" in globalThis));
}

/** The payload of the first such call, which is answered Accepted. */
function asked(client: ForeignClient, action: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    client.handle(action, ({ params }) => {
      resolve(params);
      return { status: "Accepted" };
    });
  });
}

async function addCard(opened: Page, uid: string): Promise<void> {
  await opened.getByRole("button", { name: "Add a card" }).first().click();
  const dialog = opened.getByRole("dialog");
  await dialog.getByLabel("Number", { exact: false }).fill(uid);
  await dialog.getByRole("button", { name: /^Add/ }).click();
  await opened.getByText(uid).first().waitFor();
}
