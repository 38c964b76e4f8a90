import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "@/app/api/v1/api";
import type { Api } from "@/app/api/v1/environment";
import { createAuthority } from "../../support/certificates";
import { type Caller, openCaller } from "./caller";

let caller: Caller;
let api: Api;
let failures: unknown[];
beforeAll(async () => {
  caller = await openCaller({ isLive: true });
  failures = [];
  api = createApi({
    db: caller.books.db,
    now: () => new Date(),
    publicOcppUrl: null,
    ocppPort: 9220,
    ocppsPort: null,
    firmwareBytesMax: 40_000_000,
    onError: (error) => failures.push(error),
  });
});
afterAll(async () => {
  await caller.close();
  if (failures.length > 0) throw new AggregateError(failures, "the API failed on its own account");
});

const META = { vendor: "Acme", models: ["One"], version: "1.2.3", fileName: "acme.bin" };
const sha256 = (data: Buffer): string => createHash("sha256").update(data).digest("hex");

/** Sends a body as it is made, without a length. */
async function sent(
  method: string,
  path: string,
  body: ReadableStream | Buffer | null,
  role: "engineer" | "viewer" = "engineer",
) {
  const headers = { Authorization: `Bearer ${caller.keys[role]}`, "Content-Type": "application/octet-stream" };
  const init = { method, headers, body: body as BodyInit | null, duplex: "half" };
  const response = await api.fetch(new Request(`http://console.example:3000/api/v1${path}`, init));
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
}

test("an image of 30 MB is streamed in, and never held as a whole", async () => {
  const created = await caller.call("POST", "/firmware/releases", { json: META });
  expect([created.status, created.body["status"]]).toEqual([201, "Uploading"]);
  const path = created.headers.get("Location")?.replace("/api/v1", "") ?? "";
  const part = randomBytes(1_000_000);
  const hash = createHash("sha256");
  let parts = 0;
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  const stream = new ReadableStream({
    pull: (out) => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      if (parts === 30) return out.close();
      part.writeUInt32BE(parts);
      parts += 1;
      hash.update(part);
      out.enqueue(Uint8Array.from(part));
    },
  });
  const { status, body } = await sent("PUT", `${path}/file`, stream);
  expect([status, body["status"], body["bytes"], body["sha256"]]).toEqual([
    200,
    "Verified",
    30_000_000,
    hash.digest("hex"),
  ]);
  expect(most).toBeLessThan(60_000_000);
  expect((await caller.call("GET", path, { as: "viewer" })).body).toEqual(body);
  expect((await sent("PUT", `${path}/file`, Buffer.from("again"))).status).toBe(409);
});

test("metadata and image come in one call", async () => {
  const data = randomBytes(3_000_000);
  const query = new URLSearchParams({
    vendor: "Acme",
    models: "One, Two",
    version: "2.0",
    fileName: "a.bin",
    fromVersions: "1.0,1.1",
  });
  const { status, headers, body } = await sent("POST", `/firmware/releases?${query}`, data);
  expect(status).toBe(201);
  expect(body).toMatchObject({
    models: ["One", "Two"],
    fromVersions: ["1.0", "1.1"],
    status: "Verified",
    sha256: sha256(data),
  });
  expect(headers.get("Location")).toBe(`/api/v1/firmware/releases/${String(body["id"])}`);

  const again = await sent("POST", `/firmware/releases?${query}`, data);
  expect([again.status, again.body["detail"]]).toEqual([409, expect.stringContaining(String(body["id"]))]);
  const missing = await sent("POST", "/firmware/releases?vendor=Acme", data);
  expect([missing.status, missing.body["errors"]]).toEqual([400, [expect.objectContaining({ field: "models" })]]);
  const listed = await caller.call("GET", "/firmware/releases?vendor=acme");
  expect((listed.body["items"] as object[]).length).toBe(2);
});

