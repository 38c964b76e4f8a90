import { constants, createVerify, type KeyObject, type Verify } from "node:crypto";
import type { ReleaseCheck } from "@/lib/domain/firmware/release-view";
import { failed, passed } from "./check-certificate";

/** Takes an image as it is read, and says at its end whether the signature is of it. */
export type SignatureCheck = {
  readonly take: (piece: Uint8Array) => void;
  readonly finish: () => ReleaseCheck;
};

type Form = { readonly name: string; readonly verify: Verify; readonly isRight: (verify: Verify) => boolean };

/** Of whole images with SHA-256: RSA-PSS, or ECDSA as DER or as its two bare numbers (L01.FR.11, FR.12). */
export function createSignatureCheck(publicKey: KeyObject, signature: string): SignatureCheck {
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(signature) ? Buffer.from(signature, "base64") : null;
  if (bytes === null) return { take: () => undefined, finish: () => failed("Signature", "It is not base64.") };
  const forms = publicKey.asymmetricKeyType === "ec" ? ecdsaForms(publicKey, bytes) : [pssForm(publicKey, bytes)];
  return {
    take: (piece) => {
      for (const { verify } of forms) verify.update(piece);
    },
    finish: () => {
      const right = forms.find(({ verify, isRight }) => isRightForm(verify, isRight));
      if (right !== undefined) return passed("Signature", right.name);
      return failed("Signature", "It is not the signature of this file by this certificate.");
    },
  };
}

function pssForm(key: KeyObject, signature: Buffer): Form {
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
  return {
    name: "RSA-PSS with SHA-256",
    verify: createVerify("sha256"),
    isRight: (verify) => verify.verify({ key, ...padding }, signature),
  };
}

const ecdsaForms = (key: KeyObject, signature: Buffer): readonly Form[] =>
  (["der", "ieee-p1363"] as const).map((dsaEncoding) => ({
    name: "ECDSA with SHA-256",
    verify: createVerify("sha256"),
    isRight: (verify) => verify.verify({ key, dsaEncoding }, signature),
  }));

/** What cannot be read as a signature of this form is none. */
function isRightForm(verify: Verify, isRight: Form["isRight"]): boolean {
  try {
    return isRight(verify);
  } catch {
    return false;
  }
}
