import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { keepPicture, openPage } from "./browser";

/** Every page is looked at in these: theme and width in pixels. */
export const FACES = [
  ["light", 1280],
  ["dark", 1280],
  ["light", 390],
  ["dark", 390],
] as const;
type Face = (typeof FACES)[number];

/** A page of its own in that face, signed in as `like` is. */
export async function openFace(browser: Browser, like: Page, [theme, width]: Face): ReturnType<typeof openPage> {
  return openPage(browser, {
    viewport: { width, height: 860 },
    colorScheme: theme,
    storageState: await like.context().storageState(),
  });
}

/** What is wrong with what is shown now: WCAG 2.2 AA, and scrolling sideways. Keeps a picture of it. */
export async function faultsOf(page: Page, name: string, picture: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const faults = violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html ?? ""}`);
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  await keepPicture(page, picture);
  return isTooWide ? [...faults, `${name}: scrolls sideways`] : faults;
}
