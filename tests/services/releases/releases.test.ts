import { constants, createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import type { ServiceContext } from "@/lib/services/context";
import { addTrustRoot } from "@/lib/services/releases/add-trust-root";
import { createRelease } from "@/lib/services/releases/create-release";
import { deleteRelease } from "@/lib/services/releases/delete-release";
import { keepReleases } from "@/lib/services/releases/keep-releases";
import { listCompliance } from "@/lib/services/releases/list-compliance";
import { listReleases } from "@/lib/services/releases/list-releases";
import { listTrustRoots } from "@/lib/services/releases/list-trust-roots";
import { readRelease } from "@/lib/services/releases/read-release";
import { readReleaseUse } from "@/lib/services/releases/read-release-use";
import { rehash } from "@/lib/services/releases/rehash";
import { removeTrustRoot } from "@/lib/services/releases/remove-trust-root";
import { retireRelease } from "@/lib/services/releases/retire-release";
import { storeImage } from "@/lib/services/releases/store-image";
import { updateRelease } from "@/lib/services/releases/update-release";
import { createAuthority, issueCertificate } from "../../support/certificates";
import { aGrant, aVerifiedRelease } from "../../support/firmware";
import { announced, aStation, audited, type Books, openBooks } from "../books";

let books: Books;
let engineer: ServiceContext;
let admin: ServiceContext;
beforeAll(async () => {
  books = await openBooks();
  const now = new Date();
  engineer = books.as("engineer", { now });
  admin = books.as("admin", { now });
});
afterAll(() => books.close());

const later = (hours: number): ServiceContext =>
  books.as("engineer", { now: new Date(engineer.now().getTime() + hours * 3_600_000) });

let made = 0;
const aVendor = (): string => {
  made += 1;
  return `Vendor ${made}`;
};
const meta = (vendor: string, more: object = {}) => ({
  vendor,
  models: ["One", "Two"],
  version: "1.2.3",
  fileName: "image-1.2.3.bin",
  ...more,
});

async function* inParts(data: Buffer, bytes = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += bytes) yield data.subarray(at, at + bytes);
}
const sha256 = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
const resultOf = ({ checks }: ReleaseView): object =>
  Object.fromEntries(checks.map(({ check, result }) => [check, result]));
const foundOf = ({ checks }: ReleaseView, wanted: string): string =>
  checks.find(({ check }) => check === wanted)?.found ?? "";

type Signed = { readonly signature: string | null; readonly signingCertificate: string | null };
async function released(vendor: string, data: Buffer, signed: Partial<Signed> = {}): Promise<ReleaseView> {
  const { id } = await createRelease(engineer, meta(vendor, signed));
  return storeImage(engineer, id, inParts(data));
}

const pss = (data: Buffer, key: string): string =>
  sign("sha256", data, {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  }).toString("base64");

/** A vendor with a trusted root, and what it signs with. */
async function aSigner(kind: "RSA" | "ECDSA", wanted: object = {}) {
  const vendor = aVendor();
  const root = createAuthority({ commonName: `${vendor} root` });
  const { certificate, key } = issueCertificate(root, { commonName: `${vendor} signing`, kind, ...wanted });
  await addTrustRoot(admin, { vendor, certificate: root.certificate });
  return { vendor, root, key, signingCertificate: certificate };
}

