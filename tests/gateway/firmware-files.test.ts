import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { get as getOverTls } from "node:https";
import { type AddressInfo, connect } from "node:net";
import pino from "pino";
import { describe, expect, test, vi } from "vitest";
import { createMetrics } from "@/ocpp-gateway/metrics";
import { createFirmwareFiles } from "@/ocpp-gateway/transport/firmware-files";
import { asked, authority, BYTES, downloads, placeOf, read, sha256 } from "./support/downloads";

const images = downloads();

describe("an image", () => {
  test("is given whole, as what it is, and counted", async () => {
    const { url, data, release, grantId } = await images.anImage();
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
    await images.until(grantId, {
      requests: 1,
      bytesServed: BigInt(BYTES),
      bytesReached: BigInt(BYTES),
      firstByteAt: expect.any(Date),
      lastByteAt: expect.any(Date),
      completedAt: expect.any(Date),
    });
  });

  test("tells of itself by HEAD without being sent", async () => {
    const { url, release, grantId } = await images.anImage();
    const response = await fetch(url, { method: "HEAD" });
    expect([response.status, response.headers.get("content-length"), response.headers.get("etag")]).toEqual([
      200,
      String(BYTES),
      `"${release.sha256}"`,
    ]);
    expect(await images.grantOf(grantId)).toMatchObject({ bytesServed: 0n, completedAt: null });
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
    const { url, data } = await images.anImage();
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
      const { url } = await images.anImage(1_000);
      const response = await fetch(url, { headers: { Range: range } });
      expect([response.status, (await response.bytes()).length]).toEqual([200, 1_000]);
    },
  );

  test.each(["bytes=1000-", "bytes=5000-6000", "bytes=-0"])("has no part behind its end: %s", async (range) => {
    const { url } = await images.anImage(1_000);
    const response = await fetch(url, { headers: { Range: range } });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */1000"]);
  });

  test("is given in parts only to whoever has the beginning of the very same file", async () => {
    const { url, release } = await images.anImage(1_000);
    const statusOf = async (condition: string) =>
      (await fetch(url, { headers: { Range: "bytes=500-", "If-Range": condition } })).status;
    expect(await statusOf(`"${release.sha256}"`)).toBe(206);
    for (const other of [`W/"${release.sha256}"`, '"other"', "Sun, 22 Nov 2026 10:00:00 GMT"])
      expect([other, await statusOf(other)]).toEqual([other, 200]);
  });

  test("is given over HTTP/1.0 to stations that close their side, and over TLS", async () => {
    const { url, data, secret } = await images.anImage(300_000);
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

    const place = images.here.kituo.ocppsUrl.replace("wss:", "https:").replace("/ocpp", "/firmware");
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      getOverTls(`${place}/${secret}/x.bin`, { ca: authority.certificate, agent: false }, resolve).on("error", reject);
    });
    expect(sha256((await read(response)).data)).toBe(sha256(data));
  });

  test("is counted by how far its download came, whatever parts are asked for again", async () => {
    const { url, grantId } = await images.anImage(1_000);
    const part = async (range: string) => (await fetch(url, { headers: { Range: range } })).bytes();
    await part("bytes=500-599");
    await images.until(grantId, { requests: 1, bytesServed: 100n, bytesReached: 0n, completedAt: null });
    await part("bytes=0-499");
    await part("bytes=0-299");
    await images.until(grantId, { requests: 3, bytesServed: 900n, completedAt: null });
    await part("bytes=600-");
    await images.until(grantId, { bytesServed: 1_300n, bytesReached: 1_000n, completedAt: expect.any(Date) });
  });
});