test("what is too large, empty, or breaks off is refused, and leaves nothing in one call", async () => {
  const query = "vendor=Beta&models=One&version=1&fileName=b.bin";
  const parts = (count: number, fails: boolean) => {
    let sentParts = 0;
    return new ReadableStream({
      pull: (out) => {
        sentParts += 1;
        if (sentParts <= count) return out.enqueue(randomBytes(5_000_000));
        if (fails) out.error(new Error("gone"));
        else out.close();
      },
    });
  };
  for (const body of [parts(9, false), parts(0, false), parts(1, true), null]) {
    const answer = await sent("POST", `/firmware/releases?${query}`, body);
    expect(answer.status).toBe(400);
  }
  expect((await caller.call("GET", "/firmware/releases?vendor=Beta")).body).toEqual({ items: [], nextCursor: null });
});

test("other bodies keep their limit, and an Idempotency-Key makes a release once", async () => {
  const large = await caller.call("POST", "/firmware/releases", { json: { ...META, notes: "x".repeat(2_000_000) } });
  expect(large.status).toBe(413);
  const options = { json: { ...META, vendor: "Once" }, headers: { "Idempotency-Key": "release-1" } };
  const first = await caller.call("POST", "/firmware/releases", options);
  expect((await caller.call("POST", "/firmware/releases", options)).body).toEqual(first.body);
});

test("a release is changed, retired and deleted, by those who may", async () => {
  const made = await caller.call("POST", "/firmware/releases", { json: { ...META, vendor: "Gamma" } });
  const path = `/firmware/releases/${String(made.body["id"])}`;
  expect((await sent("PUT", `${path}/file`, Buffer.from("x"), "viewer")).status).toBe(403);
  expect((await caller.call("POST", `${path}/retire`)).status).toBe(409);
  await sent("PUT", `${path}/file`, randomBytes(50));
  const changed = await caller.call("PATCH", path, { json: { notes: "A note" } });
  expect(changed.body).toMatchObject({ notes: "A note", status: "Verified" });
  expect((await caller.call("PATCH", path, { json: { notes: "x", expectedRev: 0 } })).status).toBe(409);
  expect((await caller.call("POST", `${path}/retire`, { as: "operator" })).status).toBe(403);
  expect((await caller.call("POST", `${path}/retire`)).body).toMatchObject({ status: "Retired" });
  expect((await caller.call("DELETE", path, { as: "operator" })).status).toBe(403);
  expect((await caller.call("DELETE", path)).status).toBe(204);
  expect((await caller.call("GET", path)).status).toBe(404);
  expect((await caller.call("GET", "/firmware/releases/none")).status).toBe(404);
});

test("trust is an administrator's", async () => {
  const { certificate } = createAuthority({ commonName: "Acme root" });
  const json = { vendor: "Acme", certificate };
  expect((await caller.call("POST", "/firmware/trust-roots", { json })).status).toBe(403);
  const added = await caller.call("POST", "/firmware/trust-roots", { json, as: "admin" });
  expect([added.status, added.body["subject"]]).toEqual([201, "CN=Acme root"]);
  expect((await caller.call("GET", "/firmware/trust-roots", { as: "viewer" })).body).toEqual({ items: [added.body] });
  const path = `/firmware/trust-roots/${String(added.body["id"])}`;
  expect((await caller.call("DELETE", path)).status).toBe(403);
  expect((await caller.call("DELETE", path, { as: "admin" })).status).toBe(204);
  expect((await caller.call("GET", "/firmware/trust-roots")).body).toEqual({ items: [] });
});

test("compliance is told by model", async () => {
  await caller.books.db.station.create({
    data: { identity: "CP-9", identityKey: "cp-9", vendor: "Acme", model: "One", firmwareVersion: "1.2.3" },
  });
  const { body } = await caller.call("GET", "/firmware/compliance", { as: "viewer" });
  expect(body["items"]).toMatchObject([
    { vendor: "Acme", model: "One", total: 1, newest: { version: "2.0" }, behind: 1 },
  ]);
});
