import { createHash, randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { LogJobView } from "@/lib/domain/log-job";
import { readCommand } from "@/lib/services/commands/read-command";
import { cancelUpload } from "@/lib/services/uploads/cancel-upload";
import { listLogs } from "@/lib/services/uploads/list-logs";
import { readFile } from "@/lib/services/uploads/read-file";
import { requestLog } from "@/lib/services/uploads/request-log";
import { createAuthority, issueCertificate } from "../support/certificates";
import { startGateway, type TestGateway } from "../support/gateway";
import { metric } from "./support/metrics";
import { dialAndBoot, type RawStation, VERSIONS, type Version, type WireFrame } from "./support/raw-station";

const BYTES_MAX = 3_000_000;
const LIMITS = { atOnceMax: 24, atOncePerAddressMax: 2, idleMsMax: 1_000, durationMsMax: 60_000 };

let kituo: TestGateway;
beforeAll(async () => {
  kituo = await startGateway({ uploads: { bytesMax: BYTES_MAX, keepDays: 90, limits: LIMITS } });
});
afterAll(() => kituo.stop());

const address = () => ({
  publicUrl: null,
  host: "127.0.0.1",
  ocppPort: Number(new URL(kituo.ocppUrl).port),
  ocppsPort: null,
});

let made = 0;
async function aStation(version: Version): Promise<RawStation> {
  made += 1;
  const identity = `UPLOAD-${made}`;
  await kituo.addStation(identity);
  return dialAndBoot(kituo.ocppUrl, identity, version);
}

type Asked = { readonly station: RawStation; readonly call: WireFrame; readonly url: string; readonly job: LogJobView };

/** A station that was asked for its diagnostics and has said yes. */
async function asked(
  version: Version = "1.6",
  { log = "DiagnosticsLog" as "DiagnosticsLog" | "SecurityLog", fileName = "told.log" as string | null } = {},
): Promise<Asked> {
  const station = await aStation(version);
  const { identity } = station;
  const job = await requestLog(kituo.ctx, { identity, log }, address());
  const call = await station.next(([type]) => type === 2);
  const [, messageId, action, payload] = call as [2, string, string, Record<string, unknown>];
  const status = action === "GetLog" ? { status: "Accepted" } : {};
  const name = fileName === null ? {} : action === "GetLog" ? { filename: fileName } : { fileName };
  station.say([3, messageId, { ...status, ...name }]);
  const place =
    action === "GetLog" ? (payload["log"] as Record<string, unknown>)["remoteLocation"] : payload["location"];
  await vi.waitFor(async () => expect((await readCommand(kituo.ctx, job.commandId)).answeredAt).not.toBeNull(), 5_000);
  return { station, call, url: String(place), job };
}

const jobOf = async ({ identity }: RawStation): Promise<LogJobView> => {
  const { items } = await listLogs(kituo.ctx, { identity });
  const [job] = items;
  if (job === undefined) throw new Error("no job");
  return job;
};
const until = (station: RawStation, state: LogJobView["state"]): Promise<LogJobView> =>
  vi.waitFor(async () => {
    const job = await jobOf(station);
    expect(job.state).toBe(state);
    return job;
  }, 8_000);

async function contentOf(fileId: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await readFile(kituo.ctx, fileId)).content()) pieces.push(piece);
  return Buffer.concat(pieces);
}
const sha256 = (data: Buffer | string): string => createHash("sha256").update(data).digest("hex");

const put = (url: string, body: BodyInit, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { method: "PUT", body, ...init });

/** A socket that says what it is told, and what came back on it. */
async function rawSocket(url: string): Promise<{ readonly socket: Socket; readonly heard: () => string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let heard = "";
  socket.on("data", (data) => (heard += data.toString()));
  socket.on("error", () => undefined);
  await new Promise((resolve) => socket.once("connect", resolve));
  return { socket, heard: () => heard };
}
const head = (url: string, ...lines: readonly string[]): string =>
  [`PUT ${new URL(url).pathname} HTTP/1.1`, `Host: ${new URL(url).host}`, ...lines, "", ""].join("\r\n");

