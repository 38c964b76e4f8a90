import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase } from "@/lib/db/client";
import { blockRefusal } from "@/lib/services/stations/block-refusal";
import { createAuthority, issueCertificate } from "../support/certificates";
import { freshDatabase } from "../support/database";
import { startGateway, type TestGateway } from "../support/gateway";
import { dial, refusalOf } from "./support/raw-station";

const PASSWORD = "a-long-enough-password";
const authority = createAuthority({ commonName: "Root" });
const pair = issueCertificate(authority, { commonName: "localhost", isFor: "Server", hosts: ["localhost"] });
const tls = { pairs: [pair], clientAuthority: null };

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ tls, handshakeLimits: { tlsMsMax: 600, requestMsMax: 800 } });
});
afterAll(() => kituo.stop());

const portOf = (url: string): number => Number(new URL(url).port);

/** What is kept of an address by now; every kind of failure here comes from 127.0.0.1 or ::1. */
const kept = (reason: string) =>
  vi.waitFor(() => kituo.db.handshakeRefusal.findFirstOrThrow({ where: { identity: null, reason } }), 8_000);

const named = (identity: string, reason: string) =>
  vi.waitFor(
    () => kituo.db.handshakeRefusal.findUniqueOrThrow({ where: { identity_reason: { identity, reason } } }),
    8_000,
  );

/** Sends these bytes and waits until the server ends it. */
async function send(url: string, bytes: string | Buffer): Promise<string> {
  const socket = connectTcp(portOf(url), "127.0.0.1");
  const heard = listen(socket);
  socket.write(bytes);
  await once(socket, "close");
  return heard.join("");
}

function listen(socket: Socket): readonly string[] {
  const heard: string[] = [];
  socket.on("error", () => undefined).on("data", (data: Buffer) => heard.push(data.toString("latin1")));
  return heard;
}

/**
 * A client that checks the server while it shakes hands and says what it misses, as most chargers do. Node's own
 * checks only afterwards, so its greeting is borrowed and the alert written by hand.
 */
async function alert(description: number): Promise<void> {
  const tcp = connectTcp(portOf(kituo.ocppsUrl), "127.0.0.1");
  const greeter = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => tcp.write(bytes, done),
  });
  connectTls({ socket: greeter, maxVersion: "TLSv1.2" }).on("error", () => undefined);
  tcp.on("error", () => undefined).once("data", () => tcp.write(Buffer.from([0x15, 3, 3, 0, 2, 2, description])));
  await once(tcp, "close");
}

async function failTls(options: ConnectionOptions): Promise<void> {
  const socket = connectTls({ port: portOf(kituo.ocppsUrl), host: "localhost", ...options });
  await once(socket, "error").catch(() => undefined);
  socket.destroy();
}

const LEGACY = "DEFAULT:@SECLEVEL=0";

