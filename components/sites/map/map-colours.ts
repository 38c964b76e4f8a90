import type { MapColours } from "./map-style";

/** The theme's colours as the map can read them: it knows no `oklch`. */
export function readColours(): MapColours {
  const theme = getComputedStyle(document.documentElement);
  return { ground: rgbOf(theme.getPropertyValue("--sunken")), line: rgbOf(theme.getPropertyValue("--border")) };
}

/** Any colour of CSS as "rgb(…)": painted, and read back. */
function rgbOf(colour: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const paint = canvas.getContext("2d");
  if (paint === null) return "rgb(128, 128, 128)";
  paint.fillStyle = colour;
  paint.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}