/** The bystander: another station's call is answered, and soon. */
async function expectServed(station: RawStation): Promise<void> {
  const before = performance.now();
  expect(await station.ask("Heartbeat", {})).toMatchObject([3, expect.anything(), { currentTime: expect.any(String) }]);
  expect(performance.now() - before).toBeLessThan(2_000);
}

describe("the address a station is given", () => {
  test("is ours, with a secret of 160 bits that is kept nowhere but as its hash", async () => {
    const { station, url, job } = await asked();
    expect(url).toMatch(new RegExp(`^http://127.0.0.1:${address().ocppPort}/uploads/[0-9a-f]{40}/$`));
    const secret = url.split("/").at(-2) ?? "";
    await until(station, "Accepted");
    const messages = await kituo.db.messageLog.findMany({ where: { action: "GetDiagnostics" } });
    const kept = JSON.stringify([
      messages.map(({ request }) => request),
      await kituo.db.command.findMany(),
      await kituo.db.upload.findMany(),
      (await kituo.db.auditEntry.findMany()).map(({ details }) => details),
      (await kituo.db.outboxEntry.findMany()).map(({ event }) => event),
    ]);
    expect(messages.length).toBeGreaterThan(0);
    expect(kept).not.toContain(secret);
    expect(await kituo.db.upload.findUnique({ where: { id: job.id } })).toMatchObject({ secretHash: sha256(secret) });
    await station.leave();
  });

  test.each([
    ["1.6", "DiagnosticsLog", "GetDiagnostics"],
    ["1.6", "SecurityLog", "GetLog"],
    ["2.0.1", "DiagnosticsLog", "GetLog"],
    ["2.0.1", "SecurityLog", "GetLog"],
  ] as const)("goes to a station of %s with a %s in a %s", async (version, log, action) => {
    const { station, call } = await asked(version, { log });
    expect(call[2]).toBe(action);
    await station.leave();
  });
});

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
    const { station, url } = await asked();
    const answer = await send(url);
    expect([answer.status, await answer.text()]).toEqual([201, `${DATA.length} bytes, SHA-256 ${sha256(DATA)}\n`]);
    const { files } = await until(station, "Received");
    expect(files).toMatchObject([{ name, state: "Complete", bytes: DATA.length, sha256: sha256(DATA) }]);
    expect(sha256(await contentOf(files[0]?.id ?? ""))).toBe(sha256(DATA));
    await station.leave();
  });

  test("may be empty: that is a file too", async () => {
    const { station, url } = await asked();
    expect((await put(url, "")).status).toBe(201);
    expect((await until(station, "Received")).files).toMatchObject([{ bytes: 0, sha256: sha256("") }]);
    await station.leave();
  });

  test("is waited for with Expect: 100-continue, which is answered before the body comes", async () => {
    const { station, url } = await asked();
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
    const { station, url, job } = await asked();
    await until(station, "Accepted");
    expect((await readCommand(kituo.ctx, job.commandId)).state).toBe("WaitingForEffect");
    await put(url, DATA);
    await vi.waitFor(async () => expect((await readCommand(kituo.ctx, job.commandId)).state).toBe("Done"), 5_000);
    await station.leave();
  });
});