describe("what is refused", () => {
  test("an address that leads nowhere, however it is spelt", async () => {
    const { data, secret } = await images.anImage(100);
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
      const { hostname, port } = new URL(placeOf(images.here.kituo));
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
    const { secret, data } = await images.anImage(100);
    for (const name of ["", "/", "/other.bin", "/%2e%2e%2fother", "/a.bin?x=1", "/%00"]) {
      const response = await fetch(`${placeOf(images.here.kituo)}/${secret}${name}`);
      expect([name, response.status, sha256(await response.bytes())]).toEqual([name, 200, sha256(data)]);
    }
  });

  test("every method but GET and HEAD", async () => {
    const { url } = await images.anImage(100);
    for (const method of ["PUT", "POST", "DELETE", "OPTIONS", "PATCH"]) {
      const response = await fetch(url, { method });
      expect([method, response.status, response.headers.get("allow")]).toEqual([method, 405, "GET, HEAD"]);
    }
  });

  test("a grant that was revoked or has expired, one whose attempt is closed, and one whose image is retired", async () => {
    const statusAfter = async (end: (image: Awaited<ReturnType<typeof images.anImage>>) => Promise<unknown>) => {
      const image = await images.anImage(100);
      await end(image);
      return (await fetch(image.url)).status;
    };
    const { db } = images.here.kituo;
    const at = new Date();
    const ends = [
      ({ grantId: id }) => db.downloadGrant.update({ where: { id }, data: { revokedAt: at } }),
      ({ grantId: id }) => db.downloadGrant.update({ where: { id }, data: { expiresAt: at } }),
      ({ attemptId: id }) => db.firmwareAttempt.update({ where: { id }, data: { closedAt: at, outcome: "Ok" } }),
      ({ release: { id } }) => db.firmwareRelease.update({ where: { id }, data: { status: "Retired" } }),
    ] satisfies ((image: Awaited<ReturnType<typeof images.anImage>>) => Promise<unknown>)[];
    for (const end of ends) expect(await statusAfter(end)).toBe(410);
  });

  test("the address that cancels an update: it is gone, and no guess", async () => {
    for (let tries = 0; tries < 40; tries += 1)
      expect((await fetch(`${placeOf(images.here.kituo)}/cancelled`)).status).toBe(410);
    const { url } = await images.anImage(100);
    expect((await fetch(url)).status).toBe(200);
  });

  test("an image that is not what was verified any more", async () => {
    const { url, release } = await images.anImage(600_000);
    const piece = await images.here.kituo.db.firmwareReleaseChunk.findFirstOrThrow({
      where: { releaseId: release.id, place: 1 },
    });
    await images.here.kituo.db.firmwareChunk.update({
      where: { hash: piece.hash },
      data: { data: randomBytes(262_144) },
    });
    const response = await fetch(url);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
  });

  test("one whose pieces are right each, but not in their order", async () => {
    const { url, release } = await images.anImage(700_000);
    const pieces = await images.here.kituo.db.firmwareReleaseChunk.findMany({
      where: { releaseId: release.id },
      orderBy: { place: "asc" },
    });
    for (const [place, other] of [
      [0, 1],
      [1, 0],
    ] as const)
      await images.here.kituo.db.firmwareReleaseChunk.update({
        where: { releaseId_place: { releaseId: release.id, place } },
        data: { hash: pieces[other]?.hash ?? Buffer.alloc(32) },
      });
    expect((await fetch(url)).status).toBe(503);
  });

  test("more downloads of one address than a station can need", async () => {
    const { url } = await images.anImage(40_000_000);
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
    const other = await images.aGateway();
    const guess = () => fetch(`${placeOf(other)}/${randomBytes(32).toString("base64url")}/a.bin`);
    for (let tries = 0; tries < 30; tries += 1) expect((await guess()).status).toBe(404);
    expect([(await guess()).status, (await guess()).headers.get("retry-after")]).toEqual([429, "60"]);
    await other.stop();
  });
});

test("a gateway that is about to stop takes no new downloads", async () => {
  const { secret } = await images.anImage(100);
  const files = createFirmwareFiles({
    ctx: images.here.kituo.ctx,
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
  const { url } = await images.anImage(100);
  const status = await new Promise((resolve, reject) => {
    const call = request(url, { method: "GET", headers: { "Content-Length": "5" }, agent: false }, (response) =>
      resolve(response.resume().statusCode),
    );
    call.on("error", reject);
    call.end("hello");
  });
  expect(status).toBe(200);
});
