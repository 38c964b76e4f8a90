import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const css = readFileSync(fileURLToPath(new URL("../../../app/globals.css", import.meta.url)), "utf8");

type Lab = readonly [lightness: number, chroma: number, hue: number];

function theme(selector: string): ReadonlyMap<string, Lab> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g);
  return new Map([...found].map(([, name, l, c, h]) => [String(name), [Number(l), Number(c), Number(h)] as const]));
}

/** Relative luminance (WCAG 2) of an OKLCH colour as a screen shows it: clipped and rounded to 8 bits. */
function luminance([l, c, hue]: Lab): number {
  const a = c * Math.cos((hue * Math.PI) / 180);
  const b = c * Math.sin((hue * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  const [red = 0, green = 0, blue = 0] = linear.map(rounded);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function rounded(value: number): number {
  const clipped = Math.min(1, Math.max(0, value));
  const coded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  const eighth = Math.round(coded * 255) / 255;
  return eighth <= 0.04045 ? eighth / 12.92 : ((eighth + 0.055) / 1.055) ** 2.4;
}

function contrast(one: Lab | undefined, other: Lab | undefined): number {
  if (one === undefined || other === undefined) throw new Error("a colour is missing");
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const FAMILIES = ["ready", "energy", "occ", "warn", "fault", "off"];
const GROUNDS = ["bg", "surface", "sunken"];

describe.each([
  ["light", theme(":root")],
  ["dark", theme("[data-theme=dark]")],
])("colours of the %s theme", (_name, colours) => {
  test.each(["text", "text-2", "text-3", "accent"])("%s can be read on every ground (4.5)", (name) => {
    for (const ground of GROUNDS) {
      expect(contrast(colours.get(name), colours.get(ground))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(["border-strong", "focus"])("%s can be seen on every ground (3)", (name) => {
    for (const ground of GROUNDS) expect(contrast(colours.get(name), colours.get(ground))).toBeGreaterThanOrEqual(3);
  });

  test.each(FAMILIES)("marks of %s can be seen (3) and its words be read (4.5)", (family) => {
    for (const ground of GROUNDS) expect(contrast(colours.get(family), colours.get(ground))).toBeGreaterThanOrEqual(3);
    expect(contrast(colours.get(`${family}-text`), colours.get(`${family}-soft`))).toBeGreaterThanOrEqual(4.5);
  });
});