describe("what is refused", () => {
  const NOWHERE = "0".repeat(40);
  const base = () => kituo.ocppUrl.replace("ws:", "http:").replace("/ocpp", "/uploads");

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
    const { station, url } = await asked();
    await put(url, "secret log");
    for (const method of ["GET", "HEAD", "DELETE", "OPTIONS", "PATCH"]) {
      const answer = await fetch(url, { method });
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "PUT, POST"]);
      expect(await answer.text()).not.toContain("secret log");
    }
    await station.leave();
  });

  test("an upload whose time is up, and one that was ended", async () => {
    const expired = await asked();
    await kituo.db.upload.update({ where: { id: expired.job.id }, data: { expiresAt: new Date() } });
    expect((await put(expired.url, "late")).status).toBe(410);
    const ended = await asked();
    await cancelUpload(kituo.ctx, ended.job.id);
    expect((await put(ended.url, "late")).status).toBe(410);
    expect(await jobOf(ended.station)).toMatchObject({ state: "Cancelled", files: [] });
    await vi.waitFor(
      async () => expect((await readCommand(kituo.ctx, ended.job.commandId)).state).toBe("NoEffect"),
      5_000,
    );
    await expired.station.leave();
    await ended.station.leave();
  });

  test("what is too large, whether it says so or not, and nothing of it stays", async () => {
    const { station, url } = await asked();
    expect((await put(url, Buffer.alloc(BYTES_MAX + 1))).status).toBe(413);
    expect(await jobOf(station)).toMatchObject({ files: [] });
    const { socket, heard } = await rawSocket(url);
    socket.write(head(url, "Transfer-Encoding: chunked"));
    const piece = Buffer.alloc(100_000, 65);
    for (let sent = 0; sent <= BYTES_MAX + piece.length; sent += piece.length) {
      socket.write(`${piece.length.toString(16)}\r\n`);
      socket.write(piece);
      socket.write("\r\n");
    }
    await vi.waitFor(() => expect(heard()).toContain("413"), 8_000);
    const { files } = await jobOf(station);
    expect(files).toMatchObject([{ state: "BrokenOff" }]);
    expect(await kituo.db.uploadChunk.count({ where: { fileId: files[0]?.id ?? "" } })).toBe(0);
    socket.destroy();
    await station.leave();
  });

  test("a part of a file, which would be taken for the whole", async () => {
    const { station, url } = await asked();
    for (const range of ["bytes 5-9/10", "bytes 0-4/10", "bytes 0-4/*", "nonsense"]) {
      expect((await put(url, "hello", { headers: { "Content-Range": range } })).status).toBe(400);
    }
    expect(await jobOf(station)).toMatchObject({ files: [] });
    await station.leave();
  });

  test.each([
    ["no file", '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nvalue\r\n--b--\r\n'],
    ["no end", '--b\r\nContent-Disposition: form-data; name="f"; filename="a.log"\r\n\r\nhalf a fi'],
    ["no boundary in it", "just text"],
    ["a head without end", `--b\r\nX: ${"y".repeat(40_000)}`],
    ["nothing", ""],
  ])("a form with %s", async (_, body) => {
    const { station, url } = await asked();
    const answer = await put(url, body, { headers: { "Content-Type": "multipart/form-data; boundary=b" } });
    expect(answer.status).toBe(400);
    expect((await jobOf(station)).files.filter(({ state }) => state !== "BrokenOff")).toEqual([]);
    await station.leave();
  });
});

describe("a station whose connection breaks", () => {
  const DATA = randomBytes(900_000);

  async function brokenOff(url: string, name: string): Promise<void> {
    const { socket } = await rawSocket(url);
    socket.write(head(`${url}${name}`, `Content-Length: ${DATA.length}`));
    socket.write(DATA.subarray(0, 600_000));
    await vi.waitFor(async () => expect(await kituo.db.uploadChunk.count()).toBeGreaterThan(chunksBefore), 5_000);
    socket.destroy();
  }
  let chunksBefore = 0;

  test("tries again, and the whole file takes the place of the half one", async () => {
    const { station, url } = await asked();
    chunksBefore = await kituo.db.uploadChunk.count();
    await brokenOff(url, "diag.zip");
    await vi.waitFor(async () => expect((await jobOf(station)).files).toMatchObject([{ state: "BrokenOff" }]), 5_000);
    expect((await jobOf(station)).state).toBe("Accepted");
    expect((await put(`${url}diag.zip`, DATA)).status).toBe(201);
    const { files } = await until(station, "Received");
    expect(files).toMatchObject([{ name: "diag.zip", state: "Complete", sha256: sha256(DATA) }]);
    expect(sha256(await contentOf(files[0]?.id ?? ""))).toBe(sha256(DATA));
    await station.leave();
  });

  test("and sends a whole file once more keeps both: the first was acknowledged", async () => {
    const { station, url } = await asked();
    await put(`${url}diag.zip`, "first");
    await put(`${url}diag.zip`, "second");
    const { files } = await until(station, "Received");
    expect(files.map(({ sha256: hash }) => hash)).toEqual([sha256("second"), sha256("first")]);
    expect(await Promise.all(files.map(async ({ id }) => (await contentOf(id)).toString()))).toEqual([
      "second",
      "first",
    ]);
    await station.leave();
  });

  test("and is still half open when it tries again: the newer try wins, the older is never taken for whole", async () => {
    const { station, url } = await asked();
    const { socket, heard } = await rawSocket(url);
    socket.write(head(`${url}diag.zip`, `Content-Length: ${DATA.length}`));
    socket.write(DATA.subarray(0, 600_000));
    await vi.waitFor(async () => expect((await jobOf(station)).files).toMatchObject([{ state: "Receiving" }]), 5_000);
    expect((await jobOf(station)).state).toBe("Uploading");
    expect((await put(`${url}diag.zip`, DATA)).status).toBe(201);
    socket.write(DATA.subarray(600_000));
    await vi.waitFor(() => expect(heard()).toContain("409 Conflict"), 5_000);
    expect((await jobOf(station)).files).toMatchObject([{ state: "Complete", sha256: sha256(DATA) }]);
    socket.destroy();
    await station.leave();
  });

  test("without closing it is cut off after a silence", async () => {
    const { station, url } = await asked();
    const { socket } = await rawSocket(url);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(head(url, "Content-Length: 1000"));
    socket.write("a few bytes");
    await closed;
    expect((await jobOf(station)).files).toEqual([]);
    await station.leave();
  });
});

