import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServiceContext } from "@/lib/services/context";
import { createRelease } from "@/lib/services/releases/create-release";
import { deleteRelease } from "@/lib/services/releases/delete-release";
import { keepReleases } from "@/lib/services/releases/keep-releases";
import { listCompliance } from "@/lib/services/releases/list-compliance";
import { listReleases } from "@/lib/services/releases/list-releases";
import { readRelease } from "@/lib/services/releases/read-release";
import { readReleaseUse } from "@/lib/services/releases/read-release-use";
import { rehash } from "@/lib/services/releases/rehash";
import { retireRelease } from "@/lib/services/releases/retire-release";
import { storeImage } from "@/lib/services/releases/store-image";
import { updateRelease } from "@/lib/services/releases/update-release";
import { aGrant, aVerifiedRelease } from "../../support/firmware";
import { announced, aStation, audited, type Books, openBooks } from "../books";
import { aVendor, inParts, meta, released, resultOf, sha256 } from "./a-release";

let books: Books;
let engineer: ServiceContext;
beforeAll(async () => {
  books = await openBooks();
  const now = new Date();
  engineer = books.as("engineer", { now });
});
afterAll(() => books.close());

const later = (hours: number): ServiceContext =>
  books.as("engineer", { now: new Date(engineer.now().getTime() + hours * 3_600_000) });

describe("an upload", () => {
  test("is cut into pieces, each stored once over all releases, and hashed as a whole", async () => {
    const shared = randomBytes(256 * 1024);
    const first = Buffer.concat([shared, shared, randomBytes(1_000)]);
    const second = Buffer.concat([shared, randomBytes(77)]);
    const a = await released(engineer, aVendor(), first);
    const b = await released(engineer, aVendor(), second);
    expect([a.sha256, a.bytes, b.sha256, b.bytes]).toEqual([sha256(first), 525_288, sha256(second), 262_221]);
    const pieces = await books.db.firmwareReleaseChunk.findMany({ where: { releaseId: { in: [a.id, b.id] } } });
    const kept = new Set(pieces.map(({ hash }) => Buffer.from(hash).toString("hex")));
    expect([pieces.length, kept.size]).toEqual([5, 3]);
    expect(await rehash(engineer, a.id)).toEqual({ sha256: a.sha256, bytes: a.bytes, isSound: true });
  });

  test("unsigned is verified by its hash alone, and says so", async () => {
    const release = await released(engineer, aVendor(), randomBytes(10));
    expect(release).toMatchObject({ status: "Verified", isSigned: false, fault: null, expectedVersion: "1.2.3" });
    expect(resultOf(release)).toEqual({
      Hash: "Passed",
      Limits: "Skipped",
      Certificate: "Skipped",
      Chain: "Skipped",
      Dates: "Skipped",
      Signature: "Skipped",
    });
    expect(await audited(books.db, `release:${release.id}`)).toEqual([
      "CreateRelease",
      "UploadRelease",
      "VerifyRelease",
    ]);
    const told: readonly { type: string; releaseId?: string; status?: string }[] = await announced(books.db);
    expect(told.filter(({ releaseId }) => releaseId === release.id).map(({ status }) => status)).toEqual([
      "Uploading",
      "Uploading",
      "Uploaded",
      "Verifying",
      "Verified",
    ]);
  });

  test("of bytes that another release holds is a Conflict that names it, and leaves nothing behind", async () => {
    const data = randomBytes(300_000);
    const vendor = aVendor();
    const first = await released(engineer, vendor, data);
    const { id } = await createRelease(engineer, meta(aVendor()));
    await expect(storeImage(engineer, id, inParts(data))).rejects.toMatchObject({
      code: "Conflict",
      message: expect.stringContaining(`${vendor} 1.2.3 (${first.id})`),
    });
    expect(await readRelease(engineer, id)).toMatchObject({ status: "Uploading", bytes: 0, sha256: null });
    expect(await books.db.firmwareReleaseChunk.count({ where: { releaseId: id } })).toBe(0);
  });

  test("that is empty, or larger than it may be, is refused and can be tried again", async () => {
    const { id } = await createRelease(engineer, meta(aVendor()));
    const tooMuch = storeImage(engineer, id, inParts(randomBytes(300_000)), { bytesMax: 299_999 });
    await expect(tooMuch).rejects.toMatchObject({ code: "Invalid", field: "file" });
    await expect(storeImage(engineer, id, inParts(Buffer.alloc(0)))).rejects.toMatchObject({ code: "Invalid" });
    expect((await storeImage(engineer, id, inParts(randomBytes(299_999)))).status).toBe("Verified");
    await expect(storeImage(engineer, id, inParts(randomBytes(5)))).rejects.toMatchObject({ code: "Conflict" });
  });

  test("that breaks off leaves a release that waits for another one", async () => {
    const { id } = await createRelease(engineer, meta(aVendor()));
    const broken = async function* () {
      yield randomBytes(600_000);
      throw new Error("the line is down");
    };
    await expect(storeImage(engineer, id, broken())).rejects.toThrow("the line is down");
    expect(await readRelease(engineer, id)).toMatchObject({ status: "Uploading", bytes: 0 });
  });

  test("gives way to a newer one of the same release", async () => {
    const { id } = await createRelease(engineer, meta(aVendor()));
    let goOn = (): void => undefined;
    const waits = new Promise<void>((resolve) => (goOn = resolve));
    let began = (): void => undefined;
    const begun = new Promise<void>((resolve) => (began = resolve));
    const slow = async function* () {
      yield randomBytes(300_000);
      began();
      await waits;
      yield randomBytes(300_000);
    };
    const older = storeImage(engineer, id, slow());
    await begun;
    const data = randomBytes(1_000);
    expect(await storeImage(engineer, id, inParts(data))).toMatchObject({ status: "Verified", sha256: sha256(data) });
    goOn();
    await expect(older).rejects.toMatchObject({ code: "Conflict" });
    expect(await rehash(engineer, id)).toMatchObject({ isSound: true, bytes: 1_000 });
  });

  test("is an engineer's to make", async () => {
    const vendor = aVendor();
    for (const role of ["viewer", "operator", "approver"] as const)
      await expect(createRelease(books.as(role), meta(vendor))).rejects.toMatchObject({ code: "Forbidden" });
    const { id } = await createRelease(engineer, meta(vendor));
    await expect(storeImage(books.as("approver"), id, inParts(Buffer.from("x")))).rejects.toMatchObject({
      code: "Forbidden",
    });
  });

  test.each([
    ["a name with a folder", { fileName: "../image.bin" }, "fileName"],
    ["a name that an address would bend", { fileName: "image 1%.bin" }, "fileName"],
    ["a hidden name", { fileName: ".image" }, "fileName"],
    ["no model", { models: [] }, "models"],
    ["an expression that is none", { expectedVersion: "1.(", versionIsPattern: true }, "expectedVersion"],
    ["a signature without a certificate", { signature: "QUJD" }, "signingCertificate"],
    ["a certificate without a signature", { signingCertificate: "PEM" }, "signature"],
  ])("with %s is refused", async (_, wrong, field) => {
    await expect(createRelease(engineer, meta(aVendor(), wrong))).rejects.toMatchObject({ code: "Invalid", field });
  });
});

