import { NextRequest } from "next/server";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgresql://localhost/none");
  vi.stubEnv("BETTER_AUTH_SECRET", "a secret of more than 32 characters");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** The parts of a page's policy, by their names. The environment is read once, so each test reads it anew. */
async function policy(): Promise<ReadonlyMap<string, string>> {
  const { proxy } = await import("@/proxy");
  const answer = proxy(new NextRequest("http://console.example/map", { headers: { host: "console.example" } }));
  const parts = (answer.headers.get("Content-Security-Policy") ?? "").split("; ");
  return new Map(parts.map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1).join(" ")]));
}

test("without tiles the map may ask nobody else, and its worker is a file of ours", async () => {
  const parts = await policy();
  expect(parts.get("worker-src")).toBe("'self'");
  expect(parts.get("img-src")).toBe("'self' data: blob:");
  expect(parts.get("connect-src")).not.toContain("tiles");
  const { mapTiles } = await import("@/app/map-tiles");
  expect(mapTiles()).toBeNull();
});

test("tiles that were told of may be fetched, from there alone", async () => {
  vi.stubEnv("KITUO_MAP_TILES_URL", "https://tiles.example/a/{z}/{x}/{y}.png");
  vi.stubEnv("KITUO_MAP_TILES_CREDIT", "© The mappers");
  const parts = await policy();
  expect(parts.get("img-src")).toBe("'self' data: blob: https://tiles.example");
  expect(parts.get("connect-src")?.split(" ")).toContain("https://tiles.example");
  expect(parts.get("worker-src")).toBe("'self'");
  const { mapTiles } = await import("@/app/map-tiles");
  expect(mapTiles()).toEqual({ url: "https://tiles.example/a/{z}/{x}/{y}.png", credit: "© The mappers" });
});

test.each(["https://tiles.example/map.png", "ftp://tiles.example/{z}/{x}/{y}"])(
  "%s is no address of tiles",
  async (url) => {
    vi.stubEnv("KITUO_MAP_TILES_URL", url);
    await expect(policy()).rejects.toThrow("KITUO_MAP_TILES_URL");
  },
);