describe("what breaks off before an identity is told is kept by address", () => {
  test.each([
    ["half an escape", "/ocpp/A%", "MalformedUrl"],
    ["no identity", "/ocpp/", "IdentityMissing"],
    ["invisible characters", "/ocpp/A%00B", "IdentityUnusable"],
    ["an endless identity", `/ocpp/${"A".repeat(256)}`, "IdentityTooLong"],
    ["another path", "/steve/websocket/CP-1?token=secret", "WrongPath"],
  ])("%s in the address", async (_, dialled, reason) => {
    await refusalOf(`${new URL(kituo.ocppUrl).origin}${dialled}`.replace("http", "ws"));
    const row = await kept(reason);
    expect(row).toMatchObject({ source: "127.0.0.1", remoteAddress: "127.0.0.1", count: 1 });
    expect(row.detail).toBe(dialled.replace(/\?.*/, "").slice(0, 200));
  });

  test("a request for a web page", async () => {
    await fetch(`${kituo.ocppUrl.replace("ws:", "http:")}/CP-1`);
    expect(await kept("NoUpgrade")).toMatchObject({ detail: "/ocpp/CP-1", count: 1 });
  });

  test("a request for a WebSocket that a proxy took the half of", async () => {
    await kituo.addStation("HALF");
    const answer = await send(
      kituo.ocppUrl,
      "GET /ocpp/HALF HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n",
    );
    expect(answer).toContain("400 Bad Request");
    expect((await kept("BadUpgrade")).detail).toContain("/ocpp/HALF");
  });

  test("noise, a head without end, TLS to the plain port", async () => {
    await send(kituo.ocppUrl, "SSH-2.0-OpenSSH_9.9\r\n");
    expect(await kept("NotHttp")).toMatchObject({ source: "127.0.0.1" });
    await send(kituo.ocppUrl, `GET /ocpp/X HTTP/1.1\r\nX: ${"a".repeat(70_000)}`);
    await kept("HeadersTooBig");
    await failTls({ port: portOf(kituo.ocppUrl), host: "127.0.0.1" });
    await kept("TlsOnPlainPort");
  });

  test("a request that never becomes whole", async () => {
    expect(await send(kituo.ocppUrl, "GET /ocpp/SLOW HTTP/1.1\r\nHost: x\r\nConnec")).toContain("408");
    await kept("HandshakeTimeout");
  });

  test("plain HTTP and noise to the TLS port", async () => {
    await send(kituo.ocppsUrl, "GET /ocpp/X HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await kept("PlainOnTlsPort")).toMatchObject({ detail: "ERR_SSL_HTTP_REQUEST" });
    await send(kituo.ocppsUrl, "\u0000\u0001 noise");
    await kept("NotTls");
  });

  test("TLS that is too old or knows no common suite", async () => {
    await failTls({ ca: authority.certificate, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: LEGACY });
    expect(await kept("TlsTooOld")).toMatchObject({ detail: "ERR_SSL_UNSUPPORTED_PROTOCOL" });
    await failTls({ ca: authority.certificate, maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-CHACHA20-POLY1305" });
    expect(await kept("TlsNoCommonCipher")).toMatchObject({ detail: "ERR_SSL_NO_SHARED_CIPHER" });
  });

  test.each([
    ["does not trust our authority", 48, "TlsServerUntrusted"],
    ["misses the name it dialled", 42, "TlsServerRejected"],
    ["takes our certificate for expired", 45, "TlsServerExpired"],
  ])("a charger that %s", async (_, description, reason) => {
    await alert(description);
    expect(await kept(reason)).toMatchObject({ source: "127.0.0.1", count: 1 });
  });

  test("TLS that is begun and left, and TLS that is well and then nothing", async () => {
    const aborted = async (): Promise<number> => (await kept("TlsAborted")).count;
    connectTcp(portOf(kituo.ocppsUrl), "127.0.0.1", function (this: Socket) {
      this.destroy();
    });
    expect(await aborted()).toBe(1);
    const socket = connectTls({ port: portOf(kituo.ocppsUrl), host: "localhost", ca: authority.certificate });
    await once(socket, "secureConnect");
    socket.end();
    await vi.waitFor(async () => {
      const rows = await kituo.db.handshakeRefusal.findMany({ where: { reason: "TlsAborted" } });
      expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(2);
    }, 8_000);
  });

  test("TLS that never ends", async () => {
    const socket = connectTcp(portOf(kituo.ocppsUrl), "127.0.0.1");
    listen(socket);
    await once(socket, "close");
    expect(await kept("TlsTimeout")).toMatchObject({ source: "127.0.0.1" });
  });
});

test("a station that comes in over TLS leaves nothing behind, when it goes too", async () => {
  await kituo.addStation("CLEAN", { password: PASSWORD, securityProfile: 2 });
  const before = await kituo.db.handshakeRefusal.aggregate({ _sum: { count: true } });
  const station = await dial(kituo.ocppsUrl, "CLEAN", "1.6", {
    password: PASSWORD,
    tls: { ca: authority.certificate },
  });
  await station.leave();
  // The next one is kept later: when it is there, an entry of the first would be too.
  await refusalOf(`${kituo.ocppUrl}/AFTER-CLEAN`);
  await named("AFTER-CLEAN", "UnknownIdentity");
  const after = await kituo.db.handshakeRefusal.aggregate({ _sum: { count: true } });
  expect(after._sum.count).toBe((before._sum.count ?? 0) + 1);
});

test("a blocked identity is answered 403, counted, and told to nobody", async () => {
  const url = `${kituo.ocppUrl}/NUISANCE`;
  expect((await refusalOf(url)).status).toBe(404);
  const { id } = await named("NUISANCE", "UnknownIdentity");
  await blockRefusal(kituo.ctx, { id, blocked: true });
  const told = () =>
    kituo.db.outboxEntry.count({
      where: {
        AND: [
          { event: { path: ["type"], equals: "HandshakeRefused" } },
          { event: { path: ["identity"], equals: "NUISANCE" } },
        ],
      },
    });
  const before = await told();
  expect((await refusalOf(url)).status).toBe(403);
  await vi.waitFor(async () => expect((await named("NUISANCE", "UnknownIdentity")).count).toBe(2), 8_000);
  expect(await told()).toBe(before);
});

test("what was refused in the last second before a gateway stops is kept", async () => {
  const { url, drop } = await freshDatabase();
  const short = await startGateway({ databaseUrl: url });
  await refusalOf(`${short.ocppUrl}/LAST-SECOND`);
  await short.stop();
  const db = createDatabase(url, { connectionsMax: 1 });
  expect(await db.handshakeRefusal.findMany()).toMatchObject([{ identity: "LAST-SECOND", count: 1 }]);
  await db.$disconnect();
  await drop();
});