describe("an upload", () => {
  test("is cut into pieces, each stored once over all releases, and hashed as a whole", async () => {
    const shared = randomBytes(256 * 1024);
    const first = Buffer.concat([shared, shared, randomBytes(1_000)]);
    const second = Buffer.concat([shared, randomBytes(77)]);
    const a = await released(aVendor(), first);
    const b = await released(aVendor(), second);
    expect([a.sha256, a.bytes, b.sha256, b.bytes]).toEqual([sha256(first), 525_288, sha256(second), 262_221]);
    const pieces = await books.db.firmwareReleaseChunk.findMany({ where: { releaseId: { in: [a.id, b.id] } } });
    const kept = new Set(pieces.map(({ hash }) => Buffer.from(hash).toString("hex")));
    expect([pieces.length, kept.size]).toEqual([5, 3]);
    expect(await rehash(engineer, a.id)).toEqual({ sha256: a.sha256, bytes: a.bytes, isSound: true });
  });

  test("unsigned is verified by its hash alone, and says so", async () => {
    const release = await released(aVendor(), randomBytes(10));
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
    const first = await released(vendor, data);
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

describe("a signed image", () => {
  const DATA = randomBytes(600_000);
  /** Each test needs bytes of its own. */
  const own = (): Buffer => Buffer.concat([randomBytes(16), DATA]);

  test.each<["RSA" | "ECDSA", (data: Buffer, key: string) => string]>([
    ["RSA", pss],
    ["ECDSA", (data, key) => sign("sha256", data, key).toString("base64")],
    ["ECDSA", (data, key) => sign("sha256", data, { key, dsaEncoding: "ieee-p1363" }).toString("base64")],
  ])("of the vendor is verified (%s)", async (kind, signed) => {
    const { vendor, key, signingCertificate } = await aSigner(kind);
    const data = own();
    const release = await released(vendor.toUpperCase(), data, { signature: signed(data, key), signingCertificate });
    expect(release).toMatchObject({ status: "Verified", isSigned: true, fault: null });
    expect(new Set(Object.values(resultOf(release)))).toEqual(new Set(["Passed"]));
    expect(foundOf(release, "Chain")).toBe(`Issued by CN=${vendor} root`);
  });

  test("with another file's signature is rejected", async () => {
    const { vendor, key, signingCertificate } = await aSigner("RSA");
    const release = await released(vendor, own(), { signature: pss(own(), key), signingCertificate });
    expect(release).toMatchObject({
      status: "Rejected",
      verifiedAt: null,
      fault: expect.stringMatching(/^Signature: /),
    });
    expect(resultOf(release)).toMatchObject({ Hash: "Passed", Chain: "Passed", Signature: "Failed" });
  });

  test("with a signature of PKCS #1 v1.5, which stations do not take, is rejected", async () => {
    const { vendor, key, signingCertificate } = await aSigner("RSA");
    const data = own();
    const signature = sign("sha256", data, key).toString("base64");
    expect(resultOf(await released(vendor, data, { signature, signingCertificate }))).toMatchObject({
      Signature: "Failed",
    });
  });

  test("with something that is no base64, or of nothing, is rejected", async () => {
    const { vendor, signingCertificate } = await aSigner("ECDSA");
    for (const signature of ["***", "AAAA"]) {
      const release = await released(vendor, own(), { signature, signingCertificate });
      expect(resultOf(release)).toMatchObject({ Signature: "Failed" });
    }
  });

  test("is rejected where its vendor has no trusted root, another vendor's, or one with the same name only", async () => {
    const signer = await aSigner("ECDSA");
    const stranger = createAuthority({ commonName: `${signer.vendor} root` });
    const forged = issueCertificate(stranger, { commonName: "signing" });
    const data = own();
    const other = own();
    const sameName = await released(signer.vendor, data, {
      signature: sign("sha256", data, forged.key).toString("base64"),
      signingCertificate: forged.certificate,
    });
    const otherVendor = await released(aVendor(), other, {
      signature: sign("sha256", other, signer.key).toString("base64"),
      signingCertificate: signer.signingCertificate,
    });
    for (const release of [sameName, otherVendor]) {
      expect(release).toMatchObject({ status: "Rejected", fault: expect.stringMatching(/^Chain: /) });
      expect(resultOf(release)).toMatchObject({ Chain: "Failed", Signature: "Passed" });
    }
    expect(foundOf(otherVendor, "Chain")).toContain("No root certificate of this vendor");
  });

  test.each([
    ["has expired", { validFrom: new Date("2020-01-01"), validTo: new Date("2021-01-01") }, "was valid until"],
    ["is not valid yet", { validFrom: new Date("2045-01-01"), validTo: new Date("2046-01-01") }, "is valid from"],
  ])("is rejected where its certificate %s", async (_, dates, words) => {
    const { vendor, key, signingCertificate } = await aSigner("ECDSA", dates);
    const data = own();
    const signature = sign("sha256", data, key).toString("base64");
    const release = await released(vendor, data, { signature, signingCertificate });
    expect(resultOf(release)).toMatchObject({ Chain: "Passed", Dates: "Failed", Signature: "Passed" });
    expect(foundOf(release, "Dates")).toContain(words);
  });

  test("is rejected where its certificate cannot be read, brings intermediates, or has a short key", async () => {
    const { vendor, root, signingCertificate } = await aSigner("ECDSA");
    const short = issueCertificate(root, { commonName: "short", kind: "RSA", rsaBits: 1_024 });
    const unreadable = [
      signingCertificate.slice(0, 200),
      `${signingCertificate}${root.certificate}`,
      generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString(),
    ];
    for (const pem of unreadable) {
      const release = await released(vendor, own(), { signature: "QUJD", signingCertificate: pem });
      expect(resultOf(release)).toMatchObject({ Certificate: "Failed", Chain: "Skipped", Signature: "Skipped" });
      expect(release.status).toBe("Rejected");
    }
    const data = own();
    const weak = { signature: pss(data, short.key), signingCertificate: short.certificate };
    expect(foundOf(await released(vendor, data, weak), "Certificate")).toContain("1024 bits");
  });

  test("is rejected where stations have no room for its signature", async () => {
    const { vendor, signingCertificate } = await aSigner("ECDSA");
    const release = await released(vendor, own(), { signature: "A".repeat(804), signingCertificate });
    expect(resultOf(release)).toMatchObject({ Limits: "Failed" });
    expect(foundOf(release, "Limits")).toContain("804 characters");
  });

  test("that was rejected is verified once its signature is put right", async () => {
    const { vendor, key, signingCertificate } = await aSigner("RSA");
    const data = own();
    const rejected = await released(vendor, data, { signature: "QUJD", signingCertificate });
    expect(rejected.status).toBe("Rejected");
    const mended = await updateRelease(engineer, rejected.id, { signature: pss(data, key), expectedRev: rejected.rev });
    expect(mended).toMatchObject({ status: "Verified", fault: null });
    await expect(updateRelease(engineer, rejected.id, { notes: "x", expectedRev: rejected.rev })).rejects.toMatchObject(
      {
        code: "Conflict",
      },
    );
  });
});

describe("a stored image", () => {
  test("that has changed since is told apart, and rejected when it is looked at again", async () => {
    const release = await released(aVendor(), randomBytes(400_000));
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
    const kept = await released(aVendor(), Buffer.concat([shared, randomBytes(10)]));
    const gone = await released(aVendor(), Buffer.concat([shared, randomBytes(20)]));
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

describe("a trusted root", () => {
  test("is an administrator's to add and to take away", async () => {
    const vendor = aVendor();
    const { certificate } = createAuthority({ commonName: "root" });
    await expect(addTrustRoot(engineer, { vendor, certificate })).rejects.toMatchObject({ code: "Forbidden" });
    const root = await addTrustRoot(admin, { vendor, certificate });
    expect(root).toMatchObject({ vendor, subject: "CN=root", addedBy: "An admin" });
    await expect(addTrustRoot(admin, { vendor: aVendor(), certificate })).rejects.toMatchObject({ code: "Conflict" });
    await expect(removeTrustRoot(engineer, root.id)).rejects.toMatchObject({ code: "Forbidden" });
    await removeTrustRoot(admin, root.id);
    expect((await listTrustRoots(engineer)).map(({ id }) => id)).not.toContain(root.id);
    await expect(removeTrustRoot(admin, root.id)).rejects.toMatchObject({ code: "NotFound" });
    expect((await addTrustRoot(admin, { vendor, certificate })).id).toBe(root.id);
    expect(await audited(books.db, `trust-root:${root.id}`)).toEqual([
      "AddTrustRoot",
      "RemoveTrustRoot",
      "AddTrustRoot",
    ]);
  });

  test("has to be a valid authority", async () => {
    const leaf = issueCertificate(createAuthority({ commonName: "root" }), { commonName: "leaf" });
    for (const certificate of [leaf.certificate, "nonsense"])
      await expect(addTrustRoot(admin, { vendor: aVendor(), certificate })).rejects.toMatchObject({ code: "Invalid" });
  });

  test("that was taken away proves nothing of what comes later", async () => {
    const { vendor, key, signingCertificate } = await aSigner("ECDSA");
    const [root] = (await listTrustRoots(admin)).filter((each) => each.vendor === vendor);
    await removeTrustRoot(admin, root?.id ?? "");
    const data = randomBytes(100);
    const signature = sign("sha256", data, key).toString("base64");
    expect((await released(vendor, data, { signature, signingCertificate })).status).toBe("Rejected");
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
