import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aGateway, aStation, connected, T0 } from "../../services/books";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
beforeAll(async () => {
  caller = await openCaller();
  await aGateway(caller.books.db);
  for (const identity of ["CP-1", "CP-2"]) await aStation(caller.books.db, { identity, ...connected });
});
afterAll(async () => caller.close());

const CONTENT = "a line of the log\n";

/** A file of a log, as a station would have put it there. */
async function aFile(uploadId: string, name: string): Promise<string> {
  const id = crypto.randomUUID();
  const data = Buffer.from(CONTENT);
  const sha256 = createHash("sha256").update(data).digest("hex");
  const at = { startedAt: T0, storedAt: T0, completedAt: T0 };
  await caller.books.db.uploadFile.create({
    data: { id, uploadId, name, bytes: data.length, sha256, ...at, chunks: { create: { place: 0, data } } },
  });
  return id;
}

const download = async (path: string): Promise<Response> => caller.fetch(path, "viewer");

test("a log is asked for, and listed with its steps", async () => {
  const json = { log: "DiagnosticsLog", from: "2026-11-22T00:00:00Z", retries: 2 };
  const asked = await caller.call("POST", "/stations/CP-1/logs", { json, as: "operator" });
  expect(asked.status).toBe(202);
  expect(asked.body).toMatchObject({ identity: "CP-1", log: "DiagnosticsLog", state: "Requested", isOurs: true });
  const command = await caller.call("GET", `/commands/${String(asked.body["commandId"])}`);
  expect(command.body).toMatchObject({
    request: { type: "GetLog", ...json, location: "http://console.example:9220/uploads" },
  });
  const listed = await caller.call("GET", "/stations/CP-1/logs", { as: "viewer" });
  expect(listed.body).toEqual({ items: [asked.body], nextCursor: null });
});

test("a log is a command like any other: without a place it comes to us", async () => {
  const json = { command: "GetLog", log: "SecurityLog" };
  const { status, body } = await caller.call("POST", "/stations/CP-2/commands", { json });
  expect([status, body["request"]]).toEqual([
    202,
    { type: "GetLog", log: "SecurityLog", location: "http://console.example:9220/uploads" },
  ]);
  expect(await caller.books.db.upload.findUnique({ where: { commandId: String(body["id"]) } })).toMatchObject({
    isOurs: true,
  });
});

test("the same Idempotency-Key asks once", async () => {
  const options = { json: { log: "DiagnosticsLog" }, headers: { "Idempotency-Key": "log-1" } };
  const first = await caller.call("POST", "/stations/CP-2/logs", options);
  const again = await caller.call("POST", "/stations/CP-2/logs", options);
  expect(again.body).toEqual(first.body);
});

test.each([
  [{ log: "AllLogs" }, 400],
  [{ log: "DiagnosticsLog", location: "gopher://x" }, 400],
  [{ log: "DiagnosticsLog", from: "yesterday" }, 400],
  [{ log: "DiagnosticsLog", secret: "x" }, 400],
])("a wrong request is told what is wrong: %j", async (json, status) => {
  expect((await caller.call("POST", "/stations/CP-1/logs", { json })).status).toBe(status);
});

test("nobody without the right asks for one", async () => {
  const json = { log: "DiagnosticsLog" };
  expect((await caller.call("POST", "/stations/CP-1/logs", { json, as: "viewer" })).status).toBe(403);
  expect((await caller.call("POST", "/stations/CP-1/logs", { json, as: "nobody" })).status).toBe(401);
  expect((await caller.call("POST", "/stations/NOBODY/logs", { json })).status).toBe(404);
  expect((await caller.call("GET", "/stations/NOBODY/logs")).status).toBe(404);
});

test("a file is downloaded as what it is, and never as a page", async () => {
  const asked = await caller.call("POST", "/stations/CP-1/logs", { json: { log: "DiagnosticsLog" } });
  const upload = String(asked.body["id"]);
  expect((await caller.call("GET", `/uploads/${upload}/file`)).status).toBe(404);
  const file = await aFile(upload, "protocole d'été\".html");
  for (const path of [`/uploads/${upload}/file`, `/files/${file}`]) {
    const answer = await download(path);
    expect([answer.status, await answer.text()]).toEqual([200, CONTENT]);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-length")).toBe(String(CONTENT.length));
    expect(answer.headers.get("content-disposition")).toBe(
      "attachment; filename=\"protocole d'_t__.html\"; filename*=UTF-8''protocole%20d%27%C3%A9t%C3%A9%22.html",
    );
  }
  expect((await caller.call("GET", "/files/not-a-file")).status).toBe(404);
  expect((await caller.call("DELETE", `/files/${file}`, { as: "operator" })).status).toBe(403);
  expect((await caller.call("DELETE", `/files/${file}`)).status).toBe(204);
  expect((await download(`/files/${file}`)).status).toBe(404);
});

test("an upload is ended", async () => {
  const asked = await caller.call("POST", "/stations/CP-1/logs", { json: { log: "DiagnosticsLog" } });
  const path = `/uploads/${String(asked.body["id"])}/cancel`;
  expect((await caller.call("POST", path)).body).toMatchObject({ state: "Cancelled" });
  expect((await caller.call("POST", "/uploads/unknown/cancel")).status).toBe(404);
});