describe.each(VERSIONS)("beside a station that speaks %s", (version) => {
  test("twenty upload at once, one of them slowly, and garbage comes too: its calls are answered as ever", async () => {
    const bystander = await aStation(version);
    const uploads = await Promise.all(Array.from({ length: 20 }, () => asked(version)));
    const contents = uploads.map(() => randomBytes(1_500_000));
    const [slow] = [await asked(version)];
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
      const { files } = await until(station, "Received");
      expect(files[0]?.sha256).toBe(sha256(contents[index] ?? ""));
      await station.leave();
    }
    socket.destroy();
    await Promise.all([slow.station.leave(), bystander.leave()]);
  });
});

test("too many at once of one upload are told to come again, and so is nobody else", async () => {
  const { station, url } = await asked();
  const open = await Promise.all(
    ["a", "b"].map(async (name) => {
      const { socket } = await rawSocket(url);
      socket.write(head(`${url}${name}`, "Content-Length: 400000"));
      socket.write(Buffer.alloc(300_000));
      return socket;
    }),
  );
  await vi.waitFor(async () => expect((await jobOf(station)).files).toHaveLength(2), 5_000);
  const answer = await put(url, "third");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
  const other = await asked();
  expect((await put(other.url, "mine")).status).toBe(201);
  for (const socket of open) socket.destroy();
  await station.leave();
  await other.station.leave();
});

