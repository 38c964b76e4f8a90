import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { describe, expect, test, vi } from "vitest";
import { readCommand } from "@/lib/services/commands/read-command";
import { cancelUpload } from "@/lib/services/uploads/cancel-upload";
import { listLogs } from "@/lib/services/uploads/list-logs";
import { requestLog } from "@/lib/services/uploads/request-log";
import { createAuthority, issueCertificate } from "../support/certificates";
import { startGateway } from "../support/gateway";
import { metric } from "./support/metrics";
import { dialAndBoot, VERSIONS } from "./support/raw-station";
import { BYTES_MAX, expectServed, head, put, rawSocket, sha256, uploads } from "./support/uploads";

const logs = uploads();

describe("what a station puts there", () => {
  const DATA = randomBytes(700_000);

  test.each<[string, (url: string) => Promise<Response>, string]>([
    ["by PUT to the address itself", (url) => put(url, DATA), "told.log"],
    ["by PUT without the last slash", (url) => put(url.slice(0, -1), DATA), "told.log"],
    ["by PUT with a name behind it", (url) => put(`${url}diag%20one.zip`, DATA), "diag one.zip"],
    ["by PUT with a name behind another slash", (url) => put(`${url}/x.zip?y=1`, DATA), "x.zip"],
    ["by PUT with a name and no slash", (url) => put(`${url.slice(0, -1)}x.zip`, DATA), "x.zip"],
    ["by POST as it is", (url) => fetch(`${url}a.log`, { method: "POST", body: DATA }), "a.log"],
    [
      "by POST as a form",
      (url) => {
        const form = new FormData();
        form.append("comment", "no file");
        form.append("file", new File([DATA], "from-form.bin", { type: "application/x-thing" }));
        form.append("more", "x".repeat(100_000));
        return fetch(url, { method: "POST", body: form });
      },
      "from-form.bin",
    ],
    [
      "in chunks, of no known length",
      (url) =>
        put(
          url,
          new ReadableStream({
            start: (out) => {
              for (let at = 0; at < DATA.length; at += 10_000) out.enqueue(DATA.subarray(at, at + 10_000));
              out.close();
            },
          }),
          { duplex: "half" } as RequestInit,
        ),
      "told.log",
    ],
    [
      "as a range that is the whole",
      (url) => put(url, DATA, { headers: { "Content-Range": `bytes 0-${DATA.length - 1}/${DATA.length}` } }),
      "told.log",
    ],
    ["with a name that leads elsewhere", (url) => put(`${url}..%2f..%2fetc%2f.passwd%0a`, DATA), "passwd_"],
    ["with a name of nothing but dots", (url) => put(`${url}%2e%2e%2f..`, DATA), "told.log"],
  ])("%s is kept byte by byte", async (_, send, name) => {
    const { station, url } = await logs.asked();
    const answer = await send(url);
    expect([answer.status, await answer.text()]).toEqual([201, `${DATA.length} bytes, SHA-256 ${sha256(DATA)}\n`]);
    const { files } = await logs.until(station, "Received");
    expect(files).toMatchObject([{ name, state: "Complete", bytes: DATA.length, sha256: sha256(DATA) }]);
    expect(sha256(await logs.contentOf(files[0]?.id ?? ""))).toBe(sha256(DATA));
    await station.leave();
  });

  test("may be empty: that is a file too", async () => {
    const { station, url } = await logs.asked();
    expect((await put(url, "")).status).toBe(201);
    expect((await logs.until(station, "Received")).files).toMatchObject([{ bytes: 0, sha256: sha256("") }]);
    await station.leave();
  });

  test("is waited for with Expect: 100-continue, which is answered before the body comes", async () => {
    const { station, url } = await logs.asked();
    const said = await new Promise<{ readonly isContinued: boolean; readonly status: number }>((resolve, reject) => {
      let isContinued = false;
      const call = httpRequest(url, { method: "PUT", headers: { Expect: "100-continue", "Content-Length": "5" } });
      call.on("continue", () => {
        isContinued = true;
        call.end("hello");
      });
      call.on("response", (response) => resolve({ isContinued, status: response.resume().statusCode ?? 0 }));
      call.on("error", reject);
      call.flushHeaders();
    });
    expect(said).toEqual({ isContinued: true, status: 201 });
    await station.leave();
  });

  test("proves the command it was asked by", async () => {
    const { station, url, job } = await logs.asked();
    await logs.until(station, "Accepted");
    expect((await readCommand(logs.kituo.ctx, job.commandId)).state).toBe("WaitingForEffect");
    await put(url, DATA);
    await vi.waitFor(async () => expect((await readCommand(logs.kituo.ctx, job.commandId)).state).toBe("Done"), 5_000);
    await station.leave();
  });
});

