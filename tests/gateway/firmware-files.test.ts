import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer, get, type IncomingMessage, request } from "node:http";
import { get as getOverTls } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createMetrics } from "@/ocpp-gateway/metrics";
import { createFirmwareFiles } from "@/ocpp-gateway/transport/firmware-files";
import { createAuthority, issueCertificate } from "../support/certificates";
import { type FreshDatabase, freshDatabase } from "../support/database";
import { aGrant, aVerifiedRelease } from "../support/firmware";
import { startGateway, type TestGateway } from "../support/gateway";
import { metric } from "./support/metrics";

const LIMITS = { atOnceMax: 24, atOncePerAddressMax: 2, idleMsMax: 1_500, durationMsMax: 60_000 };
const BYTES = 1_000_003;

const authority = createAuthority({ commonName: "root" });
const server = issueCertificate(authority, { commonName: "localhost", isFor: "Server", hosts: ["localhost"] });

let database: FreshDatabase;
let folder: string;
let kituo: TestGateway;
const aGateway = (bytesMax = 1_000_000_000, limits = LIMITS): Promise<TestGateway> =>
  startGateway({
    databaseUrl: database.url,
    firmware: { cache: { folder, bytesMax }, limits },
    tls: { pairs: [server], clientAuthority: null },
  });
beforeAll(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "kituo-pieces-"));
  kituo = await aGateway();
});
afterAll(async () => {
  await kituo.stop();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const placeOf = ({ ocppUrl }: TestGateway): string => ocppUrl.replace("ws:", "http:").replace("/ocpp", "/firmware");
const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** An image with a grant at it, and where it is on the gateway. */
async function anImage(size = BYTES, options: Parameters<typeof aGrant>[2] = {}) {
  const { release, data } = await aVerifiedRelease(kituo.db, { size });
  const grant = await aGrant(kituo.db, release, options);
  return { release, data, grant, ...grant, url: `${placeOf(kituo)}/${grant.secret}/${release.fileName}` };
}
const grantOf = (id: string) => kituo.db.downloadGrant.findUniqueOrThrow({ where: { id } });
const until = (id: string, wanted: object) =>
  vi.waitFor(async () => expect(await grantOf(id)).toMatchObject(wanted), 5_000);

/** A response whose body nobody has read yet. */
const asked = (url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on("error", reject);
  });
type Came = { readonly data: Buffer; readonly isWhole: boolean };
/** Reads until the end, until it is cut off, or until there is enough. */
async function read(response: IncomingMessage, enough = Number.POSITIVE_INFINITY): Promise<Came> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of response) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= enough) break;
    }
  } catch {
    return { data: Buffer.concat(parts), isWhole: false };
  }
  return { data: Buffer.concat(parts), isWhole: response.complete };
}