describe("what a station tells of an upload", () => {
  test.each(VERSIONS)("of %s leads the job from step to step, and the file is the proof", async (version) => {
    const { station, call, url } = await asked(version);
    const tell = (status: string) =>
      version === "1.6"
        ? station.ask("DiagnosticsStatusNotification", { status })
        : station.ask("LogStatusNotification", { status, requestId: (call[3] as { requestId: number }).requestId });
    await tell("Uploading");
    expect((await until(station, "Uploading")).uploadingAt).not.toBeNull();
    await tell("Uploaded");
    expect((await until(station, "Uploaded")).receivedAt).toBeNull();
    await put(url, "log");
    expect((await until(station, "Received")).receivedAt).not.toBeNull();
    await station.leave();
  });

  test.each([
    ["1.6", "DiagnosticsStatusNotification", "UploadFailed"],
    ["1.6", "LogStatusNotification", "PermissionDenied"],
    ["2.0.1", "LogStatusNotification", "UploadFailure"],
    ["2.0.1", "LogStatusNotification", "BadMessage"],
  ] as const)("of %s by %s: %s", async (version, action, status) => {
    const { station } = await asked(version);
    await until(station, "Accepted");
    await station.ask(action, { status });
    expect((await until(station, "UploadFailed")).files).toEqual([]);
    await station.leave();
  });

  test("by number means that very job, without one the newest", async () => {
    const { station, call } = await asked("2.0.1");
    await until(station, "Accepted");
    await requestLog(kituo.ctx, { identity: station.identity, log: "SecurityLog" }, address());
    const [, second] = await station.next(([type]) => type === 2);
    station.say([3, second, { status: "Accepted" }]);
    await station.ask("LogStatusNotification", {
      status: "Uploading",
      requestId: (call[3] as { requestId: number }).requestId,
    });
    await station.ask("LogStatusNotification", { status: "UploadFailure" });
    await vi.waitFor(async () => {
      const { items } = await listLogs(kituo.ctx, { identity: station.identity });
      expect(items.map(({ log, state }) => [log, state])).toEqual([
        ["SecurityLog", "UploadFailed"],
        ["DiagnosticsLog", "Uploading"],
      ]);
    });
    await station.leave();
  });

  test("a newer upload that replaces an older one ends that", async () => {
    const { station } = await asked("2.0.1");
    await until(station, "Accepted");
    await requestLog(kituo.ctx, { identity: station.identity, log: "DiagnosticsLog" }, address());
    const [, second] = await station.next(([type]) => type === 2);
    station.say([3, second, { status: "AcceptedCanceled" }]);
    await vi.waitFor(async () => {
      const { items } = await listLogs(kituo.ctx, { identity: station.identity });
      expect(items.map(({ state }) => state)).toEqual(["Accepted", "Superseded"]);
    });
    await station.leave();
  });

  test("1.6 without a file name has nothing to upload, and the command does not go on waiting", async () => {
    const { station, job } = await asked("1.6", { fileName: null });
    await until(station, "NothingToUpload");
    await vi.waitFor(async () => expect((await readCommand(kituo.ctx, job.commandId)).state).toBe("NoEffect"), 5_000);
    expect((await jobOf(station)).state).toBe("NothingToUpload");
    await station.leave();
  });

  test("a refusal, and a station that cannot", async () => {
    for (const [answer, state] of [
      [[3, { status: "Rejected" }], "Rejected"],
      [[4, "NotSupported", "", {}], "NotSupported"],
      [[4, "InternalError", "out of order", {}], "Failed"],
    ] as const) {
      const station = await aStation("2.0.1");
      await requestLog(kituo.ctx, { identity: station.identity, log: "DiagnosticsLog" }, address());
      const [, id] = await station.next(([type]) => type === 2);
      const [type, ...rest] = answer;
      station.say([type, id, ...rest]);
      expect((await until(station, state)).files).toEqual([]);
      await station.leave();
    }
  });

  test("of one that goes elsewhere is its word alone", async () => {
    const station = await aStation("1.6");
    const { identity } = station;
    const location = "ftp://user:s3cret@files.example.org/in";
    const job = await requestLog(kituo.ctx, { identity, log: "DiagnosticsLog", location }, address());
    const [, id, , payload] = await station.next(([type]) => type === 2);
    expect(payload).toMatchObject({ location });
    station.say([3, id, { fileName: "x.zip" }]);
    await until(station, "Accepted");
    await station.ask("DiagnosticsStatusNotification", { status: "Uploaded" });
    expect(await until(station, "Uploaded")).toMatchObject({ isOurs: false, fileName: "x.zip" });
    await vi.waitFor(async () => expect((await readCommand(kituo.ctx, job.commandId)).state).toBe("Done"), 5_000);
    expect(JSON.stringify(await readCommand(kituo.ctx, job.commandId))).not.toContain("s3cret");
    await station.leave();
  });
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
  expect(await metric(kituo.liveUrl, "kituo_uploads_total", { outcome: "Received" })).toBeGreaterThan(0);
  expect(await metric(kituo.liveUrl, "kituo_uploads_total", { outcome: "BrokenOff" })).toBeGreaterThan(0);
});

// Last, since it holds this machine's address off for a minute.
test("who guesses secrets is held off, and stations on the same port are not", async () => {
  const bystander = await aStation("1.6");
  const base = kituo.ocppUrl.replace("ws:", "http:").replace("/ocpp", "/uploads");
  const statuses: number[] = [];
  for (let tries = 0; tries < 40; tries += 1) {
    statuses.push((await put(`${base}/${randomBytes(20).toString("hex")}`, "x")).status);
  }
  expect(statuses.at(-1)).toBe(429);
  await expectServed(bystander);
  await bystander.leave();
});
