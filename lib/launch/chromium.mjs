import { existsSync } from "node:fs";
import path from "node:path";
import { say, step } from "./console-lines.mjs";
import { LaunchFailure } from "./failure.mjs";
import { lastLines, runQuietly } from "./quiet-command.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const FIXED_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** @returns {string | null} The program of a Chromium on this machine. */
export function findChromium() {
  const chosen = process.env["KITUO_CHROMIUM"];
  if (chosen !== undefined && chosen !== "") return chosen;
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const places = [...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...FIXED_PLACES];
  return places.find((place) => existsSync(place)) ?? null;
}

/** Finds a Chromium for the browser tests, and installs one where this process may. @returns {Promise<string>} */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new LaunchFailure(
      "The browser tests need Chromium or Chrome: install one, or name its program in KITUO_CHROMIUM.",
    );
  }
  say("installing Chromium for the browser tests …");
  await step("Chromium installed", install);
  const installed = findChromium();
  if (installed !== null) return installed;
  throw new LaunchFailure("Chromium was installed but is not on the PATH: name its program in KITUO_CHROMIUM.");
}

async function install() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = ["-o", "DPkg::Lock::Timeout=300", "-y"];
  for (const args of [["update"], ["install", "--no-install-recommends", "chromium"]]) {
    const { code, output } = await runQuietly("apt-get", [...options, ...args], { env });
    if (code !== 0) throw new LaunchFailure(`Chromium could not be installed (apt-get):\n${lastLines(output, 5)}`);
  }
}