describe("what is refused", () => {
  const NOWHERE = "0".repeat(40);
  const base = () => logs.kituo.ocppUrl.replace("ws:", "http:").replace("/ocpp", "/uploads");

  test("an unknown secret, and every path that holds none, without a word more", async () => {
    const paths = ["", "/", `/${NOWHERE}`, `/${NOWHERE}/a.log`, "/short", "/%00", `//${NOWHERE}`];
    for (const path of paths) {
      const answer = await put(`${base()}${path}`, "x");
      expect([path, answer.status, await answer.text()]).toEqual([path, 404, "Not found\n"]);
    }
  });

  test("an unknown secret with Expect: 100-continue, before the body comes", async () => {
    const { socket, heard } = await rawSocket(base());
    socket.write(head(`${base()}/${NOWHERE}`, "Expect: 100-continue", "Content-Length: 1000000"));
    await vi.waitFor(() => expect(heard()).toContain("404 Not Found"));
    expect(heard()).not.toContain("100 Continue");
    socket.destroy();
  });

  test("reading: a station puts, and gets nothing", async () => {
    const { station, url } = await logs.asked();
    await put(url, "secret log");
    for (const method of ["GET", "HEAD", "DELETE", "OPTIONS", "PATCH"]) {
      const answer = await fetch(url, { method });
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "PUT, POST"]);
      expect(await answer.text()).not.toContain("secret log");
    }
    await station.leave();
  });

  test("an upload whose time is up, and one that was ended", async () => {
    const expired = await logs.asked();
    await logs.kituo.db.upload.update({ where: { id: expired.job.id }, data: { expiresAt: new Date() } });
    expect((await put(expired.url, "late")).status).toBe(410);
    const ended = await logs.asked();
    await cancelUpload(logs.kituo.ctx, ended.job.id);
    expect((await put(ended.url, "late")).status).toBe(410);
    expect(await logs.jobOf(ended.station)).toMatchObject({ state: "Cancelled", files: [] });
    await vi.waitFor(
      async () => expect((await readCommand(logs.kituo.ctx, ended.job.commandId)).state).toBe("NoEffect"),
      5_000,
    );
    await expired.station.leave();
    await ended.station.leave();
  });

  test("what is too large, whether it says so or not, and nothing of it stays", async () => {
    const { station, url } = await logs.asked();
    expect((await put(url, Buffer.alloc(BYTES_MAX + 1))).status).toBe(413);
    expect(await logs.jobOf(station)).toMatchObject({ files: [] });
    const { socket, heard } = await rawSocket(url);
    socket.write(head(url, "Transfer-Encoding: chunked"));
    const piece = Buffer.alloc(100_000, 65);
    for (let sent = 0; sent <= BYTES_MAX + piece.length; sent += piece.length) {
      socket.write(`${piece.length.toString(16)}\r\n`);
      socket.write(piece);
      socket.write("\r\n");
    }
    await vi.waitFor(() => expect(heard()).toContain("413"), 8_000);
    const { files } = await logs.jobOf(station);
    expect(files).toMatchObject([{ state: "BrokenOff" }]);
    expect(await logs.kituo.db.uploadChunk.count({ where: { fileId: files[0]?.id ?? "" } })).toBe(0);
    socket.destroy();
    await station.leave();
  });

  test("a part of a file, which would be taken for the whole", async () => {
    const { station, url } = await logs.asked();
    for (const range of ["bytes 5-9/10", "bytes 0-4/10", "bytes 0-4/*", "nonsense"]) {
      expect((await put(url, "hello", { headers: { "Content-Range": range } })).status).toBe(400);
    }
    expect(await logs.jobOf(station)).toMatchObject({ files: [] });
    await station.leave();
  });

  test.each([
    ["no file", '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nvalue\r\n--b--\r\n'],
    ["no end", '--b\r\nContent-Disposition: form-data; name="f"; filename="a.log"\r\n\r\nhalf a fi'],
    ["no boundary in it", "just text"],
    ["a head without end", `--b\r\nX: ${"y".repeat(40_000)}`],
    ["nothing", ""],
  ])("a form with %s", async (_, body) => {
    const { station, url } = await logs.asked();
    const answer = await put(url, body, { headers: { "Content-Type": "multipart/form-data; boundary=b" } });
    expect(answer.status).toBe(400);
    expect((await logs.jobOf(station)).files.filter(({ state }) => state !== "BrokenOff")).toEqual([]);
    await station.leave();
  });
});

