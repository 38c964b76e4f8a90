import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "@/lib/launch/chromium.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
];

const ARTEFACTS = fileURLToPath(new URL("../../artefacts", import.meta.url));

/** The real Chromium of this machine, headless. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("No Chromium: `npm test` installs or asks for one.");
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A page that fails the test on any error in its console that is not a lost connection. */
export async function openPage(
  browser: Browser,
  options: NonNullable<Parameters<Browser["newContext"]>[0]> = {},
): Promise<{ readonly page: Page; readonly context: BrowserContext; readonly problems: readonly string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    // A figure that is just fading in has no contrast yet; what is looked at has arrived.
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !isLostConnection(message.text())) problems.push(message.text());
  });
  return { page, context, problems };
}

/** Chromium writes these itself when the gateway or the web app is away, which tests do on purpose. */
const isLostConnection = (text: string): boolean =>
  /ERR_CONNECTION|WebSocket connection|Failed to load resource/.test(text);

/** Keeps a picture under `tests/artefacts`, to be looked at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`), fullPage: true });
}

export const ADMINISTRATOR = { name: "Asha", email: "asha@example.org", password: "a long enough password" } as const;

/** Goes through the first-run page with the code of the console. */
export async function createAdministrator(page: Page, webUrl: string, code: string): Promise<void> {
  await page.goto(webUrl);
  await page.getByLabel("Set-up code").fill(code);
  await page.getByLabel("Your name").fill(ADMINISTRATOR.name);
  await page.getByLabel("E-mail").fill(ADMINISTRATOR.email);
  await page.getByLabel("Password").fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Create the administrator" }).click();
  await page.getByRole("heading", { name: "Overview" }).waitFor();
}
