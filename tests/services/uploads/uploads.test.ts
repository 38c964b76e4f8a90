import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Station } from "@/lib/db/generated/client";
import type { OcppAddress } from "@/lib/domain/connection-url";
import { claimNextCommand } from "@/lib/services/commands/claim-commands";
import { requestCommand } from "@/lib/services/commands/request-command";
import { cancelUpload } from "@/lib/services/uploads/cancel-upload";
import { deleteFile } from "@/lib/services/uploads/delete-file";
import { findUpload } from "@/lib/services/uploads/find-upload";
import { breakOffFile, finishFile } from "@/lib/services/uploads/finish-file";
import { forgetFiles } from "@/lib/services/uploads/forget-files";
import { listLogs } from "@/lib/services/uploads/list-logs";
import { openFile } from "@/lib/services/uploads/open-file";
import { previewFile } from "@/lib/services/uploads/preview-file";
import { readFile, readNewestFile } from "@/lib/services/uploads/read-file";
import { requestLog } from "@/lib/services/uploads/request-log";
import { storeChunk } from "@/lib/services/uploads/store-chunk";
import { aGateway, announced, aStation, audited, type Books, connected, openBooks, T0 } from "../books";

let books: Books;
beforeAll(async () => {
  books = await openBooks();
  await aGateway(books.db);
});
afterAll(async () => books.close());

const ADDRESS: OcppAddress = { publicUrl: null, host: "kituo.example", ocppPort: 9220, ocppsPort: 9443 };
const operator = () => books.as("operator");
const later = (ms: number) => books.as("engineer", { now: new Date(T0.getTime() + ms) });
const HOUR = 3_600_000;
const online = (data: Partial<Station> = {}): Promise<Station> => aStation(books.db, { ...connected, ...data });
const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

/** An upload whose station has been told its address. */
async function anUpload() {
  const station = await online();
  const job = await requestLog(operator(), { identity: station.identity, log: "DiagnosticsLog" }, ADDRESS);
  const holder = { stationId: station.id, identity: station.identity, epoch: station.connectionEpoch };
  const claimed = await claimNextCommand(operator(), holder);
  if (claimed?.command.type !== "GetLog") throw new Error("no log was to be asked for");
  const { location } = claimed.command;
  const secret = location.split("/").at(-2) ?? "";
  const upload = { id: job.id, stationId: station.id, identity: station.identity };
  return { station, job, location, secret, upload };
}
type Upload = Awaited<ReturnType<typeof anUpload>>["upload"];