describe("a station whose connection breaks", () => {
  const DATA = randomBytes(900_000);

  async function brokenOff(url: string, name: string): Promise<void> {
    const { socket } = await rawSocket(url);
    socket.write(head(`${url}${name}`, `Content-Length: ${DATA.length}`));
    socket.write(DATA.subarray(0, 600_000));
    await vi.waitFor(async () => expect(await logs.kituo.db.uploadChunk.count()).toBeGreaterThan(chunksBefore), 5_000);
    socket.destroy();
  }
  let chunksBefore = 0;

  test("tries again, and the whole file takes the place of the half one", async () => {
    const { station, url } = await logs.asked();
    chunksBefore = await logs.kituo.db.uploadChunk.count();
    await brokenOff(url, "diag.zip");
    await vi.waitFor(
      async () => expect((await logs.jobOf(station)).files).toMatchObject([{ state: "BrokenOff" }]),
      5_000,
    );
    expect((await logs.jobOf(station)).state).toBe("Accepted");
    expect((await put(`${url}diag.zip`, DATA)).status).toBe(201);
    const { files } = await logs.until(station, "Received");
    expect(files).toMatchObject([{ name: "diag.zip", state: "Complete", sha256: sha256(DATA) }]);
    expect(sha256(await logs.contentOf(files[0]?.id ?? ""))).toBe(sha256(DATA));
    await station.leave();
  });

  test("and sends a whole file once more keeps both: the first was acknowledged", async () => {
    const { station, url } = await logs.asked();
    await put(`${url}diag.zip`, "first");
    await put(`${url}diag.zip`, "second");
    const { files } = await logs.until(station, "Received");
    expect(files.map(({ sha256: hash }) => hash)).toEqual([sha256("second"), sha256("first")]);
    expect(await Promise.all(files.map(async ({ id }) => (await logs.contentOf(id)).toString()))).toEqual([
      "second",
      "first",
    ]);
    await station.leave();
  });

  test("and is still half open when it tries again: the newer try wins, the older is never taken for whole", async () => {
    const { station, url } = await logs.asked();
    const { socket, heard } = await rawSocket(url);
    socket.write(head(`${url}diag.zip`, `Content-Length: ${DATA.length}`));
    socket.write(DATA.subarray(0, 600_000));
    await vi.waitFor(
      async () => expect((await logs.jobOf(station)).files).toMatchObject([{ state: "Receiving" }]),
      5_000,
    );
    expect((await logs.jobOf(station)).state).toBe("Uploading");
    expect((await put(`${url}diag.zip`, DATA)).status).toBe(201);
    socket.write(DATA.subarray(600_000));
    await vi.waitFor(() => expect(heard()).toContain("409 Conflict"), 5_000);
    expect((await logs.jobOf(station)).files).toMatchObject([{ state: "Complete", sha256: sha256(DATA) }]);
    socket.destroy();
    await station.leave();
  });

  test("without closing it is cut off after a silence", async () => {
    const { station, url } = await logs.asked();
    const { socket } = await rawSocket(url);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(head(url, "Content-Length: 1000"));
    socket.write("a few bytes");
    await closed;
    expect((await logs.jobOf(station)).files).toEqual([]);
    await station.leave();
  });
});

describe.each(VERSIONS)("beside a station that speaks %s", (version) => {
  test("twenty upload at once, one of them slowly, and garbage comes too: its calls are answered as ever", async () => {
    const bystander = await logs.aStation(version);
    const uploads = await Promise.all(Array.from({ length: 20 }, () => logs.asked(version)));
    const contents = uploads.map(() => randomBytes(1_500_000));
    const [slow] = [await logs.asked(version)];
    const { socket, heard } = await rawSocket(slow.url);
    socket.write(head(slow.url, "Content-Length: 10"));
    const sending = Promise.all(uploads.map(({ url }, index) => put(url, contents[index] ?? "")));
    for (let at = 0; at < 5; at += 1) {
      socket.write("xx");
      await fetch(slow.url.replace(/[0-9a-f]{40}/, randomBytes(20).toString("hex").slice(0, 39)), { method: "PUT" });
      await expectServed(bystander);
    }
    expect((await sending).map(({ status }) => status)).toEqual(uploads.map(() => 201));
    await vi.waitFor(() => expect(heard()).toContain("201 Created"));
    for (const [index, { station }] of uploads.entries()) {
      const { files } = await logs.until(station, "Received");
      expect(files[0]?.sha256).toBe(sha256(contents[index] ?? ""));
      await station.leave();
    }
    socket.destroy();
    await Promise.all([slow.station.leave(), bystander.leave()]);
  });
});

