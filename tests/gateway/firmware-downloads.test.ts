import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { aGrant } from "../support/firmware";
import { startGateway, type TestGateway } from "../support/gateway";
import { asked, downloads, placeOf, read, sha256 } from "./support/downloads";
import { metric } from "./support/metrics";

const images = downloads();

describe("a download", () => {
  test("is cut off within a second of its grant's end, and is 410 from then on", async () => {
    const { url, grantId } = await images.anImage(40_000_000);
    const response = await asked(url);
    response.on("error", () => undefined);
    await images.until(grantId, { firstByteAt: expect.any(Date) });
    const before = performance.now();
    await images.here.kituo.db.downloadGrant.update({ where: { id: grantId }, data: { revokedAt: new Date() } });
    // The station reads on only then: it would be through with all of it before.
    await vi.waitFor(async () => {
      expect(await metric(images.here.kituo.liveUrl, "kituo_firmware_downloads_total", { outcome: "Revoked" })).toBe(1);
    }, 5_000);
    expect(performance.now() - before).toBeLessThan(1_500);
    const { data, isWhole } = await read(response);
    expect([isWhole, data.length < 39_000_000]).toEqual([false, true]);
    expect((await fetch(url, { headers: { Range: `bytes=${data.length}-` } })).status).toBe(410);
    expect((await images.grantOf(grantId)).completedAt).toBeNull();
  });

  test("that nothing leaves for too long is given up", async () => {
    const { url, grantId } = await images.anImage(40_000_000);
    const response = await asked(url);
    response.on("error", () => undefined);
    await vi.waitFor(async () => {
      expect(await metric(images.here.kituo.liveUrl, "kituo_firmware_downloads_total", { outcome: "Idle" })).toBe(1);
    }, 10_000);
    expect((await images.grantOf(grantId)).completedAt).toBeNull();
    response.destroy();
  });

  test("that is slow is waited for, a little at a time", async () => {
    const { url, data, grantId } = await images.anImage(12_000_000);
    const response = await asked(url);
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const part of response) {
      hash.update(part);
      bytes += part.length;
      if (bytes < 200_000) await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(hash.digest("hex")).toBe(sha256(data));
    await images.until(grantId, { bytesReached: 12_000_000n, requests: 1 });
  });

  test("goes on where it was after its gateway was stopped, at another one", async () => {
    const first = await images.aGateway();
    const { data, release, secret, grantId } = await images.anImage(20_000_000);
    const at = (gateway: TestGateway) => `${placeOf(gateway)}/${secret}/${release.fileName}`;
    const begun = await read(await asked(at(first)), 12_000_000);
    await first.stop();
    expect(Number((await images.grantOf(grantId)).bytesReached)).toBeGreaterThanOrEqual(12_000_000);

    const second = await images.aGateway();
    const range = { Range: `bytes=${begun.data.length}-`, "If-Range": `"${release.sha256}"` };
    const response = await asked(at(second), range);
    expect(response.statusCode).toBe(206);
    const rest = await read(response);
    expect(sha256(Buffer.concat([begun.data, rest.data]))).toBe(sha256(data));
    await images.until(grantId, { requests: 2, bytesReached: 20_000_000n, completedAt: expect.any(Date) });
    await second.stop();
  });

  test("is whole at the end even where the last second of the first part was never recorded", async () => {
    const { url, data, grantId } = await images.anImage(1_000);
    await images.here.kituo.db.downloadGrant.update({
      where: { id: grantId },
      data: { bytesReached: 300n, bytesServed: 300n },
    });
    const rest = await (await fetch(url, { headers: { Range: "bytes=400-" } })).bytes();
    expect(sha256(rest)).toBe(sha256(data.subarray(400)));
    await images.until(grantId, { bytesReached: 1_000n, completedAt: expect.any(Date) });
  });

  test("shares its campaign's bandwidth with all others of it", async () => {
    const { release, url, campaignId } = await images.anImage(250_000, { megabitsPerSecondMax: 2 });
    const other = await aGrant(images.here.kituo.db, release, { campaignId });
    const free = await images.anImage(250_000);
    await fetch(free.url, { headers: { Range: "bytes=0-0" } });
    const before = performance.now();
    const took = async (address: string) => {
      await (await fetch(address)).bytes();
      return performance.now() - before;
    };
    const [one, two, unlimited] = await Promise.all([
      took(url),
      took(`${placeOf(images.here.kituo)}/${other.secret}/x.bin`),
      took(free.url),
    ]);
    // 4 Mbit at 2 Mbit/s, less the burst of a quarter of a second.
    expect(Math.max(one, two)).toBeGreaterThan(1_600);
    expect(unlimited).toBeLessThan(Math.max(one, two));
  });

  test("of twenty at once holds little memory, and all of them get what they asked for", async () => {
    const { release, data, campaignId, url } = await images.anImage(16_000_000);
    const grants = await Promise.all(
      Array.from({ length: 19 }, () => aGrant(images.here.kituo.db, release, { campaignId })),
    );
    const urls = [url, ...grants.map(({ secret }) => `${placeOf(images.here.kituo)}/${secret}/x.bin`)];
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers - before)), 20);
    const hashes = await Promise.all(
      urls.map(async (each) => {
        const hash = createHash("sha256");
        for await (const part of await asked(each)) hash.update(part);
        return hash.digest("hex");
      }),
    );
    clearInterval(watch);
    expect(new Set(hashes)).toEqual(new Set([sha256(data)]));
    // Twenty whole images would be 320 MB.
    expect(most).toBeLessThan(120_000_000);
  });

  test("is served by two gateways at once, from one folder", async () => {
    const second = await images.aGateway();
    const { release, data, campaignId, url } = await images.anImage(3_000_000);
    const other = await aGrant(images.here.kituo.db, release, { campaignId });
    const all = [url, `${placeOf(second)}/${other.secret}/x.bin`];
    const hashes = await Promise.all(all.map(async (each) => sha256(await (await fetch(each)).bytes())));
    expect(hashes).toEqual([sha256(data), sha256(data)]);
    await second.stop();
  });

  test("does not hold up what a station says", async () => {
    const { url } = await images.anImage(30_000_000);
    const response = await asked(url);
    const before = performance.now();
    expect((await fetch(`${images.here.kituo.liveUrl}/metrics`)).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(2_000);
    response.destroy();
  });
});