async function begun(upload: Upload, name = "a.log"): Promise<string> {
  const opened = await openFile(operator(), upload, { names: [name], contentType: null, remoteAddress: null });
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

async function aFile(upload: Upload, data: Buffer | string, name?: string): Promise<string> {
  const fileId = await begun(upload, name);
  const bytes = Buffer.from(data);
  if (bytes.length > 0) await storeChunk(operator(), { fileId, place: 0, data: bytes });
  expect(await finishFile(operator(), upload, { fileId, bytes: bytes.length, sha256: sha256(bytes) })).toBe(true);
  return fileId;
}

describe("asking for a log", () => {
  test.each([
    [ADDRESS, 1, "http://kituo.example:9220/uploads"],
    [ADDRESS, 2, "https://kituo.example:9443/uploads"],
    [{ ...ADDRESS, ocppsPort: null }, 2, "http://kituo.example:9220/uploads"],
    [{ ...ADDRESS, publicUrl: "wss://ocpp.example.org/ocpp" }, 0, "https://ocpp.example.org/uploads"],
    [{ ...ADDRESS, uploadBaseUrl: "https://files.example.org/" }, 0, "https://files.example.org/uploads"],
    [{ ...ADDRESS, uploadBaseUrl: "https://files.example.org/uploads" }, 0, "https://files.example.org/uploads"],
  ])("gives a place of our own: %j, profile %i", async (address, securityProfile, place) => {
    const { identity } = await online({ securityProfile });
    const job = await requestLog(operator(), { identity, log: "DiagnosticsLog" }, address);
    const row = await books.db.command.findUniqueOrThrow({ where: { id: job.commandId } });
    expect(row.request).toEqual({ type: "GetLog", log: "DiagnosticsLog", location: place });
    expect(job).toMatchObject({
      isOurs: true,
      state: "Requested",
      expiresAt: later(24 * HOUR)
        .now()
        .toISOString(),
    });
  });

  test("makes the job and the command in one, announced and audited", async () => {
    const { identity } = await online();
    const job = await requestLog(operator(), { identity, log: "SecurityLog" }, ADDRESS);
    expect(await announced(books.db)).toContainEqual({ type: "LogChanged", identity, uploadId: job.id });
    expect(await audited(books.db, `station:${identity}`)).toEqual(["RequestCommand"]);
    expect((await listLogs(books.as("viewer"), { identity })).items).toEqual([job]);
  });

  test("again with the same id is the same job, also under another name of this host; another log is refused", async () => {
    const { identity } = await online();
    const id = crypto.randomUUID();
    const first = await requestLog(operator(), { id, identity, log: "DiagnosticsLog" }, ADDRESS);
    const again = await requestLog(
      operator(),
      { id, identity, log: "DiagnosticsLog" },
      { ...ADDRESS, host: "10.0.0.1" },
    );
    expect(again).toEqual(first);
    await expect(requestLog(operator(), { id, identity, log: "SecurityLog" }, ADDRESS)).rejects.toMatchObject({
      code: "Conflict",
    });
    expect(await books.db.upload.count({ where: { station: { identity } } })).toBe(1);
  });

  test("of a station that is away comes to nothing, and says so", async () => {
    const { identity } = await aStation(books.db);
    expect(await requestLog(operator(), { identity, log: "DiagnosticsLog" }, ADDRESS)).toMatchObject({
      state: "NotSent",
    });
  });

  test("without a place, where we do not know our own, is refused; so is a viewer", async () => {
    const { identity } = await online();
    const command = { type: "GetLog", log: "DiagnosticsLog" } as const;
    await expect(requestCommand(operator(), { identity, command })).rejects.toMatchObject({
      code: "Invalid",
      field: "location",
    });
    await expect(requestLog(books.as("viewer"), { identity, log: "DiagnosticsLog" }, ADDRESS)).rejects.toMatchObject({
      code: "Forbidden",
    });
  });

  test("elsewhere keeps the place as it was given", async () => {
    const { identity } = await online();
    const location = "ftp://files.example.org/in";
    const job = await requestLog(operator(), { identity, log: "DiagnosticsLog", location }, ADDRESS);
    expect(job).toMatchObject({ isOurs: false });
  });
});

describe("the address", () => {
  test("holds a new secret each time; only its hash is kept", async () => {
    const [one, other] = [await anUpload(), await anUpload()];
    expect(one.secret).toMatch(/^[0-9a-f]{40}$/);
    expect(one.secret).not.toBe(other.secret);
    expect(one.location).toBe(`http://kituo.example:9220/uploads/${one.secret}/`);
    const kept = await books.db.upload.findUniqueOrThrow({ where: { id: one.job.id } });
    expect(kept.secretHash).toBe(sha256(one.secret));
    const command = await books.db.command.findUniqueOrThrow({ where: { id: one.job.commandId } });
    expect(JSON.stringify(command)).not.toContain(one.secret);
  });

  test("is good until its time is up, or until it is ended", async () => {
    const { secret, job, station } = await anUpload();
    expect(await findUpload(operator(), secret)).toMatchObject({ ok: true, value: { id: job.id } });
    expect(await findUpload(later(24 * HOUR - 1), secret)).toMatchObject({ ok: true });
    expect(await findUpload(later(24 * HOUR), secret)).toEqual({ ok: false, error: "Over" });
    expect(await findUpload(operator(), "0".repeat(40))).toEqual({ ok: false, error: "Unknown" });
    expect(await cancelUpload(operator(), job.id)).toMatchObject({ state: "Cancelled" });
    expect(await cancelUpload(operator(), job.id)).toMatchObject({ state: "Cancelled" });
    expect(await findUpload(operator(), secret)).toEqual({ ok: false, error: "Over" });
    expect((await audited(books.db, `station:${station.identity}`)).filter((did) => did === "CancelLog")).toHaveLength(
      1,
    );
  });
});

describe("a file", () => {
  test("is whole only with the bytes that were stored", async () => {
    const { upload } = await anUpload();
    const fileId = await begun(upload);
    await storeChunk(operator(), { fileId, place: 0, data: Buffer.from("half") });
    expect(await finishFile(operator(), upload, { fileId, bytes: 8, sha256: sha256("halfhalf") })).toBe(false);
    expect(await finishFile(operator(), upload, { fileId, bytes: 4, sha256: sha256("half") })).toBe(true);
    expect(await storeChunk(operator(), { fileId, place: 1, data: Buffer.from("more") })).toBe(false);
  });

  test("that was broken off takes nothing more, and is replaced by the next try", async () => {
    const { upload } = await anUpload();
    const half = await begun(upload, "a.log");
    await storeChunk(operator(), { fileId: half, place: 0, data: Buffer.from("half") });
    await breakOffFile(operator(), upload, half);
    expect(await storeChunk(operator(), { fileId: half, place: 1, data: Buffer.from("more") })).toBe(false);
    const whole = await aFile(upload, "whole", "b.log");
    expect((await books.db.uploadFile.findMany({ where: { uploadId: upload.id } })).map(({ id }) => id)).toEqual([
      whole,
    ]);
  });

  test("of another name that is on its way at the same time is left alone", async () => {
    const { upload } = await anUpload();
    const one = await begun(upload, "a.log");
    await aFile(upload, "other", "b.log");
    expect(await storeChunk(operator(), { fileId: one, place: 0, data: Buffer.from("on") })).toBe(true);
  });

  test("is broken off where its upload is ended", async () => {
    const { upload } = await anUpload();
    const fileId = await begun(upload);
    await storeChunk(operator(), { fileId, place: 0, data: Buffer.from("half") });
    expect(await cancelUpload(operator(), upload.id)).toMatchObject({ files: [{ state: "BrokenOff" }] });
    expect(await finishFile(operator(), upload, { fileId, bytes: 4, sha256: sha256("half") })).toBe(false);
    expect(await books.db.uploadChunk.count({ where: { fileId } })).toBe(0);
  });

  test("one too many is refused", async () => {
    const { upload } = await anUpload();
    for (let at = 0; at < 20; at += 1) await aFile(upload, `${at}`);
    expect(await openFile(operator(), upload, { names: [], contentType: null, remoteAddress: null })).toEqual({
      ok: false,
      error: "TooManyFiles",
    });
  });

  test("is downloaded whole by anybody who may read, and who did is kept", async () => {
    const { upload, station } = await anUpload();
    const data = randomBytes(10_000);
    const fileId = await aFile(upload, data);
    const file = await readFile(books.as("viewer"), fileId);
    const pieces: Uint8Array[] = [];
    for await (const piece of file.content()) pieces.push(piece);
    expect([file.name, file.bytes, file.sha256]).toEqual(["a.log", 10_000, sha256(data)]);
    expect(sha256(Buffer.concat(pieces))).toBe(sha256(data));
    expect((await readNewestFile(books.as("viewer"), upload.id)).sha256).toBe(sha256(data));
    expect(await audited(books.db, `station:${station.identity}`)).toEqual([
      "RequestCommand",
      "DownloadLog",
      "DownloadLog",
    ]);
  });

  test("is deleted by engineers alone; that it was there stays", async () => {
    const { upload, station } = await anUpload();
    const fileId = await aFile(upload, "secret");
    await expect(deleteFile(operator(), fileId)).rejects.toMatchObject({ code: "Forbidden" });
    await deleteFile(books.as("engineer"), fileId);
    await expect(readFile(operator(), fileId)).rejects.toMatchObject({ code: "NotFound" });
    await expect(deleteFile(books.as("engineer"), fileId)).rejects.toMatchObject({ code: "NotFound" });
    const { items } = await listLogs(operator(), { identity: station.identity });
    expect(items).toMatchObject([
      { state: "Received", files: [{ state: "Removed", removedBy: "An engineer", sha256: sha256("secret") }] },
    ]);
    expect(await books.db.uploadChunk.count({ where: { fileId } })).toBe(0);
    expect((await audited(books.db, `station:${station.identity}`)).at(-1)).toBe("DeleteLog");
  });

  test("is dropped by its age, and what was left half by a gateway that is gone", async () => {
    const { upload, station } = await anUpload();
    const old = await aFile(upload, "old");
    const half = await begun(upload, "half.log");
    await storeChunk(operator(), { fileId: half, place: 0, data: Buffer.from("half") });
    await forgetFiles(later(90 * 24 * HOUR), { keepDays: 90 });
    expect(await books.db.uploadChunk.count({ where: { fileId: old } })).toBe(1);
    expect(await books.db.uploadChunk.count({ where: { fileId: half } })).toBe(0);
    await forgetFiles(later(90 * 24 * HOUR + 1), { keepDays: 90 });
    const { items } = await listLogs(operator(), { identity: station.identity });
    const states = items[0]?.files.map(({ name, state, removedBy }) => [name, state, removedBy]);
    expect(states).toEqual(
      expect.arrayContaining([
        ["a.log", "Removed", null],
        ["half.log", "BrokenOff", null],
      ]),
    );
    expect(await books.db.uploadChunk.count({ where: { fileId: old } })).toBe(0);
  });

  test.each<[string, Buffer | string, string | null, boolean]>([
    ["text", "a line\n\tand é\n", "a line\n\tand é\n", true],
    ["an empty file", "", "", true],
    ["bytes", Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0xff]), null, true],
    ["text with a NUL in it", "a\0b", null, true],
    ["text of more than 64 KiB, cut in a character", `${"x".repeat(65_535)}éé`, "x".repeat(65_535), false],
    ["text that ends in half a character", Buffer.from([0x61, 0xc3]), null, true],
  ])("can be looked into: %s", async (_, data, text, isWhole) => {
    const { upload } = await anUpload();
    expect(await previewFile(books.as("viewer"), await aFile(upload, data))).toEqual({ text, isWhole });
  });
});
