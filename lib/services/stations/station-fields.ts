import { z } from "zod";
import { REGISTRATIONS } from "@/lib/domain/station";

/** No "/" (it stands in a path), no ":" (Basic credentials are split there), nothing unprintable. */
export const identitySchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/:\p{C}\p{Zl}\p{Zp}]+$/u, "An identity holds printable characters, but neither / nor :.")
  .refine((identity) => identity.trim() === identity, "An identity neither starts nor ends with a space.")
  .refine((identity) => identity !== "." && identity !== "..", "This identity cannot stand in an address.");

export const passwordSchema = z
  .string()
  .min(8)
  .max(64)
  .regex(/^\P{Cc}+$/u, "A password holds no control characters.");

export const securityProfileSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

export const pinnedVersionSchema = z
  .string()
  .regex(/^ocpp\d+(\.\d+){1,2}$/, "A version is spelt as the subprotocol: ocpp1.6, ocpp2.0.1, ocpp2.1.");

export const nameSchema = z.string().trim().min(1).max(200);
export const tagsSchema = z.array(z.string().trim().min(1).max(50)).max(50);
export const registrationSchema = z.enum(REGISTRATIONS);
export const siteIdSchema = z.int().min(1).max(2_147_483_647);

/** Does a station of this profile sign in with a password? */
export const needsPassword = (securityProfile: number): boolean => securityProfile === 1 || securityProfile === 2;
