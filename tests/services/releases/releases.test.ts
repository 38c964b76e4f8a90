import { constants, createHash, randomBytes, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/domain/permissions";
import type { ServiceContext } from "@/lib/services/context";
import { addTrustRoot } from "@/lib/services/releases/add-trust-root";
import { createRelease } from "@/lib/services/releases/create-release";
import { deleteRelease } from "@/lib/services/releases/delete-release";
import { forgetImages } from "@/lib/services/releases/forget-images";
import { CHUNK_BYTES } from "@/lib/services/releases/image-chunks";
import { listCompliance } from "@/lib/services/releases/list-compliance";
import { listReleases } from "@/lib/services/releases/list-releases";
import { listTrustRoots } from "@/lib/services/releases/list-trust-roots";
import { readRelease } from "@/lib/services/releases/read-release";
import { rehash } from "@/lib/services/releases/rehash";
import { removeTrustRoot } from "@/lib/services/releases/remove-trust-root";
import { retireRelease } from "@/lib/services/releases/retire-release";
import { storeImage } from "@/lib/services/releases/store-image";
import { updateRelease } from "@/lib/services/releases/update-release";
import { verifyRelease } from "@/lib/services/releases/verify-release";
import { createAuthority, issueCertificate } from "../../support/certificates";
import { aStation, type Books, openBooks } from "../books";

let books: Books;
let engineer: ServiceContext;
let admin: ServiceContext;

const as = (role: Role): ServiceContext => ({
  db: books.db,
  now: () => new Date(),
  actor: { kind: "operator", id: role, name: role, role },
});

beforeAll(async () => {
  books = await openBooks();
  engineer = as("engineer");
  admin = as("admin");
});
afterAll(() => books.close());

const meta = (version: string) => ({ vendor: "Acme", models: ["Wall22"], version, fileName: `fw_${version}.bin` });

async function* inParts(image: Buffer, bytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < image.length; at += bytes) yield image.subarray(at, at + bytes);
}

const sha256 = (data: Buffer): string => createHash("sha256").update(data).digest("hex");

describe("an image", () => {
  it("is stored in pieces and verified, whatever parts it comes in", async () => {
    const image = randomBytes(CHUNK_BYTES * 2 + 12_345);
    const { id, status } = await createRelease(engineer, meta("1.0.0"));
    expect(status).toBe("Uploading");
    const stored = await storeImage(engineer, id, inParts(image, 70_001));
    expect(stored).toMatchObject({ status: "Verified", sha256: sha256(image), bytes: image.length, isSigned: false });
    expect(stored.checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
      "Hash Passed",
      "Certificate Skipped",
      "Chain Skipped",
      "Dates Skipped",
      "Signature Skipped",
      "Limits Skipped",
    ]);
    expect(await books.db.firmwareReleaseChunk.count({ where: { releaseId: id } })).toBe(3);
    expect(await rehash(engineer, id)).toBe(sha256(image));
  });

  it("shares its pieces with others, and is refused where all of it is another release already", async () => {
    const before = await books.db.firmwareChunk.count();
    const image = randomBytes(CHUNK_BYTES * 2);
    const one = await createRelease(engineer, meta("1.1.0"));
    await storeImage(engineer, one.id, inParts(image, 100_000));
    const other = await createRelease(engineer, meta("1.1.1"));
    const longer = Buffer.concat([image, Buffer.from("tail")]);
    await storeImage(engineer, other.id, inParts(longer, 100_000));
    expect((await books.db.firmwareChunk.count()) - before).toBe(3);
    const same = await createRelease(engineer, meta("1.1.2"));
    await expect(storeImage(engineer, same.id, inParts(image, 50_000))).rejects.toMatchObject({
      code: "Conflict",
      message: "These very bytes are Acme 1.1.0 already.",
    });
  });

  it("that broke off is begun anew, and what the older try still writes does not count", async () => {
    const image = randomBytes(CHUNK_BYTES + 1);
    const { id } = await createRelease(engineer, meta("1.2.0"));
    const older = slowly(randomBytes(CHUNK_BYTES * 2));
    const first = storeImage(engineer, id, older.parts);
    await older.isRead(1);
    await storeImage(engineer, id, inParts(image, 10_000));
    older.goOn();
    await expect(first).rejects.toMatchObject({ code: "Conflict" });
    expect(await rehash(engineer, id)).toBe(sha256(image));
  });

  it("that is empty, too large or a second one is refused", async () => {
    const { id } = await createRelease(engineer, meta("1.3.0"));
    await expect(storeImage(engineer, id, inParts(Buffer.alloc(0), 1))).rejects.toMatchObject({ code: "Invalid" });
    const large = storeImage(engineer, id, inParts(randomBytes(2_000), 100), { bytesMax: 1_999 });
    await expect(large).rejects.toMatchObject({ code: "LimitReached" });
    await storeImage(engineer, id, inParts(randomBytes(10), 10));
    await expect(storeImage(engineer, id, inParts(randomBytes(10), 10))).rejects.toMatchObject({ code: "Conflict" });
  });

  it("whose stored bytes are no longer what they were is found out", async () => {
    const { id } = await createRelease(engineer, meta("1.4.0"));
    await storeImage(engineer, id, inParts(randomBytes(CHUNK_BYTES + 10), CHUNK_BYTES));
    await books.db.$executeRaw`
      UPDATE firmware_chunk SET data = set_byte(data, 0, 255 - get_byte(data, 0)) WHERE hash IN
        (SELECT hash FROM firmware_release_chunk WHERE release_id = ${id}::uuid AND place = 1)`;
    expect(await rehash(engineer, id)).toBeNull();
    await books.db.firmwareRelease.update({ where: { id }, data: { status: "Uploaded" } });
    expect(await verifyRelease(engineer, id)).toMatchObject({
      status: "Rejected",
      fault: "The stored image is not the one that was uploaded.",
    });
  });
});

