import { z } from "zod";
import { inTransaction, requirePermission, type ServiceContext } from "../context";
import { parseInput } from "../parse-input";
import { type CreatedStation, insertStation, withCredentials } from "./insert-station";
import {
  identitySchema,
  nameSchema,
  passwordSchema,
  pinnedVersionSchema,
  registrationSchema,
  securityProfileSchema,
  siteIdSchema,
  tagsSchema,
} from "./station-fields";

export type { CreatedStation };

export const createStationInput = z.strictObject({
  identity: identitySchema,
  name: nameSchema.nullish(),
  siteId: siteIdSchema.nullish(),
  tags: tagsSchema.optional(),
  securityProfile: securityProfileSchema.default(1),
  password: passwordSchema.optional(),
  pinnedVersion: pinnedVersionSchema.nullish(),
  registrationStatus: registrationSchema.default("Accepted"),
});

/** Makes a station known, so that it may connect. Not safe to repeat: the second one is a Conflict. */
export async function createStation(
  ctx: ServiceContext,
  input: z.input<typeof createStationInput>,
): Promise<CreatedStation> {
  requirePermission(ctx, "manage-stations");
  const wanted = await withCredentials(parseInput(createStationInput, input));
  return inTransaction(ctx, (unit) => insertStation(ctx, unit, wanted, "CreateStation"));
}