test("too many at once of one upload are told to come again, and so is nobody else", async () => {
  const { station, url } = await logs.asked();
  const open = await Promise.all(
    ["a", "b"].map(async (name) => {
      const { socket } = await rawSocket(url);
      socket.write(head(`${url}${name}`, "Content-Length: 400000"));
      socket.write(Buffer.alloc(300_000));
      return socket;
    }),
  );
  await vi.waitFor(async () => expect((await logs.jobOf(station)).files).toHaveLength(2), 5_000);
  const answer = await put(url, "third");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
  const other = await logs.asked();
  expect((await put(other.url, "mine")).status).toBe(201);
  for (const socket of open) socket.destroy();
  await station.leave();
  await other.station.leave();
});

test("a station that dials over TLS uploads over TLS, on the same port", async () => {
  const authority = createAuthority({ commonName: "Server root" });
  const server = { commonName: "localhost", isFor: "Server", hosts: ["localhost"] } as const;
  const secure = await startGateway({ tls: { pairs: [issueCertificate(authority, server)], clientAuthority: null } });
  const tls = { ca: authority.certificate };
  const password = "a-long-enough-password";
  await secure.addStation("SECURE", { password, securityProfile: 2 });
  const station = await dialAndBoot(secure.ocppsUrl, "SECURE", "1.6", { password, tls });
  const ocppsPort = Number(new URL(secure.ocppsUrl).port);
  const here = { publicUrl: null, host: "localhost", ocppPort: 1, ocppsPort };
  await requestLog(secure.ctx, { identity: "SECURE", log: "DiagnosticsLog" }, here);
  const [, id, , payload] = await station.next(([type]) => type === 2);
  station.say([3, id, { fileName: "secure.log" }]);
  const { location } = payload as { readonly location: string };
  expect(location).toMatch(new RegExp(`^https://localhost:${ocppsPort}/uploads/`));
  const status = await new Promise((resolve, reject) => {
    const call = httpsRequest(location, { method: "POST", ...tls }, (answer) => resolve(answer.resume().statusCode));
    call.on("error", reject);
    call.end("log");
  });
  expect(status).toBe(201);
  expect((await listLogs(secure.ctx, { identity: "SECURE" })).items[0]?.files).toMatchObject([
    { sha256: sha256("log") },
  ]);
  await station.leave();
  await secure.stop();
});

test("a gateway that stops cuts off what is coming in, and nothing of it is taken for whole", async () => {
  const stopping = await startGateway();
  await stopping.addStation("CUT");
  const station = await dialAndBoot(stopping.ocppUrl, "CUT", "1.6");
  const ocppPort = Number(new URL(stopping.ocppUrl).port);
  const here = { publicUrl: null, host: "127.0.0.1", ocppPort, ocppsPort: null };
  await requestLog(stopping.ctx, { identity: "CUT", log: "DiagnosticsLog" }, here);
  const [, id, , payload] = await station.next(([type]) => type === 2);
  station.say([3, id, { fileName: "cut.log" }]);
  const { location } = payload as { readonly location: string };
  const { socket } = await rawSocket(location);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.write(head(location, "Content-Length: 1000000"));
  socket.write(Buffer.alloc(300_000));
  await vi.waitFor(async () => expect(await stopping.db.uploadChunk.count()).toBe(1), 5_000);
  await stopping.gateway.close();
  await closed;
  expect(await stopping.db.uploadFile.findMany()).toMatchObject([{ completedAt: null, brokenOffAt: expect.any(Date) }]);
  expect(await stopping.db.uploadChunk.count()).toBe(0);
  await stopping.stop();
});

test("uploads are counted by their outcome", async () => {
  expect(await metric(logs.kituo.liveUrl, "kituo_uploads_total", { outcome: "Received" })).toBeGreaterThan(0);
  expect(await metric(logs.kituo.liveUrl, "kituo_uploads_total", { outcome: "BrokenOff" })).toBeGreaterThan(0);
});

// Last, since it holds this machine's address off for a minute.
test("who guesses secrets is held off, and stations on the same port are not", async () => {
  const bystander = await logs.aStation("1.6");
  const base = logs.kituo.ocppUrl.replace("ws:", "http:").replace("/ocpp", "/uploads");
  const statuses: number[] = [];
  for (let tries = 0; tries < 40; tries += 1) {
    statuses.push((await put(`${base}/${randomBytes(20).toString("hex")}`, "x")).status);
  }
  expect(statuses.at(-1)).toBe(429);
  await expectServed(bystander);
  await bystander.leave();
});
