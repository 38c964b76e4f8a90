import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type Database } from "@/lib/db/client";
import { type Kituo, startKituo } from "../support/instance";
import { createAdministrator, keepPicture, openBrowser, openPage } from "./support/browser";
import { FACES, faultsOf, openFace } from "./support/faces";
import { type ForeignClient, foreignClient } from "./support/foreign-client";

/** Logs and the rarer commands, asked for on the page, of a station built on somebody else's client. */
const IDENTITY = "LOGS-1";
const TEXT = `2026-11-22T10:00:00Z boot ok\n${"2026-11-22T10:00:01Z a line of the log\n".repeat(4_000)}`;
const BINARY = randomBytes(1_200_000);
const HASH = {
  hashAlgorithm: "SHA256",
  issuerNameHash: "aa".repeat(32),
  issuerKeyHash: "bb".repeat(32),
  serialNumber: "1F2E",
} as const;

let kituo: Kituo;
let db: Database;
let browser: Browser;
let page: Page;
let station: ForeignClient;
let told: Record<string, unknown>[] = [];
let installed: (typeof HASH)[] = [HASH];
/** What the station does once it has accepted to upload. */
let onAsked: (location: string) => Promise<void> = () => Promise.resolve();

const tell = (status: string) => station.call("DiagnosticsStatusNotification", { status });
const put = async (location: string, body: string | Buffer): Promise<number> =>
  (await fetch(location, { method: "PUT", body: new Uint8Array(Buffer.from(body)) })).status;
const job = (state: string) => page.locator(`[data-log-state="${state}"]`).first();
const dialog = () => page.getByRole("dialog");
const settled = (command: string, state: string) =>
  page.locator(`[data-command="${command}"][data-state="${state}"]`).first().waitFor({ timeout: 15_000 });

async function openStation(): Promise<ForeignClient> {
  const client = foreignClient({ endpoint: kituo.ocppUrl, identity: IDENTITY, protocol: "ocpp1.6" });
  const keep = (answer: (params: Record<string, unknown>) => object) => {
    return ({ params }: { readonly params: Record<string, unknown> }): object => {
      told = [...told, params];
      return answer(params);
    };
  };
  client.handle(
    "GetDiagnostics",
    keep((params) => {
      void onAsked(String(params["location"]));
      return { fileName: "diagnostics.log" };
    }),
  );
  client.handle(
    "TriggerMessage",
    keep(() => {
      void client.call("Heartbeat", {});
      return { status: "Accepted" };
    }),
  );
  client.handle(
    "ClearCache",
    keep(() => ({ status: "Accepted" })),
  );
  client.handle(
    "DataTransfer",
    keep(() => ({ status: "Accepted", data: "temperature 21" })),
  );
  client.handle(
    "UpdateFirmware",
    keep(() => ({})),
  );
  client.handle(
    "SignedUpdateFirmware",
    keep(() => ({ status: "Accepted" })),
  );
  client.handle(
    "GetInstalledCertificateIds",
    keep(() =>
      installed.length === 0 ? { status: "NotFound" } : { status: "Accepted", certificateHashData: installed },
    ),
  );
  client.handle(
    "DeleteCertificate",
    keep(() => {
      installed = [];
      return { status: "Accepted" };
    }),
  );
  client.handle(
    "InstallCertificate",
    keep(() => {
      installed = [HASH];
      return { status: "Accepted" };
    }),
  );
  client.handle(
    "GetLocalListVersion",
    keep(() => ({ listVersion: 7 })),
  );
  await client.connect();
  await client.call("BootNotification", { chargePointVendor: "Foreign", chargePointModel: "F1" });
  const status = { errorCode: "NoError", status: "Available" };
  for (const connectorId of [0, 1, 2]) await client.call("StatusNotification", { connectorId, ...status });
  return client;
}