/** Gives its first piece and waits to be told to go on. */
function slowly(image: Buffer): {
  readonly parts: AsyncIterable<Uint8Array>;
  readonly isRead: (pieces: number) => Promise<void>;
  readonly goOn: () => void;
} {
  let goOn = (): void => undefined;
  let tellRead = (): void => undefined;
  const waits = new Promise<void>((resolve) => void (goOn = resolve));
  const read = new Promise<void>((resolve) => void (tellRead = resolve));
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield image.subarray(0, CHUNK_BYTES);
    tellRead();
    await waits;
    yield image.subarray(CHUNK_BYTES);
  }
  return { parts: parts(), isRead: async () => read, goOn: () => goOn() };
}

describe("a signed image", () => {
  const root = createAuthority({ commonName: "Acme root" });
  const image = randomBytes(CHUNK_BYTES + 7);
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  let versions = 0;

  const signedBy = (
    issued: { readonly key: string; readonly certificate: string },
    kind: "RSA" | "ECDSA",
    bytes: Buffer = image,
  ) => ({
    signature: sign("sha256", bytes, kind === "RSA" ? { key: issued.key, ...pss } : issued.key).toString("base64"),
    signingCertificate: issued.certificate,
  });

  /** Each try with bytes of its own: the same ones are the same release. */
  async function verdictOf(make: (bytes: Buffer) => { signature: string; signingCertificate: string }) {
    versions += 1;
    const bytes = Buffer.concat([image, Buffer.from(String(versions))]);
    const { id } = await createRelease(engineer, { ...meta(`2.${versions}.0`), ...make(bytes) });
    const stored = await storeImage(engineer, id, inParts(bytes, 60_000));
    return {
      id,
      status: stored.status,
      fault: stored.fault,
      failed: stored.checks.find(({ result }) => result === "Failed"),
    };
  }

  it("is rejected while nobody trusts its vendor's root, and verified once somebody does", async () => {
    const signer = issueCertificate(root, { commonName: "Acme signing", kind: "RSA" });
    const tried = await verdictOf((bytes) => signedBy(signer, "RSA", bytes));
    expect(tried).toMatchObject({ status: "Rejected", failed: { check: "Chain" } });
    await addTrustRoot(admin, { vendor: "ACME", certificate: root.certificate });
    expect(await verifyRelease(engineer, tried.id)).toMatchObject({ status: "Verified", fault: null });
  });

  it("is verified by RSA-PSS and by ECDSA, in DER and bare", async () => {
    const rsa = issueCertificate(root, { commonName: "RSA", kind: "RSA" });
    const ec = issueCertificate(root, { commonName: "EC", kind: "ECDSA" });
    expect(await verdictOf((bytes) => signedBy(rsa, "RSA", bytes))).toMatchObject({ status: "Verified" });
    expect(await verdictOf((bytes) => signedBy(ec, "ECDSA", bytes))).toMatchObject({ status: "Verified" });
    const bare = (bytes: Buffer) => ({
      signature: sign("sha256", bytes, { key: ec.key, dsaEncoding: "ieee-p1363" }).toString("base64"),
      signingCertificate: ec.certificate,
    });
    expect(await verdictOf(bare)).toMatchObject({ status: "Verified" });
  });

  it("is rejected where the signature is of other bytes, of another key, or none", async () => {
    const signer = issueCertificate(root, { commonName: "RSA", kind: "RSA" });
    const other = issueCertificate(root, { commonName: "Other", kind: "RSA" });
    const wrong = { status: "Rejected", failed: { check: "Signature" } };
    expect(await verdictOf(() => signedBy(signer, "RSA", Buffer.from("something else")))).toMatchObject(wrong);
    const mixed = (bytes: Buffer) => ({ ...signedBy(other, "RSA", bytes), signingCertificate: signer.certificate });
    expect(await verdictOf(mixed)).toMatchObject(wrong);
    const none = () => ({ signature: "AAAA", signingCertificate: signer.certificate });
    expect(await verdictOf(none)).toMatchObject(wrong);
  });

  it("is rejected where its certificate has run out, or is of somebody else's root", async () => {
    const validTo = new Date(Date.now() - 60_000);
    const validFrom = new Date(Date.now() - 120_000);
    const old = issueCertificate(root, { commonName: "Old", kind: "RSA", validFrom, validTo });
    expect(await verdictOf((bytes) => signedBy(old, "RSA", bytes))).toMatchObject({ failed: { check: "Dates" } });
    const stranger = createAuthority({ commonName: "Somebody" });
    const theirs = issueCertificate(stranger, { commonName: "Theirs", kind: "RSA" });
    expect(await verdictOf((bytes) => signedBy(theirs, "RSA", bytes))).toMatchObject({ failed: { check: "Chain" } });
  });

  it("takes no certificate that is none, no signature without one, and none that OCPP has no room for", async () => {
    const signer = issueCertificate(root, { commonName: "RSA", kind: "RSA" });
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    const unread = await verdictOf((bytes) => ({ ...signedBy(signer, "RSA", bytes), signingCertificate: broken }));
    expect(unread).toMatchObject({ status: "Rejected", failed: { check: "Certificate" } });
    await expect(createRelease(engineer, { ...meta("9"), signature: "AAAA" })).rejects.toMatchObject({
      field: "signature",
    });
    const long = { signature: "A".repeat(804), signingCertificate: signer.certificate };
    await expect(createRelease(engineer, { ...meta("9"), ...long })).rejects.toMatchObject({ field: "signature" });
  });
});

