import { z } from "zod";

/** What OCPP has room for (L01: signature 800, signingCertificate 5500): what is longer reaches no station. */
export const signatureSchema = z
  .string()
  .transform((text) => text.replaceAll(/\s+/g, ""))
  .pipe(
    z
      .string()
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, "A signature is base64.")
      .max(800, "A signature has 800 characters of base64 at most."),
  );

export const certificateSchema = z
  .string()
  .trim()
  .regex(/^-----BEGIN CERTIFICATE-----/, "A certificate is PEM: it begins with -----BEGIN CERTIFICATE-----.")
  .max(5_500, "A signing certificate has 5500 characters at most.");
