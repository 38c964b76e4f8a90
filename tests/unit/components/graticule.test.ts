import fc from "fast-check";
import { expect, test } from "vitest";
import { graticule, stepFor } from "@/components/sites/map/graticule";

test("lines stand apart by what can be counted, the nearer the finer", () => {
  expect([360, 100, 10, 1, 0.1, 0.001].map(stepFor)).toEqual([30, 10, 1, 0.1, 0.01, 0.001]);
});

test("the lines around Nairobi are whole tenths of a degree", () => {
  const lines = graticule({ west: 36.31, south: -1.58, east: 37.31, north: -0.98 });
  const meridians = lines.filter(([from, to]) => from?.[0] === to?.[0]).map(([from]) => from?.[0]);
  const parallels = lines.filter(([from, to]) => from?.[1] === to?.[1]).map(([from]) => from?.[1]);
  expect(meridians).toEqual([36.3, 36.4, 36.5, 36.6, 36.7, 36.8, 36.9, 37, 37.1, 37.2, 37.3, 37.4]);
  expect(parallels).toEqual([-1.6, -1.5, -1.4, -1.3, -1.2, -1.1, -1, -0.9]);
});

test("wherever one looks there are some lines and never too many, none beyond what the map can show", () => {
  const places = fc.record({
    west: fc.double({ min: -180, max: 170, noNaN: true }),
    south: fc.double({ min: -85, max: 80, noNaN: true }),
    width: fc.double({ min: 0.001, max: 360, noNaN: true }),
  });
  fc.assert(
    fc.property(places, ({ west, south, width }) => {
      const lines = graticule({ west, south, east: west + width, north: Math.min(85, south + width / 2) });
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.length).toBeLessThan(60);
      expect(lines.flat().every(([, latitude]) => Math.abs(latitude) <= 85)).toBe(true);
    }),
  );
});