describe("trusted roots", () => {
  it("are an administrator's, have to be roots that are valid, and are taken away again", async () => {
    const root = createAuthority({ commonName: "Beta root" });
    const leaf = issueCertificate(root, { commonName: "leaf" });
    await expect(addTrustRoot(as("approver"), { vendor: "B", certificate: root.certificate })).rejects.toMatchObject({
      code: "Forbidden",
    });
    await expect(addTrustRoot(admin, { vendor: "B", certificate: leaf.certificate })).rejects.toMatchObject({
      code: "Invalid",
    });
    await expect(addTrustRoot(admin, { vendor: "B", certificate: "x" })).rejects.toMatchObject({ code: "Invalid" });
    const added = await addTrustRoot(admin, { vendor: "B", certificate: root.certificate });
    expect(await addTrustRoot(admin, { vendor: "B", certificate: root.certificate })).toMatchObject({ id: added.id });
    expect((await listTrustRoots(engineer)).map(({ id }) => id)).toContain(added.id);
    await removeTrustRoot(admin, added.id);
    await expect(removeTrustRoot(admin, added.id)).rejects.toMatchObject({ code: "NotFound" });
    expect((await listTrustRoots(engineer)).map(({ id }) => id)).not.toContain(added.id);
  });
});

describe("a release", () => {
  it("is made by engineers only, with what it is for in order", async () => {
    await expect(createRelease(as("operator"), meta("3.0.0"))).rejects.toMatchObject({ code: "Forbidden" });
    await expect(createRelease(as("approver"), meta("3.0.0"))).rejects.toMatchObject({ code: "Forbidden" });
    const pattern = { ...meta("3.0.0"), expectedVersion: "(", versionIsPattern: true };
    await expect(createRelease(engineer, pattern)).rejects.toMatchObject({ field: "expectedVersion" });
    const path = { ...meta("3.0.0"), fileName: "../etc/passwd" };
    await expect(createRelease(engineer, path)).rejects.toMatchObject({ field: "fileName" });
  });

  it("is changed, retired and deleted only as it was seen, and only where no campaign needs it", async () => {
    const made = await createRelease(engineer, meta("3.1.0"));
    const changed = await updateRelease(engineer, made.id, { expectedRev: made.rev, notes: "For the wall boxes" });
    expect(changed.notes).toBe("For the wall boxes");
    await expect(updateRelease(engineer, made.id, { expectedRev: made.rev, notes: "x" })).rejects.toMatchObject({
      code: "Conflict",
    });
    const retired = await retireRelease(engineer, made.id, { expectedRev: changed.rev });
    expect(retired.status).toBe("Retired");
    const campaign = {
      id: crypto.randomUUID(),
      name: "C",
      releaseId: made.id,
      spec: {},
      createdById: "x",
      createdBy: "x",
      lastEditedById: "x",
      createdAt: new Date(),
    };
    await books.db.campaign.create({ data: campaign });
    await expect(deleteRelease(engineer, made.id)).rejects.toMatchObject({ code: "Conflict" });
    await books.db.campaign.delete({ where: { id: campaign.id } });
    await deleteRelease(engineer, made.id);
    await expect(readRelease(engineer, made.id)).rejects.toMatchObject({ code: "NotFound" });
  });

  it("is listed newest first, page by page", async () => {
    const first = await listReleases(engineer, { limit: 2 });
    const second = await listReleases(engineer, { limit: 200, cursor: first.nextCursor ?? "" });
    const all = [...first.items, ...second.items];
    expect(new Set(all.map(({ id }) => id)).size).toBe(await books.db.firmwareRelease.count());
    const at = all.map(({ createdAt }) => createdAt);
    expect(at).toEqual(at.toSorted().toReversed());
  });

  it("whose upload was given up is cleared away with its pieces, and one cut off in its verification is looked at", async () => {
    const image = randomBytes(CHUNK_BYTES * 2);
    const given = await createRelease(engineer, meta("3.2.0"));
    await expect(storeImage(engineer, given.id, breaking(image))).rejects.toThrow("cut");
    const cut = await createRelease(engineer, meta("3.3.0"));
    await storeImage(engineer, cut.id, inParts(randomBytes(5), 5));
    await books.db.firmwareRelease.update({ where: { id: cut.id }, data: { status: "Verifying", verifiedAt: null } });
    const system: ServiceContext = { ...engineer, actor: { kind: "system", id: "x", name: "Kituo" } };
    const later = { ...system, now: () => new Date(Date.now() + 2 * 3_600_000) };
    expect(await forgetImages(later)).toBeGreaterThanOrEqual(2);
    await expect(readRelease(engineer, given.id)).rejects.toMatchObject({ code: "NotFound" });
    expect((await readRelease(engineer, cut.id)).status).toBe("Verified");
    const left = await books.db.$queryRaw<unknown[]>`
      SELECT FROM firmware_chunk c WHERE NOT EXISTS (SELECT FROM firmware_release_chunk r WHERE r.hash = c.hash)`;
    expect(left).toHaveLength(0);
  });
});

async function* breaking(image: Buffer): AsyncGenerator<Uint8Array> {
  yield image;
  throw new Error("cut");
}

describe("compliance", () => {
  it("counts who runs what, and who is behind the newest verified release", async () => {
    for (const [index, firmwareVersion] of ["5.0.0", "5.0.0", "4.0.0", null].entries())
      await aStation(books.db, { identity: `COMP-${index}`, vendor: "Gamma", model: "G1", firmwareVersion });
    const { id } = await createRelease(engineer, { ...meta("5.0.0"), vendor: "Gamma", models: ["g1"] });
    await storeImage(engineer, id, inParts(randomBytes(100), 100));
    const row = (await listCompliance(as("viewer"))).find(({ vendor }) => vendor === "Gamma");
    expect(row).toMatchObject({ model: "G1", total: 4, behind: 2, newest: { releaseId: id, version: "5.0.0" } });
    expect(row?.versions).toContainEqual({ version: "5.0.0", stations: 2, isNewest: true });
    expect(row?.versions).toContainEqual({ version: null, stations: 1, isNewest: false });
  });
});