beforeAll(async () => {
  kituo = await startKituo({ web: true });
  db = createDatabase(kituo.databaseUrl, { connectionsMax: 2 });
  await db.station.create({ data: { identity: IDENTITY, identityKey: "logs-1", securityProfile: 0 } });
  browser = await openBrowser();
  ({ page } = await openPage(browser, { acceptDownloads: true }));
  await createAdministrator(page, kituo.webUrl, kituo.firstRunCode ?? "");
  station = await openStation();
});
afterAll(async () => {
  await station.close();
  await browser.close();
  await db.$disconnect();
  await kituo.stop();
});

async function fetchLog(): Promise<void> {
  await page.getByRole("button", { name: "Fetch a log" }).click();
  await dialog().getByRole("button", { name: "Fetch", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
}

async function downloaded(name: string): Promise<Buffer> {
  const coming = page.waitForEvent("download");
  await page
    .getByRole("link", { name: `Download ${name}` })
    .first()
    .click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(name);
  return readFileSync(await download.path());
}

describe("a log", () => {
  test("is fetched from the page: each step is seen as it happens, and the file is byte by byte what was sent", async () => {
    await page.goto(`${kituo.webUrl}/chargers/${IDENTITY}`);
    await page.locator('[data-live="live"]').waitFor();
    await page.getByRole("link", { name: "Logs" }).click();
    await page.getByText("No log has been fetched").waitFor();
    await keepPicture(page, "logs-empty");
    let location = "";
    onAsked = async (place) => {
      location = place;
      await Promise.resolve();
    };
    await page.getByRole("button", { name: "Fetch a log" }).click();
    await dialog().getByLabel("From").fill("2026-11-21T00:00");
    await dialog().getByLabel("Tries more").fill("2");
    await keepPicture(page, "logs-dialog");
    await dialog().getByRole("button", { name: "Fetch", exact: true }).click();
    await job("Accepted").waitFor();
    expect(told.at(-1)).toMatchObject({ retries: 2, startTime: expect.stringMatching(/^2026-11-2[01]T/) });
    await tell("Uploading");
    await job("Uploading").waitFor();
    await keepPicture(page, "logs-uploading");
    await tell("Uploaded");
    await job("Uploaded").getByText("no file is here").waitFor();
    expect(await put(location, TEXT)).toBe(201);
    await job("Received").waitFor();
    expect((await downloaded("diagnostics.log")).toString()).toBe(TEXT);
    expect(await db.auditEntry.count({ where: { action: "DownloadLog", subject: `station:${IDENTITY}` } })).toBe(1);
  });

  test("that is text can be looked into", async () => {
    await page.getByRole("button", { name: "Look inside diagnostics.log" }).click();
    await page.getByTestId("preview").getByText("boot ok").waitFor();
    expect((await page.getByTestId("preview").innerText()).length).toBeLessThanOrEqual(65_536);
    await dialog().getByText("The first 64 KiB").waitFor();
    await keepPicture(page, "logs-preview");
    await dialog().getByRole("button", { name: "Close" }).click();
  });

  test("that is no text is downloaded all the same", async () => {
    onAsked = async (place) => void (await put(`${place}core.bin`, BINARY));
    await fetchLog();
    await page.getByText("core.bin").waitFor();
    await page.getByRole("button", { name: "Look inside core.bin" }).click();
    await dialog().getByText("is no text").waitFor();
    await dialog().getByRole("button", { name: "Close" }).click();
    const file = await downloaded("core.bin");
    expect(createHash("sha256").update(file).digest("hex")).toBe(createHash("sha256").update(BINARY).digest("hex"));
  });

  test("whose upload fails says so, and nothing is taken for it once somebody stops waiting", async () => {
    let location = "";
    onAsked = async (place) => {
      location = place;
      await Promise.resolve();
    };
    await fetchLog();
    await job("Accepted").waitFor();
    await tell("UploadFailed");
    await job("UploadFailed").getByText("the upload failed").waitFor();
    await fetchLog();
    await job("Accepted").getByRole("button", { name: "Stop waiting" }).click();
    await dialog().getByRole("button", { name: "Stop waiting" }).click();
    await job("Cancelled").waitFor();
    expect(await put(location, "late")).toBe(410);
  });

  test("is deleted for good, and what it was stays", async () => {
    await page.getByRole("button", { name: "Delete core.bin" }).click();
    await dialog().getByRole("button", { name: "Delete" }).click();
    await page.locator('[data-file-state="Removed"]').getByText("by Asha").waitFor();
    await page.getByText("has been deleted since").waitFor();
    expect(await db.uploadChunk.count({ where: { file: { name: "core.bin" } } })).toBe(0);
  });

  test("is given to nobody who is not signed in", async () => {
    const { id } = await db.uploadFile.findFirstOrThrow({ where: { name: "diagnostics.log" } });
    const url = `${kituo.webUrl}/chargers/${IDENTITY}/logs/files/${id}`;
    expect((await fetch(url, { redirect: "manual" })).status).toBe(401);
  });
});

describe("the More menu", () => {
  const choose = async (entry: string): Promise<void> => {
    await page.getByRole("button", { name: "More commands" }).click();
    await page.getByRole("menuitem", { name: entry }).click();
    await dialog().waitFor();
  };

  beforeAll(async () => {
    await page.goto(`${kituo.webUrl}/chargers/${IDENTITY}`);
    await page.locator('[data-live="live"]').waitFor();
  });

  test("asks for a message, and the message is the proof", async () => {
    await choose("Ask for a message");
    expect(await dialog().getByLabel("Message").locator("option").allInnerTexts()).toContain("LogStatusNotification");
    await dialog().getByLabel("Message").selectOption("Heartbeat");
    await dialog().getByRole("button", { name: "Ask" }).click();
    await settled("TriggerMessage", "Done");
    expect(told.at(-1)).toEqual({ requestedMessage: "Heartbeat" });
  });

  test("clears the card cache", async () => {
    await choose("Clear the card cache");
    await dialog().getByRole("button", { name: "Clear" }).click();
    await settled("ClearCache", "Done");
    expect(told.at(-1)).toEqual({});
  });

  test("sends a vendor message, and shows what comes back", async () => {
    await choose("Vendor message");
    await dialog().getByLabel("Vendor").fill("com.example");
    await dialog().getByLabel("Message").fill("GetTemperature");
    await dialog().getByLabel("Data", { exact: true }).fill("probe 1");
    await keepPicture(page, "more-vendor");
    await dialog().getByRole("button", { name: "Send" }).click();
    await settled("DataTransfer", "Done");
    await page.getByText("temperature 21").first().waitFor();
    expect(told.at(-1)).toEqual({ vendorId: "com.example", messageId: "GetTemperature", data: "probe 1" });
  });

  test("asks for a firmware update: from a plain file, and from a signed one", async () => {
    await choose("Update the firmware");
    await dialog().getByLabel("Address of the file").fill("https://files.example.org/f1-2.0.bin");
    await keepPicture(page, "more-firmware");
    await dialog().getByRole("button", { name: "Update" }).click();
    await settled("UpdateFirmware", "WaitingForEffect");
    expect(told.at(-1)).toEqual({
      location: "https://files.example.org/f1-2.0.bin",
      retrieveDate: expect.stringMatching(/Z$/),
    });
    await station.call("FirmwareStatusNotification", { status: "Installed" });
    await settled("UpdateFirmware", "Done");
    await choose("Update the firmware");
    await dialog().getByLabel("Address of the file").fill("https://files.example.org/f1-2.1.bin");
    await dialog().getByLabel("Fetch it from").fill("2036-01-02T03:04");
    await dialog().getByText("Signed", { exact: true }).click();
    await dialog().getByLabel("Signing certificate (PEM)").fill("PEM");
    await dialog().getByLabel("Signature", { exact: true }).fill("c2ln");
    await dialog().getByRole("button", { name: "Update" }).click();
    await vi.waitFor(() =>
      expect(told.at(-1)).toMatchObject({
        requestId: expect.any(Number),
        firmware: { location: "https://files.example.org/f1-2.1.bin", signingCertificate: "PEM", signature: "c2ln" },
      }),
    );
  });

  test("lists, deletes and installs certificates", async () => {
    await choose("Certificates");
    await dialog().getByRole("button", { name: "List what is installed" }).click();
    await dialog().getByText("Serial number 1F2E").waitFor();
    await keepPicture(page, "more-certificates");
    await dialog().getByRole("button", { name: "Delete the certificate with serial number 1F2E" }).click();
    await dialog().getByRole("button", { name: "Delete it" }).click();
    await settled("DeleteCertificate", "Done");
    expect(told.at(-1)).toEqual({ certificateHashData: HASH });
    await dialog().getByRole("button", { name: "List what is installed" }).click();
    await dialog().getByText("none is installed").waitFor();
    const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    await dialog().getByLabel("Certificate (PEM)").fill(pem);
    await dialog().getByRole("button", { name: "Install", exact: true }).click();
    await settled("InstallCertificate", "Done");
    expect(told.at(-1)).toEqual({ certificateType: "CentralSystemRootCertificate", certificate: pem });
    await dialog().getByRole("button", { name: "Close" }).click();
  });

  test("sends a message of one's own; what is wrong with it is told before and after", async () => {
    await choose("Own message");
    await dialog().getByLabel("Content (JSON)").fill("{ no json");
    await dialog().getByLabel("Message").selectOption("GetLocalListVersion");
    await dialog().getByRole("button", { name: "Send" }).click();
    await dialog().getByText("This is not JSON").waitFor();
    await keepPicture(page, "more-raw");
    await dialog().getByLabel("Content (JSON)").fill('{"unknown": 1}');
    await dialog().getByRole("button", { name: "Send" }).click();
    await settled("Raw", "Failed");
    const failed = page.locator('[data-command="Raw"][data-state="Failed"]');
    await failed.getByText("Not sent: it does not keep to the protocol").waitFor();
    await failed.getByText("unknown").first().waitFor();
    await choose("Own message");
    await dialog().getByLabel("Message").selectOption("GetLocalListVersion");
    await dialog().getByRole("button", { name: "Send" }).click();
    await settled("Raw", "Done");
    await page.locator('[data-command="Raw"][data-state="Done"]').getByText("listVersion").first().waitFor();
    await keepPicture(page, "more-answers");
    const raw = await db.command.findMany({ where: { name: "Raw" }, orderBy: { number: "asc" } });
    expect(raw.map(({ state, answer }) => [state, answer])).toEqual([
      ["Failed", null],
      ["Done", { listVersion: 7 }],
    ]);
  });
});

describe("the pages, light and dark, wide and narrow", () => {
  for (const [theme, width] of FACES) {
    test(`have no accessibility violation and no sideways scrolling: ${theme}, ${width} px`, async () => {
      const { page: shown, context } = await openFace(browser, page, [theme, width]);
      const found: string[] = [];
      const look = async (name: string): Promise<void> => {
        found.push(...(await faultsOf(shown, name, `${name}-${theme}-${width}`)));
      };
      await shown.goto(`${kituo.webUrl}/chargers/${IDENTITY}/logs`);
      await shown.locator('[data-live="live"]').first().waitFor();
      await look("logs");
      await shown.getByRole("button", { name: "Fetch a log" }).click();
      await look("logs-fetch");
      await shown.goto(`${kituo.webUrl}/chargers/${IDENTITY}`);
      await shown.locator('[data-live="live"]').first().waitFor();
      await look("logs-charger");
      for (const entry of [
        "Ask for a message",
        "Vendor message",
        "Update the firmware",
        "Certificates",
        "Own message",
      ]) {
        await shown.getByRole("button", { name: "More commands" }).click();
        await shown.getByRole("menuitem", { name: entry }).click();
        await shown.getByRole("dialog").waitFor();
        await look(`more-${entry.replaceAll(" ", "-").toLowerCase()}`);
        await shown.getByRole("dialog").getByRole("button", { name: "Close" }).click();
        await vi.waitFor(async () => expect(await shown.getByRole("dialog").count()).toBe(0));
      }
      await context.close();
      expect(found).toEqual([]);
    });
  }
});