describe("an image", () => {
  test("is given whole, as what it is, and counted", async () => {
    const { url, data, release, grantId } = await anImage();
    const response = await asked(url);
    const { "content-length": length, ...headers } = response.headers;
    expect([response.statusCode, length]).toEqual([200, String(BYTES)]);
    expect(headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${release.fileName}"`,
      "accept-ranges": "bytes",
      etag: `"${release.sha256}"`,
    });
    for (const none of ["transfer-encoding", "content-encoding", "set-cookie", "location"])
      expect(headers).not.toHaveProperty(none);
    expect(sha256((await read(response)).data)).toBe(sha256(data));
    await until(grantId, {
      requests: 1,
      bytesServed: BigInt(BYTES),
      bytesReached: BigInt(BYTES),
      firstByteAt: expect.any(Date),
      lastByteAt: expect.any(Date),
      completedAt: expect.any(Date),
    });
  });

  test("tells of itself by HEAD without being sent", async () => {
    const { url, release, grantId } = await anImage();
    const response = await fetch(url, { method: "HEAD" });
    expect([response.status, response.headers.get("content-length"), response.headers.get("etag")]).toEqual([
      200,
      String(BYTES),
      `"${release.sha256}"`,
    ]);
    expect(await grantOf(grantId)).toMatchObject({ bytesServed: 0n, completedAt: null });
  });

  test.each([
    ["bytes=0-99", 0, 100],
    ["bytes=300000-700000", 300_000, 700_001],
    ["bytes=1000000-", 1_000_000, BYTES],
    ["bytes=-5", BYTES - 5, BYTES],
    ["bytes=-99999999", 0, BYTES],
    ["bytes=1000000-99999999", 1_000_000, BYTES],
    ["Bytes = 5 - 6", 5, 7],
  ])("is given in parts: %s", async (range, start, end) => {
    const { url, data } = await anImage();
    const response = await fetch(url, { headers: { Range: range } });
    expect([response.status, response.headers.get("content-range"), response.headers.get("content-length")]).toEqual([
      206,
      `bytes ${start}-${end - 1}/${BYTES}`,
      String(end - start),
    ]);
    expect(sha256(await response.bytes())).toBe(sha256(data.subarray(start, end)));
  });

  test.each(["bytes=9-3", "bytes=a-b", "bytes=", "bytes=-", "bytes=0-1,5-6", "lines=0-5", "bytes 0-5"])(
    "is given whole where a part cannot be meant: %s",
    async (range) => {
      const { url } = await anImage(1_000);
      const response = await fetch(url, { headers: { Range: range } });
      expect([response.status, (await response.bytes()).length]).toEqual([200, 1_000]);
    },
  );

  test.each(["bytes=1000-", "bytes=5000-6000", "bytes=-0"])("has no part behind its end: %s", async (range) => {
    const { url } = await anImage(1_000);
    const response = await fetch(url, { headers: { Range: range } });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */1000"]);
  });

  test("is given in parts only to whoever has the beginning of the very same file", async () => {
    const { url, release } = await anImage(1_000);
    const statusOf = async (condition: string) =>
      (await fetch(url, { headers: { Range: "bytes=500-", "If-Range": condition } })).status;
    expect(await statusOf(`"${release.sha256}"`)).toBe(206);
    for (const other of [`W/"${release.sha256}"`, '"other"', "Sun, 22 Nov 2026 10:00:00 GMT"])
      expect([other, await statusOf(other)]).toEqual([other, 200]);
  });

  test("is given over HTTP/1.0 to stations that close their side, and over TLS", async () => {
    const { url, data, secret } = await anImage(300_000);
    const { hostname, port, pathname } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${pathname} HTTP/1.0\r\n\r\n`);
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part);
    const all = Buffer.concat(parts);
    const head = all.subarray(0, all.indexOf("\r\n\r\n")).toString();
    expect(head).toContain("200 OK");
    expect(head.toLowerCase()).not.toContain("chunked");
    expect(sha256(all.subarray(all.indexOf("\r\n\r\n") + 4))).toBe(sha256(data));

    const place = kituo.ocppsUrl.replace("wss:", "https:").replace("/ocpp", "/firmware");
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      getOverTls(`${place}/${secret}/x.bin`, { ca: authority.certificate, agent: false }, resolve).on("error", reject);
    });
    expect(sha256((await read(response)).data)).toBe(sha256(data));
  });

  test("is counted by how far its download came, whatever parts are asked for again", async () => {
    const { url, grantId } = await anImage(1_000);
    const part = async (range: string) => (await fetch(url, { headers: { Range: range } })).bytes();
    await part("bytes=500-599");
    await until(grantId, { requests: 1, bytesServed: 100n, bytesReached: 0n, completedAt: null });
    await part("bytes=0-499");
    await part("bytes=0-299");
    await until(grantId, { requests: 3, bytesServed: 900n, completedAt: null });
    await part("bytes=600-");
    await until(grantId, { bytesServed: 1_300n, bytesReached: 1_000n, completedAt: expect.any(Date) });
  });
});

describe("what is refused", () => {
  test("an address that leads nowhere, however it is spelt", async () => {
    const { data, secret } = await anImage(100);
    const other = secret.startsWith("A") ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    const paths = [
      "",
      "/",
      "/x",
      `/${other}/a.bin`,
      `/${secret.slice(1)}/a.bin`,
      `/${secret}x/a.bin`,
      `/${secret}/a/b.bin`,
    ];
    const hostile = [
      "/%2e%2e/%2e%2e/etc/passwd",
      "/..%2f..%2fetc%2fpasswd",
      "/%00",
      `/${secret}%00/a.bin`,
      "/'; DROP TABLE",
    ];
    for (const each of [...paths, ...hostile]) {
      const { hostname, port } = new URL(placeOf(kituo));
      const socket = connect(Number(port), hostname);
      socket.write(`GET /firmware${each.replaceAll(" ", "+")} HTTP/1.0\r\n\r\n`);
      const parts: Buffer[] = [];
      for await (const part of socket) parts.push(part);
      const answer = Buffer.concat(parts);
      expect([each, answer.toString().slice(0, 12)]).toEqual([each, "HTTP/1.1 404"]);
      expect(answer.includes(data)).toBe(false);
    }
  });

  test("nothing of a name: the file is the grant's, whatever stands behind its secret", async () => {
    const { secret, data } = await anImage(100);
    for (const name of ["", "/", "/other.bin", "/%2e%2e%2fother", "/a.bin?x=1", "/%00"]) {
      const response = await fetch(`${placeOf(kituo)}/${secret}${name}`);
      expect([name, response.status, sha256(await response.bytes())]).toEqual([name, 200, sha256(data)]);
    }
  });

  test("every method but GET and HEAD", async () => {
    const { url } = await anImage(100);
    for (const method of ["PUT", "POST", "DELETE", "OPTIONS", "PATCH"]) {
      const response = await fetch(url, { method });
      expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, "GET, HEAD"]);
    }
  });

  test("a grant that was revoked or has expired, one whose attempt is closed, and one whose image is retired", async () => {
    const statusAfter = async (end: (image: Awaited<ReturnType<typeof anImage>>) => Promise<unknown>) => {
      const image = await anImage(100);
      await end(image);
      return (await fetch(image.url)).status;
    };
    const { db } = kituo;
    const at = new Date();
    const ends = [
      ({ grantId: id }) => db.downloadGrant.update({ where: { id }, data: { revokedAt: at } }),
      ({ grantId: id }) => db.downloadGrant.update({ where: { id }, data: { expiresAt: at } }),
      ({ attemptId: id }) => db.firmwareAttempt.update({ where: { id }, data: { closedAt: at, outcome: "Ok" } }),
      ({ release: { id } }) => db.firmwareRelease.update({ where: { id }, data: { status: "Retired" } }),
    ] satisfies ((image: Awaited<ReturnType<typeof anImage>>) => Promise<unknown>)[];
    for (const end of ends) expect(await statusAfter(end)).toBe(410);
  });

  test("the address that cancels an update: it is gone, and no guess", async () => {
    for (let tries = 0; tries < 40; tries += 1) expect((await fetch(`${placeOf(kituo)}/cancelled`)).status).toBe(410);
    const { url } = await anImage(100);
    expect((await fetch(url)).status).toBe(200);
  });

  test("an image that is not what was verified any more", async () => {
    const { url, release } = await anImage(600_000);
    const piece = await kituo.db.firmwareReleaseChunk.findFirstOrThrow({ where: { releaseId: release.id, place: 1 } });
    await kituo.db.firmwareChunk.update({ where: { hash: piece.hash }, data: { data: randomBytes(262_144) } });
    const response = await fetch(url);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
  });

  test("one whose pieces are right each, but not in their order", async () => {
    const { url, release } = await anImage(700_000);
    const pieces = await kituo.db.firmwareReleaseChunk.findMany({
      where: { releaseId: release.id },
      orderBy: { place: "asc" },
    });
    for (const [place, other] of [
      [0, 1],
      [1, 0],
    ] as const)
      await kituo.db.firmwareReleaseChunk.update({
        where: { releaseId_place: { releaseId: release.id, place } },
        data: { hash: pieces[other]?.hash ?? Buffer.alloc(32) },
      });
    expect((await fetch(url)).status).toBe(503);
  });

  test("more downloads of one address than a station can need", async () => {
    const { url } = await anImage(40_000_000);
    const [one, two] = await Promise.all([asked(url), asked(url)]);
    const third = await fetch(url);
    expect([third.status, third.headers.get("retry-after")]).toEqual([503, "30"]);
    one?.destroy();
    two?.destroy();
    await vi.waitFor(
      async () => expect((await fetch(url, { headers: { Range: "bytes=0-0" } })).status).toBe(206),
      5_000,
    );
  });

  test("guessing, after thirty wrong addresses", async () => {
    const other = await aGateway();
    const guess = () => fetch(`${placeOf(other)}/${randomBytes(32).toString("base64url")}/a.bin`);
    for (let tries = 0; tries < 30; tries += 1) expect((await guess()).status).toBe(404);
    expect([(await guess()).status, (await guess()).headers.get("retry-after")]).toEqual([429, "60"]);
    await other.stop();
  });
});

describe("a download", () => {
  test("is cut off within a second of its grant's end, and is 410 from then on", async () => {
    const { url, grantId } = await anImage(40_000_000);
    const response = await asked(url);
    response.on("error", () => undefined);
    await until(grantId, { firstByteAt: expect.any(Date) });
    const before = performance.now();
    await kituo.db.downloadGrant.update({ where: { id: grantId }, data: { revokedAt: new Date() } });
    // The station reads on only then: it would be through with all of it before.
    await vi.waitFor(async () => {
      expect(await metric(kituo.liveUrl, "kituo_firmware_downloads_total", { outcome: "Revoked" })).toBe(1);
    }, 5_000);
    expect(performance.now() - before).toBeLessThan(1_500);
    const { data, isWhole } = await read(response);
    expect([isWhole, data.length < 39_000_000]).toEqual([false, true]);
    expect((await fetch(url, { headers: { Range: `bytes=${data.length}-` } })).status).toBe(410);
    expect((await grantOf(grantId)).completedAt).toBeNull();
  });

  test("that nothing leaves for too long is given up", async () => {
    const { url, grantId } = await anImage(40_000_000);
    const response = await asked(url);
    response.on("error", () => undefined);
    await vi.waitFor(async () => {
      expect(await metric(kituo.liveUrl, "kituo_firmware_downloads_total", { outcome: "Idle" })).toBe(1);
    }, 10_000);
    expect((await grantOf(grantId)).completedAt).toBeNull();
    response.destroy();
  });

  test("that is slow is waited for, a little at a time", async () => {
    const { url, data, grantId } = await anImage(12_000_000);
    const response = await asked(url);
    const hash = createHash("sha256");
    let bytes = 0;
    for await (const part of response) {
      hash.update(part);
      bytes += part.length;
      if (bytes < 200_000) await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(hash.digest("hex")).toBe(sha256(data));
    await until(grantId, { bytesReached: 12_000_000n, requests: 1 });
  });

  test("goes on where it was after its gateway was stopped, at another one", async () => {
    const first = await aGateway();
    const { data, release, secret, grantId } = await anImage(20_000_000);
    const at = (gateway: TestGateway) => `${placeOf(gateway)}/${secret}/${release.fileName}`;
    const begun = await read(await asked(at(first)), 12_000_000);
    await first.stop();
    expect(Number((await grantOf(grantId)).bytesReached)).toBeGreaterThanOrEqual(12_000_000);

    const second = await aGateway();
    const range = { Range: `bytes=${begun.data.length}-`, "If-Range": `"${release.sha256}"` };
    const response = await asked(at(second), range);
    expect(response.statusCode).toBe(206);
    const rest = await read(response);
    expect(sha256(Buffer.concat([begun.data, rest.data]))).toBe(sha256(data));
    await until(grantId, { requests: 2, bytesReached: 20_000_000n, completedAt: expect.any(Date) });
    await second.stop();
  });

  test("is whole at the end even where the last second of the first part was never recorded", async () => {
    const { url, data, grantId } = await anImage(1_000);
    await kituo.db.downloadGrant.update({ where: { id: grantId }, data: { bytesReached: 300n, bytesServed: 300n } });
    const rest = await (await fetch(url, { headers: { Range: "bytes=400-" } })).bytes();
    expect(sha256(rest)).toBe(sha256(data.subarray(400)));
    await until(grantId, { bytesReached: 1_000n, completedAt: expect.any(Date) });
  });

  test("shares its campaign's bandwidth with all others of it", async () => {
    const { release, url, campaignId } = await anImage(250_000, { megabitsPerSecondMax: 2 });
    const other = await aGrant(kituo.db, release, { campaignId });
    const free = await anImage(250_000);
    await fetch(free.url, { headers: { Range: "bytes=0-0" } });
    const before = performance.now();
    const took = async (address: string) => {
      await (await fetch(address)).bytes();
      return performance.now() - before;
    };
    const [one, two, unlimited] = await Promise.all([
      took(url),
      took(`${placeOf(kituo)}/${other.secret}/x.bin`),
      took(free.url),
    ]);
    // 4 Mbit at 2 Mbit/s, less the burst of a quarter of a second.
    expect(Math.max(one, two)).toBeGreaterThan(1_600);
    expect(unlimited).toBeLessThan(Math.max(one, two));
  });

  test("of twenty at once holds little memory, and all of them get what they asked for", async () => {
    const { release, data, campaignId, url } = await anImage(16_000_000);
    const grants = await Promise.all(Array.from({ length: 19 }, () => aGrant(kituo.db, release, { campaignId })));
    const urls = [url, ...grants.map(({ secret }) => `${placeOf(kituo)}/${secret}/x.bin`)];
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
    const second = await aGateway();
    const { release, data, campaignId, url } = await anImage(3_000_000);
    const other = await aGrant(kituo.db, release, { campaignId });
    const all = [url, `${placeOf(second)}/${other.secret}/x.bin`];
    const hashes = await Promise.all(all.map(async (each) => sha256(await (await fetch(each)).bytes())));
    expect(hashes).toEqual([sha256(data), sha256(data)]);
    await second.stop();
  });

  test("does not hold up what a station says", async () => {
    const { url } = await anImage(30_000_000);
    const response = await asked(url);
    const before = performance.now();
    expect((await fetch(`${kituo.liveUrl}/metrics`)).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(2_000);
    response.destroy();
  });
});

describe("the pieces on the disk", () => {
  test("are held to their hashes at every read, and fetched again where they have gone bad", async () => {
    const { url, data, release } = await anImage(600_000);
    expect(sha256(await (await fetch(url)).bytes())).toBe(sha256(data));
    const pieces = await kituo.db.firmwareReleaseChunk.findMany({ where: { releaseId: release.id } });
    const names = pieces.map(({ hash }) => Buffer.from(hash).toString("hex"));
    expect(await readdir(folder)).toEqual(expect.arrayContaining(names));
    for (const name of names) await writeFile(path.join(folder, name), "bad");
    expect(sha256(await (await fetch(url)).bytes())).toBe(sha256(data));
  });

  test("may be gone, folder and all", async () => {
    const { url, data } = await anImage(600_000);
    await (await fetch(url)).bytes();
    await rm(folder, { recursive: true });
    expect(sha256(await (await fetch(url)).bytes())).toBe(sha256(data));
    await fetch(url);
    await vi.waitFor(async () => expect((await readdir(folder)).length).toBeGreaterThan(0), 5_000);
  });

  test("take no more room than they may", async () => {
    const own = await mkdtemp(path.join(tmpdir(), "kituo-pieces-"));
    const small = await startGateway({
      databaseUrl: database.url,
      firmware: { cache: { folder: own, bytesMax: 1_000_000 } },
    });
    const { secret, data } = await anImage(3_000_000);
    const response = await fetch(`${placeOf(small)}/${secret}/x.bin`);
    expect(sha256(await response.bytes())).toBe(sha256(data));
    const kept = await Promise.all((await readdir(own)).map(async (name) => (await stat(path.join(own, name))).size));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_000_000);
    await small.stop();
    await rm(own, { recursive: true });
  });
});

test("a gateway that is about to stop takes no new downloads", async () => {
  const { secret } = await anImage(100);
  const files = createFirmwareFiles({
    ctx: kituo.ctx,
    log: pino({ level: "silent" }),
    metrics: createMetrics(),
    isDraining: () => true,
    cache: { folder: null, bytesMax: 0 },
  });
  const own = createServer((call, response) => files.serve(call, response, false)).listen(0, "127.0.0.1");
  await once(own, "listening");
  const { port } = own.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/firmware/${secret}/x.bin`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
  await files.close();
  own.closeAllConnections();
  own.close();
});

test("a request with a body is answered all the same", async () => {
  const { url } = await anImage(100);
  const status = await new Promise((resolve, reject) => {
    const call = request(url, { method: "GET", headers: { "Content-Length": "5" }, agent: false }, (response) =>
      resolve(response.resume().statusCode),
    );
    call.on("error", reject);
    call.end("hello");
  });
  expect(status).toBe(200);
});
