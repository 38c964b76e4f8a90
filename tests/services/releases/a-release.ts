import { constants, createHash, sign } from "node:crypto";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import type { ServiceContext } from "@/lib/services/context";
import { addTrustRoot } from "@/lib/services/releases/add-trust-root";
import { createRelease } from "@/lib/services/releases/create-release";
import { storeImage } from "@/lib/services/releases/store-image";
import { createAuthority, issueCertificate } from "../../support/certificates";

let made = 0;
export const aVendor = (): string => {
  made += 1;
  return `Vendor ${made}`;
};
export const meta = (vendor: string, more: object = {}) => ({
  vendor,
  models: ["One", "Two"],
  version: "1.2.3",
  fileName: "image-1.2.3.bin",
  ...more,
});

export async function* inParts(data: Buffer, bytes = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += bytes) yield data.subarray(at, at + bytes);
}
export const sha256 = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
export const resultOf = ({ checks }: ReleaseView): object =>
  Object.fromEntries(checks.map(({ check, result }) => [check, result]));
export const foundOf = ({ checks }: ReleaseView, wanted: string): string =>
  checks.find(({ check }) => check === wanted)?.found ?? "";

type Signed = { readonly signature: string | null; readonly signingCertificate: string | null };
export async function released(
  engineer: ServiceContext,
  vendor: string,
  data: Buffer,
  signed: Partial<Signed> = {},
): Promise<ReleaseView> {
  const { id } = await createRelease(engineer, meta(vendor, signed));
  return storeImage(engineer, id, inParts(data));
}

export const pss = (data: Buffer, key: string): string =>
  sign("sha256", data, {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  }).toString("base64");

/** A vendor with a trusted root, and what it signs with. */
export async function aSigner(admin: ServiceContext, kind: "RSA" | "ECDSA", wanted: object = {}) {
  const vendor = aVendor();
  const root = createAuthority({ commonName: `${vendor} root` });
  const { certificate, key } = issueCertificate(root, { commonName: `${vendor} signing`, kind, ...wanted });
  await addTrustRoot(admin, { vendor, certificate: root.certificate });
  return { vendor, root, key, signingCertificate: certificate };
}
