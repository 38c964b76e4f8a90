import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { dialAndBoot, type RawStation, SAID } from "../gateway/support/raw-station";
import { start16, stop16 } from "../gateway/support/session-frames";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";
import { aStationWithAPast } from "./support/past";

/** The page of one charger: what it was doing, what happened to it, how it does, and what people noted. */
let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let station: RawStation;
let problems: readonly string[];

const PATH = "/chargers/CP-0117";

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  await aStationWithAPast(
    db,
    { identity: "CP-0117", name: "Westlands Mall P1", tags: ["public"] },
    {
      lines: [
        [20, 9],
        [7, 0.01],
      ],
      connectors: {
        1: [
          { ago: 19.9, status: "Available" },
          { ago: 16, status: "Occupied", occupancy: "Preparing" },
          { ago: 15.8, status: "Occupied", occupancy: "Charging" },
          { ago: 13, status: "Occupied", occupancy: "Finishing" },
          { ago: 12.6, status: "Available" },
          { ago: 3, status: "Occupied", occupancy: "Charging" },
          { ago: 1.5, status: "Available" },
        ],
        2: [
          { ago: 19.9, status: "Available" },
          { ago: 5, status: "Faulted", errorCode: "EVCommunicationError" },
          { ago: 4.9, status: "Available", errorCode: "NoError" },
        ],
      },
    },
  );
  station = await dialAndBoot(kituo.ocppUrl, "CP-0117", "1.6");
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

const open = async (path = PATH): Promise<void> => {
  await page.goto(`${kituo.webUrl}${path}`);
  await page.locator('[data-live="live"]').first().waitFor();
};
const lane = (connector: string): Locator => page.locator(`[data-connector="${connector}"] svg[data-lane]`);
const wordsOf = async (of: Locator): Promise<readonly (string | null)[]> =>
  of.locator("[data-word]").evaluateAll((bars) => bars.map((bar) => bar.getAttribute("data-word")));
const dialog = (): Locator => page.getByRole("dialog");

describe("what it was doing", () => {
  test("is drawn for the last day, offline as offline, and before its time as nothing", async () => {
    await open();
    expect((await wordsOf(lane("1/1"))).slice(0, 11)).toEqual([
      "NeverConnected",
      "Unknown",
      "Available",
      "Preparing",
      "Charging",
      "Finishing",
      "Available",
      "Offline",
      "Available",
      "Charging",
      "Available",
    ]);
    expect(await wordsOf(lane("2/1"))).toContain("Fault");
    expect(await lane("2/1").getAttribute("aria-label")).toMatch(/^Connector 2: .*Available \d+%.*Offline \d+%/);
  });

  test("is the same as a table, where the shortest has its row, and goes back a week", async () => {
    await page.getByRole("button", { name: "As table" }).click();
    const row = page.getByRole("row").filter({ hasText: "EVCommunicationError" });
    expect(await row.innerText()).toMatch(/Connector 2\s+Fault.*6 min/s);
    await page.getByRole("button", { name: "As lanes" }).click();
    await page.getByRole("link", { name: "7 days" }).click();
    await page.locator('[data-history="7d"]').waitFor();
    expect((await wordsOf(lane("1/1")))[0]).toBe("NeverConnected");
  });

  test("goes on with what the charger says now, without anybody reloading", async () => {
    await open();
    await station.ask("StatusNotification", { connectorId: 1, status: "Faulted", errorCode: "GroundFailure" });
    await page
      .locator('[data-connector="1/1"] [data-word="Fault"]')
      .first()
      .waitFor({ state: "attached", timeout: 15_000 });
    const event = page.locator('[data-event="StateChanged"][data-kind="Fault"]').first();
    await event.getByText("Fault", { exact: true }).waitFor({ timeout: 15_000 });
    expect(await event.innerText()).toContain("Connector 1");
    await station.ask("StatusNotification", SAID["1.6"].status(1, "Available"));
  });
});

describe("the events", () => {
  test("tell of connections, boots, faults and settings in one list, and can be narrowed down", async () => {
    await open(`${PATH}/events`);
    const kinds = async (): Promise<ReadonlySet<string | null>> =>
      new Set(
        await page.locator("[data-event]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-kind"))),
      );
    expect([...(await kinds())]).toEqual(expect.arrayContaining(["Connection", "Boot", "Fault", "Status"]));
    await page.getByRole("navigation", { name: "Kind of event" }).getByRole("link", { name: "Connections" }).click();
    await page.waitForURL(/kind=Connection/);
    await page.getByText("Cut off without a goodbye").first().waitFor();
    await page.locator('[data-kind="Boot"]').first().waitFor({ state: "detached" });
    expect([...(await kinds())]).toEqual(["Connection"]);
    await page.getByRole("link", { name: "Security" }).click();
    await page.getByText("No such event yet").waitFor();
    await page.getByRole("link", { name: "Show all kinds" }).click();
    await page.locator('[data-kind="Boot"]').first().waitFor();
  });
});

