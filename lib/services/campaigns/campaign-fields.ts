import { z } from "zod";
import { ABORT_POLICIES } from "@/lib/domain/firmware/campaign-states";
import { instantSchema } from "../instant";
import { specSchema } from "./spec-fields";

const words = z.string().trim().min(1).max(2_000);
const rev = z.int().min(0).max(2_147_483_647);

export const createCampaignInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  releaseId: z.uuid(),
  spec: specSchema.prefault({}),
  /** Not before; without it somebody starts it. */
  startAt: instantSchema.nullish(),
  kind: z.enum(["Update", "Rollback"]).default("Update"),
  /** The campaign whose stations it takes back. */
  rollbackOfId: z.uuid().nullish(),
  isEmergency: z.boolean().default(false),
  /** Why it is an emergency. */
  reason: words.nullish(),
});

/** What is left out stays as it is; a spec is given as a whole. */
export const updateCampaignInput = z.strictObject({
  expectedRev: rev,
  name: createCampaignInput.shape.name.optional(),
  releaseId: z.uuid().optional(),
  spec: specSchema.optional(),
  startAt: instantSchema.nullish(),
});

/** An order: what its giver saw, and why. */
export const orderInput = z.strictObject({ expectedRev: rev, comment: words.optional() });

/** An order that stops: it counts whatever its giver saw, unless that is told. */
export const stopInput = z.strictObject({ expectedRev: rev.optional(), comment: words.optional() });

export const abortInput = stopInput.extend({ policy: z.enum(ABORT_POLICIES).default("CutDownloads") });

/** A decision that has to be explained. */
export const explainedInput = orderInput.extend({ comment: words });

export const approveInput = orderInput.extend({ specHash: z.string().regex(/^[0-9a-f]{64}$/) });

export const creditInput = explainedInput.extend({ jobId: z.uuid() });

export const previewInput = z.strictObject({
  releaseId: z.uuid(),
  spec: specSchema.prefault({}),
  startAt: instantSchema.nullish(),
  /** The draft that it is the preview of: the same stations come in the same waves then. */
  campaignId: z.uuid().nullish(),
});
