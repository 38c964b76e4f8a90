import { z } from "zod";
import type { Ignored } from "@/lib/domain/filter/read-filter";

/** What of a filter means nothing, and did not narrow the list. */
export const ignoredSchema = z
  .array(z.object({ reason: z.enum(["UnknownField", "UnknownValue"]), text: z.string() }) satisfies z.ZodType<Ignored>)
  .readonly();
