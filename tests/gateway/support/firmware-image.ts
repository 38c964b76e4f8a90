import { constants, createHash, sign } from "node:crypto";
import type { ServiceContext } from "@/lib/services/context";
import { addTrustRoot } from "@/lib/services/releases/add-trust-root";
import { createRelease } from "@/lib/services/releases/create-release";
import { storeImage } from "@/lib/services/releases/store-image";
import { createAuthority, issueCertificate } from "../../support/certificates";

export const VENDOR = "Kituo";

export type TestRelease = {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly bytes: number;
};

/** A verified release with an image that simulated stations can install, signed as their vendor would. */
export async function aVerifiedRelease(
  ctx: { readonly admin: ServiceContext; readonly engineer: ServiceContext },
  wanted: { readonly version: string; readonly models: readonly string[]; readonly bytes: number },
): Promise<TestRelease> {
  const { version, models, bytes } = wanted;
  const image = anImage(version, bytes);
  const root = createAuthority({ commonName: `${VENDOR} root of ${version}` });
  const signer = issueCertificate(root, { commonName: `${VENDOR} signing`, kind: "RSA" });
  await addTrustRoot(ctx.admin, { vendor: VENDOR, certificate: root.certificate });
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const created = await createRelease(ctx.engineer, {
    vendor: VENDOR,
    models: [...models],
    version,
    expectedVersion: version,
    fileName: `kituo-${version}.bin`,
    signature: sign("sha256", image, { key: signer.key, ...padding }).toString("base64"),
    signingCertificate: signer.certificate,
  });
  const stored = await storeImage(ctx.engineer, created.id, pieces(image));
  if (stored.status !== "Verified")
    throw new Error(`The release is ${stored.status}: ${JSON.stringify(stored.checks)}`);
  return { id: stored.id, version, sha256: createHash("sha256").update(image).digest("hex"), bytes };
}

/** Filled with what does not compress or repeat, so that no two pieces are alike. */
function anImage(version: string, bytes: number): Buffer {
  const image = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 64) createHash("sha512").update(`${version} ${at}`).digest().copy(image, at);
  image.write(`KITUO-FIRMWARE ${version}\n`, 0, "latin1");
  return image;
}

async function* pieces(image: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < image.length; at += 65_536) yield image.subarray(at, at + 65_536);
}