describe("a stored image", () => {
  test("that has changed since is told apart, and rejected when it is looked at again", async () => {
    const release = await released(engineer, aVendor(), randomBytes(400_000));
    const { hash } = await books.db.firmwareReleaseChunk.findFirstOrThrow({
      where: { releaseId: release.id, place: 1 },
    });
    await books.db.firmwareChunk.update({ where: { hash }, data: { data: Buffer.alloc(137_856) } });
    expect(await rehash(engineer, release.id)).toMatchObject({ isSound: false });
    const again = await updateRelease(engineer, release.id, { vendor: aVendor() });
    expect(again).toMatchObject({ status: "Rejected", fault: expect.stringMatching(/^Hash: /) });
  });

  test("whose verification was ended by a crash is verified by the leader", async () => {
    for (const status of ["Uploaded", "Verifying"]) {
      const { release } = await aVerifiedRelease(books.db, { status, verifiedAt: null, storedAt: new Date(0) });
      await keepReleases(engineer);
      expect(await readRelease(engineer, release.id)).toMatchObject({ status: "Verified" });
    }
  });

  test("is dropped with its release, but for the pieces that others hold", async () => {
    const shared = randomBytes(256 * 1024);
    const kept = await released(engineer, aVendor(), Buffer.concat([shared, randomBytes(10)]));
    const gone = await released(engineer, aVendor(), Buffer.concat([shared, randomBytes(20)]));
    const hashes = await books.db.firmwareReleaseChunk.findMany({ where: { releaseId: gone.id } });
    await deleteRelease(engineer, gone.id);
    await keepReleases(engineer);
    const left = await books.db.firmwareChunk.count({ where: { hash: { in: hashes.map(({ hash }) => hash) } } });
    expect([hashes.length, left]).toEqual([2, 1]);
    expect(await rehash(engineer, kept.id)).toMatchObject({ isSound: true });
    await expect(readRelease(engineer, gone.id)).rejects.toMatchObject({ code: "NotFound" });
  });
});