describe("notes and tags", () => {
  test("a note is written, changed and removed, and each of it is an event", async () => {
    await open();
    await page.getByRole("button", { name: "Add a note" }).click();
    await dialog().getByLabel("Note").fill("Key box: 4711.\nAsk for Wanjiru.");
    await dialog().getByRole("button", { name: "Save" }).click();
    const note = page.locator("[data-note]");
    await note.getByText("Ask for Wanjiru.").waitFor();
    await note.getByRole("button", { name: "Change the note" }).click();
    await dialog().getByLabel("Note").fill("Key box: 4712");
    await dialog().getByRole("button", { name: "Save" }).click();
    await note.getByText("changed by Asha").waitFor();
    await note.getByRole("button", { name: "Remove the note" }).click();
    await dialog().getByRole("button", { name: "Remove the note" }).click();
    await note.waitFor({ state: "detached" });
    const removed = page.locator('[data-event="Changed"]').filter({ hasText: "Note removed" });
    expect(await removed.innerText()).toContain("Key box: 4712");
  });

  test("tags are changed where they stand", async () => {
    await page.getByRole("button", { name: "Change the tags" }).click();
    await dialog().getByLabel("Tags").fill("public, dc ,, vip");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().waitFor({ state: "detached" });
    await page.getByTestId("tags").getByText("vip").waitFor();
    expect(await db.station.findUnique({ where: { identity: "CP-0117" } })).toMatchObject({
      tags: ["public", "dc", "vip"],
    });
  });
});

describe("sessions and commands of the charger", () => {
  test("a session that begins stands in its list at once, and moves on there", async () => {
    await open(`${PATH}/sessions`);
    await page.getByText("No session yet").waitFor();
    const { transactionId } = await start16(station, { at: new Date().toISOString() });
    const row = page.locator(`[data-session="${transactionId}"]`);
    await row.waitFor({ timeout: 15_000 });
    expect(await row.innerText()).toContain("NOBODY");
    await stop16(station, transactionId, 1_500, new Date().toISOString());
    await row.getByText("Ended").waitFor({ timeout: 15_000 });
    expect(await row.innerText()).toContain("0.50");
  });

  test("commands are all listed, with what came of them", async () => {
    await open(PATH);
    await page.getByRole("button", { name: "Unlock" }).first().click();
    await dialog().getByRole("button", { name: "Unlock" }).click();
    const [, id] = await station.next((frame) => frame[2] === "UnlockConnector");
    station.say([3, id, { status: "NotSupported" }]);
    await page.getByRole("link", { name: "Commands", exact: true }).click();
    const history = page.getByRole("region", { name: "All commands" });
    await history.getByText("Unlock").waitFor();
    expect(await history.innerText()).toContain("Asha");
  });
});

test("its health stands beside it in a few lines and leads to the whole", async () => {
  await open();
  const health = page.getByRole("region", { name: "Health" });
  expect(await health.getByTestId("reconnects").innerText()).toContain("in 24 h");
  expect(await health.getByTestId("deviations").getAttribute("data-well")).toBe("true");
  await health.getByRole("link", { name: "All of it" }).click();
  await page.waitForURL(/CP-0117\/health$/);
});

test("once the gateway is away, what the connectors do from then on is not known", async () => {
  await open();
  await page.getByRole("button", { name: "As table" }).click();
  const newest = page.getByRole("row").filter({ hasText: "Connector 2" }).first();
  expect(await newest.innerText()).toContain("Available");
  await kituo.gateway.kill();
  await page.locator('[data-trusted="false"]').first().waitFor({ timeout: 20_000 });
  await newest.getByText("Not known").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "As lanes" }).click();
  expect(await wordsOf(lane("2/1"))).toContain("Unknown");
  expect(problems).toEqual([]);
  await kituo.gateway.restart();
  await page.locator('[data-trusted="true"]').first().waitFor({ timeout: 30_000 });
});

describe("the page, light and dark, wide and narrow", () => {
  beforeAll(async () => {
    station = await dialAndBoot(kituo.ocppUrl, "CP-0117", "1.6");
    await db.stationNote.create({
      data: {
        id: "6f1c7f0e-8a4b-4d0c-9a55-0d9a3c9d6a11",
        stationId: (await db.station.findUniqueOrThrow({ where: { identity: "CP-0117" } })).id,
        text: "Key box beside the lift, code with the guard.\nThe cable of connector 2 sticks when it is wet.",
        byId: "juma",
        by: "Juma",
        at: new Date(Date.now() - 3 * 86_400_000),
      },
    });
  });

  for (const [theme, width] of FACES) {
    test(`has no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const found: string[] = [];
      for (const [name, path] of [
        ["page", PATH],
        ["week", `${PATH}?history=7d`],
        ["events", `${PATH}/events`],
        ["sessions", `${PATH}/sessions`],
        ["commands", `${PATH}/commands`],
      ] as const) {
        await shown.goto(`${kituo.webUrl}${path}`);
        await shown.locator('[data-live="live"]').waitFor();
        found.push(...(await faultsOf(shown, path, `charger-${name}-${theme}-${width}`)));
      }
      await shown.goto(`${kituo.webUrl}${PATH}`);
      await shown.getByRole("button", { name: "As table" }).click();
      found.push(...(await faultsOf(shown, "as table", `charger-table-${theme}-${width}`)));
      await context.close();
      expect(found).toEqual([]);
    });
  }
});