describe("the pieces on the disk", () => {
  test("are held to their hashes at every read, and fetched again where they have gone bad", async () => {
    const { url, data, release } = await images.anImage(600_000);
    expect(sha256(await (await fetch(url)).bytes())).toBe(sha256(data));
    const pieces = await images.here.kituo.db.firmwareReleaseChunk.findMany({ where: { releaseId: release.id } });
    const names = pieces.map(({ hash }) => Buffer.from(hash).toString("hex"));
    expect(await readdir(images.here.folder)).toEqual(expect.arrayContaining(names));
    for (const name of names) await writeFile(path.join(images.here.folder, name), "bad");
    expect(sha256(await (await fetch(url)).bytes())).toBe(sha256(data));
  });

  test("may be gone, folder and all", async () => {
    const { url, data } = await images.anImage(600_000);
    await (await fetch(url)).bytes();
    await rm(images.here.folder, { recursive: true });
    expect(sha256(await (await fetch(url)).bytes())).toBe(sha256(data));
    await fetch(url);
    await vi.waitFor(async () => expect((await readdir(images.here.folder)).length).toBeGreaterThan(0), 5_000);
  });

  test("take no more room than they may", async () => {
    const own = await mkdtemp(path.join(tmpdir(), "kituo-pieces-"));
    const small = await startGateway({
      databaseUrl: images.here.databaseUrl,
      firmware: { cache: { folder: own, bytesMax: 1_000_000 } },
    });
    const { secret, data } = await images.anImage(3_000_000);
    const response = await fetch(`${placeOf(small)}/${secret}/x.bin`);
    expect(sha256(await response.bytes())).toBe(sha256(data));
    const kept = await Promise.all((await readdir(own)).map(async (name) => (await stat(path.join(own, name))).size));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_000_000);
    await small.stop();
    await rm(own, { recursive: true });
  });
});