describe("a release", () => {
  test("whose upload was abandoned is removed after an hour without progress", async () => {
    const { id } = await createRelease(engineer, meta(aVendor()));
    await keepReleases(later(0.9));
    expect((await readRelease(engineer, id)).status).toBe("Uploading");
    await keepReleases(later(1.1));
    await expect(readRelease(engineer, id)).rejects.toMatchObject({ code: "NotFound" });
  });

  test("that a campaign rolls out keeps its words, and is neither retired nor deleted", async () => {
    const { release } = await aVerifiedRelease(books.db);
    const { campaignId } = await aGrant(books.db, release);
    for (const act of [
      () => retireRelease(engineer, release.id),
      () => deleteRelease(engineer, release.id),
      () => updateRelease(engineer, release.id, { expectedVersion: "2" }),
    ])
      await expect(act()).rejects.toMatchObject({
        code: "Conflict",
        message: expect.stringContaining("campaign Test"),
      });
    expect(await updateRelease(engineer, release.id, { notes: "Fixes the clock" })).toMatchObject({
      notes: "Fixes the clock",
      status: "Verified",
    });
    expect(await readReleaseUse(books.as("viewer"), release.id)).toEqual({ heldBy: "Test", isUsed: true });
    await books.db.campaign.update({ where: { id: campaignId }, data: { status: "Completed" } });
    expect(await readReleaseUse(books.as("viewer"), release.id)).toEqual({ heldBy: null, isUsed: true });
    const { release: unused } = await aVerifiedRelease(books.db);
    expect(await readReleaseUse(books.as("viewer"), unused.id)).toEqual({ heldBy: null, isUsed: false });
    expect((await retireRelease(engineer, release.id)).status).toBe("Retired");
    expect((await retireRelease(engineer, release.id)).status).toBe("Retired");
    await expect(updateRelease(engineer, release.id, { notes: null })).rejects.toMatchObject({ code: "Conflict" });
  });

  test("is listed newest first, by vendor and status", async () => {
    const vendor = `A_${aVendor()}`;
    const ids: string[] = [];
    for (let hours = 0; hours < 5; hours += 1) ids.unshift((await createRelease(later(hours), meta(vendor))).id);
    const first = await listReleases(books.as("viewer"), { vendor: vendor.toLowerCase(), limit: 3 });
    const rest = await listReleases(engineer, { vendor, limit: 3, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    expect((await listReleases(engineer, { vendor, status: "Verified" })).items).toEqual([]);
    expect((await listReleases(engineer, { vendor: vendor.replace("_", "x") })).items).toEqual([]);
  });
});

test("compliance counts versions by model against the newest verified release", async () => {
  const vendor = aVendor();
  const of = (model: string, firmwareVersion: string | null, count: number) =>
    Promise.all(Array.from({ length: count }, () => aStation(books.db, { vendor, model, firmwareVersion })));
  await of("One", "1.9.0", 3);
  await of("One", "1.10.0", 2);
  await of("One", null, 1);
  await of("Other", "7", 1);
  const removed = await aStation(books.db, { vendor, model: "One", firmwareVersion: "1.9.0" });
  await books.db.station.update({ where: { id: removed.id }, data: { removedAt: new Date() } });
  const { release } = await aVerifiedRelease(books.db, {
    vendor: vendor.toLowerCase(),
    models: ["ONE"],
    version: "1.10.0",
  });
  await aVerifiedRelease(books.db, { vendor, models: ["One"], version: "1.9.0" });
  await aVerifiedRelease(books.db, { vendor, models: ["One"], version: "2.0.0", status: "Retired" });
  const rows = (await listCompliance(books.as("viewer"))).filter((row) => row.vendor === vendor);
  expect(rows).toEqual([
    {
      vendor,
      model: "One",
      total: 6,
      versions: [
        { version: "1.9.0", stations: 3, isNewest: false },
        { version: "1.10.0", stations: 2, isNewest: true },
        { version: null, stations: 1, isNewest: false },
      ],
      newest: { releaseId: release.id, version: "1.10.0" },
      behind: 4,
    },
    {
      vendor,
      model: "Other",
      total: 1,
      versions: [{ version: "7", stations: 1, isNewest: false }],
      newest: null,
      behind: 0,
    },
  ]);
});
