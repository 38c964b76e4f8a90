import { z } from "zod";
import { IMAGE_NAME_RULE, isImageName } from "@/lib/domain/firmware/image-name";

const word = (lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]+$/u, "Printable characters only.");

/** Long enough for whatever is not fit for stations to be kept and shown as such. */
const SIGNATURE_CHARS_MAX = 8_000;
const CERTIFICATE_CHARS_MAX = 20_000;
const VERSIONS_MAX = 100;
const MODELS_MAX = 100;

export const releaseFields = {
  vendor: word(50),
  models: z.array(word(50)).min(1, "Name one model at least.").max(MODELS_MAX),
  version: word(100),
  expectedVersion: word(300),
  versionIsPattern: z.boolean(),
  versionEvidence: z.enum(["Required", "BestEffort"]),
  fromVersions: z.array(word(100)).max(VERSIONS_MAX),
  allowDowngrade: z.boolean(),
  fileName: z.string().trim().min(1).refine(isImageName, IMAGE_NAME_RULE),
  notes: z.string().trim().min(1).max(5_000).nullable(),
  /** Base64. */
  signature: z
    .string()
    .transform((text) => text.replaceAll(/\s+/g, ""))
    .pipe(z.string().min(1).max(SIGNATURE_CHARS_MAX))
    .nullable(),
  /** PEM. */
  signingCertificate: z.string().trim().min(1).max(CERTIFICATE_CHARS_MAX).nullable(),
} as const;

type Fields = {
  readonly expectedVersion: string;
  readonly versionIsPattern: boolean;
  readonly signature: string | null;
  readonly signingCertificate: string | null;
};

/** What is wrong between the fields, with its place; null where nothing is. */
export function fieldFault(fields: Fields): { readonly field: string; readonly message: string } | null {
  if (fields.versionIsPattern && !isPattern(fields.expectedVersion))
    return { field: "expectedVersion", message: "This is not a regular expression." };
  if (fields.signature !== null && fields.signingCertificate === null)
    return { field: "signingCertificate", message: "A signature needs the certificate it was made with." };
  if (fields.signature === null && fields.signingCertificate !== null)
    return { field: "signature", message: "A signing certificate needs the signature that was made with it." };
  return null;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`, "iu") instanceof RegExp;
  } catch {
    return false;
  }
}
