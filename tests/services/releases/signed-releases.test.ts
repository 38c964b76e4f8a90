import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServiceContext } from "@/lib/services/context";
import { addTrustRoot } from "@/lib/services/releases/add-trust-root";
import { listTrustRoots } from "@/lib/services/releases/list-trust-roots";
import { removeTrustRoot } from "@/lib/services/releases/remove-trust-root";
import { updateRelease } from "@/lib/services/releases/update-release";
import { createAuthority, issueCertificate } from "../../support/certificates";
import { audited, type Books, openBooks } from "../books";
import { aSigner, aVendor, foundOf, pss, released, resultOf } from "./a-release";

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

describe("a signed image", () => {
  const DATA = randomBytes(600_000);
  /** Each test needs bytes of its own. */
  const own = (): Buffer => Buffer.concat([randomBytes(16), DATA]);

  test.each<["RSA" | "ECDSA", (data: Buffer, key: string) => string]>([
    ["RSA", pss],
    ["ECDSA", (data, key) => sign("sha256", data, key).toString("base64")],
    ["ECDSA", (data, key) => sign("sha256", data, { key, dsaEncoding: "ieee-p1363" }).toString("base64")],
  ])("of the vendor is verified (%s)", async (kind, signed) => {
    const { vendor, key, signingCertificate } = await aSigner(admin, kind);
    const data = own();
    const release = await released(engineer, vendor.toUpperCase(), data, {
      signature: signed(data, key),
      signingCertificate,
    });
    expect(release).toMatchObject({ status: "Verified", isSigned: true, fault: null });
    expect(new Set(Object.values(resultOf(release)))).toEqual(new Set(["Passed"]));
    expect(foundOf(release, "Chain")).toBe(`Issued by CN=${vendor} root`);
  });

  test("with another file's signature is rejected", async () => {
    const { vendor, key, signingCertificate } = await aSigner(admin, "RSA");
    const release = await released(engineer, vendor, own(), { signature: pss(own(), key), signingCertificate });
    expect(release).toMatchObject({
      status: "Rejected",
      verifiedAt: null,
      fault: expect.stringMatching(/^Signature: /),
    });
    expect(resultOf(release)).toMatchObject({ Hash: "Passed", Chain: "Passed", Signature: "Failed" });
  });

  test("with a signature of PKCS #1 v1.5, which stations do not take, is rejected", async () => {
    const { vendor, key, signingCertificate } = await aSigner(admin, "RSA");
    const data = own();
    const signature = sign("sha256", data, key).toString("base64");
    expect(resultOf(await released(engineer, vendor, data, { signature, signingCertificate }))).toMatchObject({
      Signature: "Failed",
    });
  });

  test("with something that is no base64, or of nothing, is rejected", async () => {
    const { vendor, signingCertificate } = await aSigner(admin, "ECDSA");
    for (const signature of ["***", "AAAA"]) {
      const release = await released(engineer, vendor, own(), { signature, signingCertificate });
      expect(resultOf(release)).toMatchObject({ Signature: "Failed" });
    }
  });

  test("is rejected where its vendor has no trusted root, another vendor's, or one with the same name only", async () => {
    const signer = await aSigner(admin, "ECDSA");
    const stranger = createAuthority({ commonName: `${signer.vendor} root` });
    const forged = issueCertificate(stranger, { commonName: "signing" });
    const data = own();
    const other = own();
    const sameName = await released(engineer, signer.vendor, data, {
      signature: sign("sha256", data, forged.key).toString("base64"),
      signingCertificate: forged.certificate,
    });
    const otherVendor = await released(engineer, aVendor(), other, {
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
    const { vendor, key, signingCertificate } = await aSigner(admin, "ECDSA", dates);
    const data = own();
    const signature = sign("sha256", data, key).toString("base64");
    const release = await released(engineer, vendor, data, { signature, signingCertificate });
    expect(resultOf(release)).toMatchObject({ Chain: "Passed", Dates: "Failed", Signature: "Passed" });
    expect(foundOf(release, "Dates")).toContain(words);
  });

  test("is rejected where its certificate cannot be read, brings intermediates, or has a short key", async () => {
    const { vendor, root, signingCertificate } = await aSigner(admin, "ECDSA");
    const short = issueCertificate(root, { commonName: "short", kind: "RSA", rsaBits: 1_024 });
    const unreadable = [
      signingCertificate.slice(0, 200),
      `${signingCertificate}${root.certificate}`,
      generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString(),
    ];
    for (const pem of unreadable) {
      const release = await released(engineer, vendor, own(), { signature: "QUJD", signingCertificate: pem });
      expect(resultOf(release)).toMatchObject({ Certificate: "Failed", Chain: "Skipped", Signature: "Skipped" });
      expect(release.status).toBe("Rejected");
    }
    const data = own();
    const weak = { signature: pss(data, short.key), signingCertificate: short.certificate };
    expect(foundOf(await released(engineer, vendor, data, weak), "Certificate")).toContain("1024 bits");
  });

  test("is rejected where stations have no room for its signature", async () => {
    const { vendor, signingCertificate } = await aSigner(admin, "ECDSA");
    const release = await released(engineer, vendor, own(), { signature: "A".repeat(804), signingCertificate });
    expect(resultOf(release)).toMatchObject({ Limits: "Failed" });
    expect(foundOf(release, "Limits")).toContain("804 characters");
  });

  test("that was rejected is verified once its signature is put right", async () => {
    const { vendor, key, signingCertificate } = await aSigner(admin, "RSA");
    const data = own();
    const rejected = await released(engineer, vendor, data, { signature: "QUJD", signingCertificate });
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
    const { vendor, key, signingCertificate } = await aSigner(admin, "ECDSA");
    const [root] = (await listTrustRoots(admin)).filter((each) => each.vendor === vendor);
    await removeTrustRoot(admin, root?.id ?? "");
    const data = randomBytes(100);
    const signature = sign("sha256", data, key).toString("base64");
    expect((await released(engineer, vendor, data, { signature, signingCertificate })).status).toBe("Rejected");
  });
});
